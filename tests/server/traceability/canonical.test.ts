import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalize } from '../../../server/traceability/canonical.ts';

describe('canonicalize', () => {
  it('writes keys by code unit and numbers as ECMAScript does, as the examples of RFC 8785 show', () => {
    expect(
      canonicalize({ numbers: [333_333_333.333_333_3, 1e30, 4.5, 2e-3, 1e-27], literals: [null, true, false] }),
    ).toBe('{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27]}');
    expect(canonicalize({ '\u20ac': 1, '\r': 2, '1': 3, '\u0080': 4, ö: 5, '\ufb33': 6 })).toBe(
      '{"\\r":2,"1":3,"\u0080":4,"ö":5,"\u20ac":1,"\ufb33":6}',
    );
  });

  it('is the same for a text and for what the database gives back of it', () => {
    expect(canonicalize({ note: 'nắng \ud800 to' })).toBe(canonicalize({ note: 'nắng \ufffd to' }));
  });

  it('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ maxLength: 4 }), fc.jsonValue({ maxDepth: 2 }), { noNullPrototype: true }),
        (value) => {
          const turned = Object.fromEntries(Object.entries(value).reverse());
          return canonicalize(turned) === canonicalize(value);
        },
      ),
    );
  });
});
