import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readForm, readJson } from '../../../../server/payments/stripe/form-body.ts';

const plain = (tree: object): unknown => JSON.parse(JSON.stringify(tree));
const code = (wanted: string, facts: object = {}) => expect.objectContaining({ code: wanted, facts });

describe('readForm', () => {
  it.each([
    ['a=1&b=x%20y+z', { a: '1', b: 'x y z' }],
    ['a[b]=1&a[c][d]=2', { a: { b: '1', c: { d: '2' } } }],
    ['a[]=1&a[]=2', { a: ['1', '2'] }],
    ['a[0]=1&a[1]=2', { a: { '0': '1', '1': '2' } }],
    ['a%5Bb%5D=%E1%BB%91', { a: { b: 'ố' } }],
    ['a=1&a=2', { a: '2' }],
    ['a[constructor][prototype]=1', { a: { constructor: { prototype: '1' } } }],
    ['', {}],
  ])('reads %s', (text, tree) => {
    expect(plain(readForm(text))).toEqual(tree);
  });

  it.each(['a[=1', 'a]=1', '[a]=1', 'a[][b]=1', '=1', 'a[b]c=1', 'a=1&a[b]=2', 'a[]=1&a[b]=2', 'a[b][c][d][e][f]=1'])(
    'refuses %s, by name',
    (text) => {
      const param = text.split('&').at(-1)?.split('=')[0];
      expect(() => readForm(text)).toThrow(code('api-form-unreadable', { param }));
    },
  );

  it('gives a name its own place, whatever it is called', () => {
    const tree = readForm('metadata[__proto__]=x&__proto__[polluted]=yes');
    expect(Object.keys(tree)).toEqual(['metadata', '__proto__']);
    expect({}).not.toHaveProperty('polluted');
  });

  it('reads or refuses any text, and changes nothing else', () => {
    const piece = fc.constantFrom(
      'a',
      '[',
      ']',
      '[]',
      '[b]',
      '=',
      '&',
      '%',
      '%00',
      '__proto__',
      '[__proto__]',
      '.',
      '$',
      'ố',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        try {
          readForm(pieces.join(''));
        } catch (error) {
          expect(error).toEqual(expect.objectContaining({ code: 'api-form-unreadable' }));
        }
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
    );
  });
});

describe('readJson', () => {
  it.each(['', '[1]', 'null', '"x"', '{', '{"a":}'])('refuses %s, which is no object', (text) => {
    expect(() => readJson(text)).toThrow(code('api-json-unreadable'));
  });
});
