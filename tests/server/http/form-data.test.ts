import { describe, expect, it } from 'vitest';
import { fieldOf, labelIn, nest } from '../../../server/http/form-data.ts';

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

describe('labelIn', () => {
  it('says what the page calls a field, and nothing where the page does not', () => {
    const html = '<label class="a" for="packs.0.count">Số gói <span>(không bắt buộc)</span></label>';
    expect(labelIn(html, 'packs.0.count')).toBe('Số gói');
    expect(labelIn('<fieldset id="stage"><legend class="b">Bước nào?</legend></fieldset>', 'stage')).toBe('Bước nào?');
    expect(labelIn(html, 'note')).toBeNull();
    expect(labelIn(html, '(.*)+$')).toBeNull();
  });
});
