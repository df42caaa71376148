import { describe, expect, it } from 'vitest';
import {
  checkKeyFingerprints,
  isDemonstration,
  KeyMismatch,
  markDemonstration,
} from '../../../server/database/marks.ts';
import { useDatabase } from '../../support/database.ts';

useDatabase();

describe('markDemonstration', () => {
  it('marks a database for ever, and a new one is not marked', async () => {
    expect(await isDemonstration()).toBe(false);
    await Promise.all([markDemonstration(), markDemonstration(), markDemonstration()]);
    await markDemonstration();
    expect(await isDemonstration()).toBe(true);
  });
});

describe('checkKeyFingerprints', () => {
  const session = (...[newest = '', ...former]: string[]) => ({ sessionSecret: newest, formerSessionSecrets: former });
  const [s1, s2, l1, l2, l3] = ['s', 't', 'l', 'm', 'n'].map((letter) => letter.repeat(32)) as [
    string,
    string,
    string,
    string,
    string,
  ];
  const first = { ...session(s1), labelKeys: [l1], lostKeys: [] };
  const check = (change: Partial<Parameters<typeof checkKeyFingerprints>[0]>) =>
    checkKeyFingerprints({ ...first, ...change }).then(
      () => 'fits',
      (error: unknown) => (error instanceof KeyMismatch ? error.message : Promise.reject(error)),
    );

  it('remembers the first keys and refuses others, naming the setting and not the key', async () => {
    await Promise.all([check({}), check({})]);
    expect(await check({})).toBe('fits');
    const refused = await check({ labelKeys: [l2] });
    expect(refused).toMatch(/^LABEL_KEY: .*NEW,OLD/);
    expect(refused).not.toMatch(/l{32}|m{32}|\n/);
    expect(await check({ ...session(s2), labelKeys: [l2] })).toMatch(/^SESSION_SECRET: .*\nLABEL_KEY: /);
  });

  it('takes a new label key in front of all before it, and none away ever', async () => {
    expect(await check({ labelKeys: [l1, l2] })).toContain('another order');
    expect(await Promise.all([check({ labelKeys: [l2, l1] }), check({ labelKeys: [l2, l1] })])).toEqual([
      'fits',
      'fits',
    ]);
    for (const labelKeys of [[l2], [l1], [l3, l2], [l3, l1]])
      expect([labelKeys, await check({ labelKeys })]).toEqual([labelKeys, expect.stringContaining('is missing')]);
    expect(await check({ labelKeys: [l1, l2] })).toContain('another order');
    expect(await check({ labelKeys: [l2], lostKeys: ['LABEL_KEY'] })).toBe('fits');
    expect(await check({ labelKeys: [l3, l2, l1] })).toBe('fits');
    expect(await check({ labelKeys: [l2, l1] })).toContain('is missing');
  });

  it('takes a new secret of the sessions in front of the last one, which may go then', async () => {
    const all = { labelKeys: [l3, l2, l1] };
    expect(await check({ ...all, ...session(s2, s1) })).toBe('fits');
    expect(await check({ ...all, ...session(s2) })).toBe('fits');
    expect(await check({ ...all, ...session(s1) })).toContain('SESSION_SECRET');
    expect(await check({ ...all, ...session(s1, s2) })).toContain('another order');
    expect(await check({ ...all, ...session('u'.repeat(32)), lostKeys: ['SESSION_SECRET'] })).toBe('fits');
  });
});
