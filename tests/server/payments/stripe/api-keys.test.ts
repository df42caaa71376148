import { beforeAll, describe, expect, it } from 'vitest';
import { ApiKeyModel } from '../../../../server/payments/stripe/api-key.ts';
import { findApiKey, listApiKeys, makeApiKey, revokeApiKey } from '../../../../server/payments/stripe/api-keys.ts';
import { noon } from '../../../support/app.ts';
import { useDatabase } from '../../../support/database.ts';
import { aCommune, minutesAfter } from '../../identity/makers.ts';

useDatabase();

let commune: Awaited<ReturnType<typeof aCommune>>;
beforeAll(async () => {
  commune = await aCommune();
});

let requests = 0;
const wanted = (changed: object = {}) => ({
  name: 'Trang web HTX',
  sellerId: null,
  production: false,
  requestId: `request ${(requests += 1)}`,
  ...changed,
});

describe('a key of the payments API', () => {
  it('is made by an officer whose PIN is fresh, for a seller who is there', async () => {
    const { household, officer } = commune;
    await expect(makeApiKey(household.actor, wanted(), noon)).rejects.toThrow('not-for-your-role');
    await expect(makeApiKey(officer.actor, wanted(), minutesAfter(noon, 61))).rejects.toThrow('pin-needed');
    const nobody = wanted({ sellerId: '0123456789abcdef01234567' });
    await expect(makeApiKey(officer.actor, nobody, noon)).rejects.toThrow('seller-not-found');
    await expect(listApiKeys(household.actor)).rejects.toThrow('not-for-your-role');
  });

  it('says by its beginning whether money is real', async () => {
    const { actor } = commune.officer;
    expect(await makeApiKey(actor, wanted(), noon)).toMatch(/^sk_test_[0-9a-f]{64}$/);
    expect(await makeApiKey(actor, wanted({ production: true }), noon)).toMatch(/^sk_live_[0-9a-f]{64}$/);
  });

  it('is found by what it is and by nothing else', async () => {
    const sellerId = commune.sellers.household.id;
    const secret = await makeApiKey(commune.officer.actor, wanted({ name: 'Chỉ một hộ', sellerId }), noon);
    expect(await findApiKey(secret, null, noon)).toMatchObject({ name: 'Chỉ một hộ', sellerId });
    for (const wrong of ['', 'sk_test_', secret.slice(0, -1), secret.toUpperCase(), `${secret} `]) {
      expect(await findApiKey(wrong, null, noon), wrong).toBeNull();
    }
    expect(JSON.stringify(await ApiKeyModel.find().lean())).not.toContain(secret);
    expect(JSON.stringify(await listApiKeys(commune.officer.actor))).not.toContain(secret.slice(12, -4));
  });

  it('may also stand in the settings', async () => {
    expect(await findApiKey('sk_of_the_settings', 'sk_of_the_settings', noon)).toEqual({
      id: 'key_setting',
      name: 'PAYMENTS_API_KEY',
      sellerId: null,
    });
    expect(await findApiKey('sk_of_the_setting', 'sk_of_the_settings', noon)).toBeNull();
  });

  it('is one key when it is asked for twice, and the later answer is the one that counts', async () => {
    const same = wanted({ name: 'Hai lần' });
    const [cutOff, shown] = [
      await makeApiKey(commune.officer.actor, same, noon),
      await makeApiKey(commune.officer.actor, same, noon),
    ];
    expect(await findApiKey(cutOff, null, noon)).toBeNull();
    expect(await findApiKey(shown, null, noon)).toMatchObject({ name: 'Hai lần' });
    expect((await listApiKeys(commune.officer.actor)).filter(({ name }) => name === 'Hai lần')).toHaveLength(1);
  });

  it('tells when it was last used, to the minute', async () => {
    const secret = await makeApiKey(commune.officer.actor, wanted({ name: 'Hay dùng' }), noon);
    const lastUse = async () =>
      (await listApiKeys(commune.officer.actor)).find(({ name }) => name === 'Hay dùng')?.lastUsedAt;
    expect(await lastUse()).toBeNull();
    await findApiKey(secret, null, noon);
    await findApiKey(secret, null, minutesAfter(noon, 0.5));
    expect(await lastUse()).toEqual(noon);
    await findApiKey(secret, null, minutesAfter(noon, 2));
    expect(await lastUse()).toEqual(minutesAfter(noon, 2));
  });

  it('opens nothing any more once it is revoked, and stays on the list', async () => {
    const { actor } = commune.officer;
    const secret = await makeApiKey(actor, wanted({ name: 'Đã mất' }), noon);
    const id = (await findApiKey(secret, null, noon))?.id ?? '';
    await expect(revokeApiKey(commune.cooperative.actor, id, noon)).rejects.toThrow('not-for-your-role');
    await expect(revokeApiKey(actor, 'key_nobody', noon)).rejects.toThrow('api-key-not-found');
    await revokeApiKey(actor, id, noon);
    await revokeApiKey(actor, id, minutesAfter(noon, 5));
    expect(await findApiKey(secret, null, noon)).toBeNull();
    const kept = (await listApiKeys(actor)).find((key) => key.id === id);
    expect(kept).toMatchObject({ revokedAt: noon, revokedBy: actor.name, createdBy: actor.name });
  });
});
