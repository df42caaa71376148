import { describe, expect, it } from 'vitest';
import { fieldOf, nest } from '../../../server/http/form-data.ts';

describe('nest', () => {
  it('makes nested data of dotted names and leaves blanks and hidden fields out', () => {
    expect(nest({ 'packs.0.count': '3', 'packs.0.packId': 'a', note: '', _key: 'x', name: 'n' })).toEqual({
      packs: [{ count: '3', packId: 'a' }],
      name: 'n',
    });
  });

  it.each(['__proto__.polluted', 'constructor.prototype.polluted', 'a.__proto__.b', 'a.b.c.d.e.f.g'])(
    'refuses the name %s',
    (name) => {
      expect(() => nest({ [name]: '1' })).toThrow('body-not-readable');
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    },
  );

  it('keeps going when a name is both a value and a branch', () => {
    expect(nest({ a: '1', 'a.b': '2' })).toEqual({ a: { b: '2' } });
  });

  it('names the field that a pointer means', () => {
    expect(fieldOf('/packs/0/count')).toBe('packs.0.count');
  });
});
