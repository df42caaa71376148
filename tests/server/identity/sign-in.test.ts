import mongoose from 'mongoose';
import { beforeAll, describe, expect, it } from 'vitest';
import { AccountModel } from '../../../server/identity/account.ts';
import { addDemonstrationAccount, findActor, renewLookupCodes, signIn } from '../../../server/identity/accounts.ts';
import { getMember } from '../../../server/identity/members.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aCommune, minutesAfter, newPhone, pin } from './makers.ts';

useDatabase();

let commune: Awaited<ReturnType<typeof aCommune>>;
beforeAll(async () => {
  commune = await aCommune();
});

const device = 'a-device-of-22-letters';
const stranger = { device: null, actor: null };
const answerTo = (phone: string, secret: string, at = noon, who: { device: string | null } = stranger) =>
  signIn({ ...stranger, ...who, phone, pin: secret }, at).then(
    () => 'in',
    ({ kind, code }: { kind: string; code: string }) => `${kind} ${code}`,
  );

describe('signIn', () => {
  it('answers an unknown number, a number that is none, and a wrong PIN alike, first and when locked (bar 8)', async () => {
    const known = newPhone();
    await anAccount(known);
    const series = async (phone: string) => {
      const answers: string[] = [];
      for (let n = 0; n < 7; n += 1) answers.push(await answerTo(phone, '000001'));
      return answers;
    };
    const expected = [...Array(5).fill('unauthenticated sign-in-failed'), ...Array(2).fill('too-many too-many-tries')];
    expect(await series(known)).toEqual(expected);
    expect(await series(newPhone())).toEqual(expected);
    expect(await series('not a number')).toEqual(expected);
  });

  it('gives a crowd of strangers five tries together, while the own phone keeps working (bar 7)', async () => {
    const phone = newPhone();
    await anAccount(phone);
    expect(await answerTo(phone, pin, noon, { device })).toBe('in');
    const guesses = Array.from({ length: 30 }, (_, n) => answerTo(phone, String(100_000 + n), noon));
    const answers = await Promise.all([...guesses.slice(0, 15), answerTo(phone, '999999'), ...guesses.slice(15)]);
    expect(answers.filter((answer) => answer === 'unauthenticated sign-in-failed').length).toBeLessThanOrEqual(5);
    expect(answers).not.toContain('in');
    expect(await answerTo(phone, pin, noon)).toBe('too-many too-many-tries');
    expect(await answerTo(phone, pin, noon, { device: 'another-device-22-lett' })).toBe('too-many too-many-tries');
    expect(await answerTo(phone, pin, noon, { device })).toBe('in');
    expect(await answerTo(phone, pin, minutesAfter(noon, 16))).toBe('in');
  });

  it('lets no stranger keep out who holds a code on paper, on whatever device, and gives that one five tries as well', async () => {
    const { account, phone } = commune.officer;
    await AccountModel.updateOne({ _id: account.id }, { $set: { totp: { secret: 'JBSWY3DPEHPK3PXP', lastStep: 0 } } });
    const [code = '', other = ''] = await renewLookupCodes(account.id);
    const withCode = (paper: string, secret = pin) =>
      signIn({ ...stranger, phone, pin: secret, code: paper }, noon).then(
        () => 'in',
        ({ code: why }: { code: string }) => why,
      );
    for (let n = 0; n < 6; n += 1) await withCode('AAAA-AAAA-AAAA-AAAA-AAAA-AAAA');
    expect(await withCode('123456')).toBe('too-many-tries');
    expect(await withCode(code)).toBe('in');
    expect(await withCode(code)).toBe('too-many-tries');
    for (let n = 0; n < 5; n += 1) expect(await withCode(other, 'wrong')).toBe('sign-in-failed');
    expect(await withCode(other)).toBe('too-many-tries');
  });

  it('lets a living session count as its owner’s device', async () => {
    const phone = newPhone();
    await anAccount(phone);
    const { token } = await signIn({ phone, pin, ...stranger }, noon);
    for (let n = 0; n < 6; n += 1) await answerTo(phone, '000001');
    expect(await answerTo(phone, pin)).toBe('too-many too-many-tries');
    const actor = await findActor(token, noon);
    expect((await signIn({ phone, pin, device: null, actor }, noon)).account.phone).not.toBeNull();
    await expect(signIn({ phone, pin, device: null, actor: commune.stranger.actor }, noon)).rejects.toThrow();
  });

  it('locks the own phone too after five wrong tries on it, and says for how long', async () => {
    const phone = newPhone();
    await anAccount(phone);
    await answerTo(phone, pin, noon, { device });
    for (let n = 0; n < 5; n += 1) await answerTo(phone, '000001', noon, { device });
    await expect(signIn({ phone, pin, device, actor: null }, minutesAfter(noon, 5))).rejects.toMatchObject({
      facts: { retryAfterSeconds: 600, minutes: 10 },
    });
  });

  it('leaves a notice for the cooperative when all tries are used up', async () => {
    const { cooperative, sellers, neighbour } = commune;
    for (let n = 0; n < 5; n += 1) await answerTo(neighbour.phone, '000001', minutesAfter(noon, 1));
    const { people } = await getMember(cooperative.actor, sellers.neighbour.id, noon);
    expect(people[0]?.guessedAt).toEqual(minutesAfter(noon, 1));
  });

  it('forgets the wrong tries once the right PIN came', async () => {
    const phone = newPhone();
    await anAccount(phone);
    for (let n = 0; n < 12; n += 1)
      expect(await answerTo(phone, n % 4 === 3 ? pin : '000001')).not.toContain('too-many');
  });

  it('keeps neither PIN nor token: only hashes', async () => {
    const phone = newPhone();
    await anAccount(phone);
    const { token } = await signIn({ phone, pin, device, actor: null }, noon);
    expect(token).toMatch(/^[\w-]{43}$/);
    const { db } = mongoose.connection;
    for (const name of ['accounts', 'sessions', 'attempts']) {
      const kept = JSON.stringify(await db?.collection(name).find().toArray());
      for (const secret of [token, device, `"${pin}"`]) expect(kept).not.toContain(secret);
    }
  });
});

describe('addDemonstrationAccount', () => {
  it('refuses a phone that somebody has, however it is written', async () => {
    const phone = newPhone();
    await anAccount(phone);
    await expect(anAccount(`+84 ${phone.slice(1)}`)).rejects.toMatchObject({ kind: 'conflict', code: 'phone-taken' });
    await expect(anAccount('12')).rejects.toMatchObject({ mistakes: [{ pointer: '/phone' }] });
  });

  it('refuses where nothing is marked as a demonstration: nobody chooses another’s PIN', async () => {
    const marks = mongoose.connection.db?.collection<{ _id: string }>('marks');
    const mark = await marks?.findOneAndDelete({ _id: 'demonstration' });
    const phone = newPhone();
    await expect(anAccount(phone)).rejects.toMatchObject({ kind: 'forbidden', code: 'not-a-demonstration' });
    expect(await answerTo(commune.stranger.phone, pin)).toBe('unauthenticated sign-in-failed');
    if (mark) await marks?.insertOne(mark);
    expect(await answerTo(commune.stranger.phone, pin)).toBe('in');
  });
});

const anAccount = (phone: string) =>
  addDemonstrationAccount({ name: 'Ai đó', role: 'household', phone, sellerId: null, cooperativeId: null, pin }, noon);
