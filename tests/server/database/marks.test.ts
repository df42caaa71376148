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
  const keys = { sessionSecret: 's'.repeat(32), labelKey: 'l'.repeat(32) };

  it('remembers the first keys and refuses others, naming the setting and not the key', async () => {
    await Promise.all([checkKeyFingerprints(keys), checkKeyFingerprints(keys)]);
    await checkKeyFingerprints(keys);
    const refused = await checkKeyFingerprints({ ...keys, labelKey: 'm'.repeat(32) }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(KeyMismatch);
    expect(String(refused)).toContain('LABEL_KEY');
    expect(String(refused)).not.toContain('SESSION_SECRET');
    expect(String(refused)).not.toMatch(/l{32}|m{32}|\n/);
  });
});
