import { describe, expect, it } from 'vitest';
import type { Value } from '../../../../server/payments/stripe/form-body.ts';
import { changeMetadata, readMetadata } from '../../../../server/payments/stripe/metadata.ts';

const had = [
  { key: 'a', value: '1' },
  { key: 'b', value: '2' },
];
const changed = (value: Value | undefined) => changeMetadata(had, readMetadata(value));
const code = (wanted: string) => expect.objectContaining({ code: wanted });

describe('metadata', () => {
  it('stays as it was when nothing is said of it', () => {
    expect(changed(undefined)).toEqual(had);
    expect(changed({})).toEqual(had);
  });

  it('is added to, replaced and taken away by the key, in the order of keys', () => {
    expect(changed({ c: '3', a: '', b: 'two' })).toEqual([
      { key: 'b', value: 'two' },
      { key: 'c', value: '3' },
    ]);
    expect(changed({ a: null, B: 7, d: true })).toEqual([
      { key: 'B', value: '7' },
      { key: 'b', value: '2' },
      { key: 'd', value: 'true' },
    ]);
  });

  it.each(['', null])('is taken away as a whole by %j', (nothing) => {
    expect(changed(nothing)).toEqual([]);
  });

  it('counts characters, not bytes: 40 and 500 pass, 41 and 501 do not', () => {
    expect(changed({ ['ố'.repeat(40)]: '𠮷'.repeat(500) })).toHaveLength(3);
    expect(() => changed({ ['k'.repeat(41)]: 'v' })).toThrow(code('api-metadata-key-too-long'));
    expect(() => changed({ k: 'v'.repeat(501) })).toThrow(code('api-metadata-value-too-long'));
  });

  it('has at most 50 keys after the change', () => {
    const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, 'v']));
    expect(changed(many(48))).toHaveLength(50);
    expect(() => changed(many(49))).toThrow(code('api-metadata-too-many'));
    expect(changed({ ...many(49), a: '' })).toHaveLength(50);
  });

  it.each([[{ a: { b: '1' } }], [{ 'a[b]': '1' }], [{ '': '1' }], [['a']], ['text'], [7]])('refuses %j', (value) => {
    expect(() => changed(value as Value)).toThrow(code('api-metadata-invalid'));
  });

  it('turns half a character, which no database keeps, into the sign for it', () => {
    expect(changed({ k: 'x\ud800' }).at(-1)).toEqual({ key: 'k', value: 'x\ufffd' });
  });
});
