import mongoose from 'mongoose';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  closeSession,
  confirmIdentity,
  disableAccount,
  endSessions,
  findActor,
  requireFresh,
  signIn,
} from '../../../server/identity/accounts.ts';
import { createInvite } from '../../../server/identity/invites.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aCommune, aHousehold, aSignedIn, daysAfter, minutesAfter, pin } from './makers.ts';

useDatabase();

let commune: Awaited<ReturnType<typeof aCommune>>;
beforeAll(async () => {
  commune = await aCommune();
});

const someone = async () => aSignedIn(await aHousehold(commune.sellers.ours.id, 'Hộ nào đó'));

describe('findActor', () => {
  it.each(['', 'x', 'A'.repeat(43), '[object Object]'])('knows nobody by the token %j', async (token) =>
    expect(await findActor(token, noon)).toBeNull(),
  );

  it('knows nobody once the session was signed out, ended, disabled, or a new invitation made (bar 10)', async () => {
    const ends = [
      ({ actor }) => closeSession(actor),
      ({ account }) => endSessions(account.id),
      ({ account }) => disableAccount(account.id, noon),
      ({ account }) => createInvite(commune.cooperative.actor, account.id, noon),
    ] satisfies ((one: Awaited<ReturnType<typeof someone>>) => Promise<unknown>)[];
    for (const end of ends) {
      const one = await someone();
      expect(await findActor(one.token, noon)).not.toBeNull();
      await end(one);
      expect(await findActor(one.token, noon)).toBeNull();
    }
  });

  it('ends all sessions of a disabled account in the very write that disables it, even those that are still kept', async () => {
    const one = await someone();
    const other = await signIn({ phone: one.phone, pin, device: null, actor: null }, noon);
    const sessions = mongoose.connection.db?.collection('sessions');
    const kept = (await sessions?.find({ accountId: new mongoose.Types.ObjectId(one.account.id) }).toArray()) ?? [];
    await disableAccount(one.account.id, noon);
    await sessions?.insertMany(kept);
    expect(kept).toHaveLength(2);
    for (const { token } of [one, other]) expect(await findActor(token, noon)).toBeNull();
    await expect(signIn({ phone: one.phone, pin, device: null, actor: null }, noon)).rejects.toThrow('sign-in-failed');
  });

  it('knows nobody after 30 idle days, nor after 90 days in all', async () => {
    const { token } = await someone();
    expect(await findActor(token, daysAfter(noon, 29))).not.toBeNull();
    expect(await findActor(token, daysAfter(noon, 58))).not.toBeNull();
    expect(await findActor(token, daysAfter(noon, 89))).toBeNull();
    const { token: used } = await someone();
    for (let day = 10; day < 90; day += 10) expect(await findActor(used, daysAfter(noon, day))).not.toBeNull();
    expect(await findActor(used, daysAfter(noon, 90))).toBeNull();
  });

  it('writes when somebody was seen at most once an hour', async () => {
    const { token, actor } = await someone();
    const sessions = mongoose.connection.db?.collection('sessions');
    const seenAt = async () =>
      (await sessions?.findOne({ _id: new mongoose.Types.ObjectId(actor.sessionId) }))?.lastSeenAt as Date;
    for (const [minute, expected] of [
      [59, 0],
      [61, 61],
      [119, 61],
      [122, 122],
    ] as const) {
      await findActor(token, minutesAfter(noon, minute));
      expect(await seenAt()).toEqual(minutesAfter(noon, expected));
    }
  });

  it('says who it is, as what, and since when the PIN is fresh', async () => {
    const { account, actor } = commune.household;
    expect(actor).toEqual({
      accountId: account.id,
      name: 'Lò Thị Đôi',
      role: 'household',
      sellerId: commune.sellers.household.id,
      cooperativeId: commune.sellers.ours.id,
      sessionId: expect.stringMatching(/^[0-9a-f]{24}$/),
      freshAt: noon,
    });
  });
});

describe('requireFresh', () => {
  it('asks for the PIN again after an hour; giving it makes a new token; the old one opens for a minute more what it opened', async () => {
    const { token, actor } = await someone();
    const later = minutesAfter(noon, 61);
    expect(() => requireFresh(actor, minutesAfter(noon, 59))).not.toThrow();
    expect(() => requireFresh(actor, later)).toThrow('forbidden: pin-needed');
    await expect(confirmIdentity(actor, { pin: '000001' }, later)).rejects.toThrow('sign-in-failed');
    expect(await findActor(token, later)).not.toBeNull();
    const renewed = await confirmIdentity(actor, { pin }, later);
    const now = await findActor(renewed, later);
    expect(renewed).not.toBe(token);
    expect(now?.sessionId).toBe(actor.sessionId);
    expect(() => now && requireFresh(now, minutesAfter(later, 59))).not.toThrow();
    const twin = await findActor(token, later);
    expect(() => twin && requireFresh(twin, later)).toThrow('forbidden: pin-needed');
    expect(await findActor(token, minutesAfter(later, 1))).toBeNull();
    await closeSession(actor);
    expect(await findActor(token, later)).toBeNull();
    expect(await findActor(renewed, later)).toBeNull();
  });

  it('gives two forms that are sent at the same moment a token each, and both live on', async () => {
    const { actor } = await someone();
    const later = minutesAfter(noon, 61);
    const tokens = await Promise.all([1, 2].map(() => confirmIdentity(actor, { pin }, later)));
    for (const token of tokens) expect((await findActor(token, later))?.sessionId).toBe(actor.sessionId);
  });
});
