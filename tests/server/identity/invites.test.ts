import mongoose from 'mongoose';
import { Secret, TOTP } from 'otpauth';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DomainError } from '../../../server/errors.ts';
import { AccountModel } from '../../../server/identity/account.ts';
import { findActor, renewLookupCodes, signIn } from '../../../server/identity/accounts.ts';
import { createInvite, inviteOfficer, openInvite, redeemInvite } from '../../../server/identity/invites.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aCommune, aHousehold, aPerson, minutesAfter, newPhone } from './makers.ts';

useDatabase();
let commune: Awaited<ReturnType<typeof aCommune>>;
beforeAll(async () => {
  commune = await aCommune();
  // From here on this is a production database.
  await mongoose.connection.db?.collection('marks').deleteMany({});
});

const [device, choice] = ['a-device-of-22-letters', { secret: '801492', again: '801492' }];
const tokenOf = ({ path }: { path: string }) => path.replace('/moi/', '');
const wordsOf = ({ kind, code, mistakes }: DomainError) =>
  [`${kind} ${code}`, ...mistakes.map((one) => `${one.pointer} ${one.code}`)].join(', ');
const outcome = (work: Promise<unknown>) => work.then(() => 'done', wordsOf);

async function invited(phone = newPhone()) {
  const person = await aPerson(await aHousehold(commune.sellers.ours.id, 'Hộ mới'), phone);
  return { person, phone, token: tokenOf(await createInvite(commune.cooperative.actor, person.id, noon)) };
}

describe('createInvite', () => {
  it('is refused as if nobody were there to everybody but who looks after the person', async () => {
    const { household, cooperative, otherCooperative, officer, stranger } = commune;
    for (const [actor, id] of [
      [household.actor, commune.neighbour.account.id],
      [household.actor, household.account.id],
      [otherCooperative.actor, household.account.id],
      [cooperative.actor, stranger.account.id],
      [cooperative.actor, officer.account.id],
      [cooperative.actor, otherCooperative.account.id],
      [officer.actor, household.account.id],
      [officer.actor, officer.account.id],
      [cooperative.actor, 'x'],
      [cooperative.actor, '000000000000000000000000'],
    ] as const) {
      expect(await outcome(createInvite(actor, id, noon))).toBe('missing account-not-found');
    }
  });

  it('gives a link of 128 random bits that is kept as a hash only', async () => {
    const { token } = await invited();
    expect(token).toMatch(/^[\w-]{22}$/);
    const kept = JSON.stringify(await mongoose.connection.db?.collection('accounts').find().toArray());
    expect(kept).not.toContain(token);
  });

  it('makes the earlier link, the PIN and the sessions worthless at once', async () => {
    const { person, phone, token } = await invited();
    const { token: session } = await redeemInvite(token, choice, device, noon);
    const again = tokenOf(await createInvite(commune.cooperative.actor, person.id, noon));
    const newest = tokenOf(await createInvite(commune.cooperative.actor, person.id, noon));
    expect(await findActor(session, noon)).toBeNull();
    expect(await outcome(signIn({ phone, pin: choice.secret, device, actor: null }, noon))).toContain('sign-in-failed');
    expect(await outcome(openInvite(again, noon))).toBe('gone invite-gone');
    expect(await openInvite(newest, noon)).toMatchObject({ name: 'Lò Thị Đôi', role: 'household', totp: null });
  });
});

describe('redeemInvite', () => {
  it('refuses a link that was never given, and one older than 24 hours', async () => {
    const { token } = await invited();
    expect(await outcome(redeemInvite('A'.repeat(22), choice, device, noon))).toBe('gone invite-gone');
    expect(await outcome(redeemInvite(token, choice, device, minutesAfter(noon, 1440)))).toBe('gone invite-gone');
    expect(await outcome(redeemInvite(token, choice, device, minutesAfter(noon, 1439)))).toBe('done');
    expect(await outcome(redeemInvite(token, choice, device, noon))).toBe('gone invite-gone');
  });

  it('names what is wrong with the PIN and leaves the link usable', async () => {
    const { token } = await invited();
    const tries = { '12345': 'pin-not-six-digits', abcdef: 'pin-not-six-digits', '111111': 'pin-too-easy' };
    for (const [secret, code] of Object.entries(tries)) {
      const wanted = `invalid mistakes, /secret ${code}`;
      expect(await outcome(redeemInvite(token, { secret, again: secret }, device, noon))).toBe(wanted);
    }
    const different = { secret: '801492', again: '801493' };
    expect(await outcome(redeemInvite(token, different, device, noon))).toBe('invalid mistakes, /again not-the-same');
    expect(await outcome(redeemInvite(token, choice, device, noon))).toBe('done');
  });

  it('lets exactly one of 50 phones in; the others find the link used (bar 9)', async () => {
    const { token, phone } = await invited();
    const phones = Array.from({ length: 50 }, (_, n) => ({ device: `device-${n}`, secret: String(801_400 + n) }));
    const outcomes = await Promise.all(
      phones.map((one) => outcome(redeemInvite(token, { secret: one.secret, again: one.secret }, one.device, noon))),
    );
    expect(outcomes.filter((one) => one === 'done')).toHaveLength(1);
    expect(outcomes.filter((one) => one === 'gone invite-gone')).toHaveLength(49);
    const winner = phones[outcomes.indexOf('done')];
    expect(
      await outcome(signIn({ phone, pin: winner?.secret ?? '', device: winner?.device ?? '', actor: null }, noon)),
    ).toBe('done');
  });

  it('binds the phone: the PIN is worth nothing on another one', async () => {
    const { token, phone } = await invited();
    const { token: session } = await redeemInvite(token, choice, device, noon);
    expect((await findActor(session, noon))?.sellerId).toMatch(/^[0-9a-f]{24}$/);
    const proof = { phone, pin: choice.secret, actor: null };
    expect(await outcome(signIn({ ...proof, device: null }, noon))).toBe('unauthenticated sign-in-failed');
    expect(await outcome(signIn({ ...proof, device: 'another' }, noon))).toBe('unauthenticated sign-in-failed');
    expect(await outcome(signIn({ ...proof, device }, noon))).toBe('done');
  });
});

describe('inviting staff', () => {
  const password = 'ba con trâu đen';
  const codeOf = (secret: string, at: Date) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at.getTime() });

  async function anOfficer(name: string) {
    const token = tokenOf(await inviteOfficer(name, noon));
    const { totp } = await openInvite(token, noon);
    const secret = totp?.secret ?? '';
    const phone = newPhone();
    const staffChoice = { secret: password, again: password, phone, code: codeOf(secret, noon) };
    return { token, secret, phone, staffChoice };
  }

  it('wants a password of eight characters, a phone and the code of the authenticator app', async () => {
    const { token, staffChoice } = await anOfficer('Vàng Thị Mai');
    const poor = { secret: '1234567', again: '1234567', phone: '12', code: '000000' };
    expect(await outcome(redeemInvite(token, poor, device, noon))).toBe(
      'invalid mistakes, /secret password-too-short, /phone phone-not-readable, /code code-wrong',
    );
    const easy = { ...staffChoice, secret: 'vàng thị mai', again: 'vàng thị mai' };
    expect(await outcome(redeemInvite(token, easy, device, noon))).toBe('invalid mistakes, /secret password-too-easy');
    const taken = { ...staffChoice, phone: commune.household.phone };
    expect(await outcome(redeemInvite(token, taken, device, noon))).toBe('conflict phone-taken');
    expect(await outcome(redeemInvite(token, staffChoice, device, noon))).toBe('done');
  });

  it('asks for password and code at every sign-in, and takes each code once', async () => {
    const { token, secret, phone, staffChoice } = await anOfficer('Lý A Sáng');
    await redeemInvite(token, staffChoice, device, noon);
    const at = minutesAfter(noon, 5);
    const proof = { phone, pin: password, device, actor: null };
    expect(await outcome(signIn(proof, at))).toContain('sign-in-failed');
    expect(await outcome(signIn({ ...proof, code: staffChoice.code }, noon))).toContain('sign-in-failed');
    expect(await outcome(signIn({ ...proof, pin: 'wrong', code: codeOf(secret, at) }, at))).toContain('sign-in-failed');
    expect(await outcome(signIn({ ...proof, device: null, code: codeOf(secret, at) }, at))).toBe('done');
    expect(await outcome(signIn({ ...proof, code: codeOf(secret, at) }, at))).toContain('sign-in-failed');
  });

  it('keeps what the app knows sealed, also what was kept plainly before, once it is read', async () => {
    const { token, secret, phone, staffChoice } = await anOfficer('Lò Văn Hặc');
    const kept = async () => JSON.stringify(await AccountModel.findOne({ name: 'Lò Văn Hặc' }).lean());
    expect(await kept()).not.toContain(secret);
    await redeemInvite(token, staffChoice, device, noon);
    await AccountModel.updateOne({ name: 'Lò Văn Hặc' }, { $set: { 'totp.secret': secret } });
    for (const at of [minutesAfter(noon, 5), minutesAfter(noon, 10)]) {
      const proof = { phone, pin: password, device, actor: null, code: codeOf(secret, at) };
      expect(await outcome(signIn(proof, at))).toBe('done');
      expect(await kept()).not.toContain(secret);
    }
  });

  it('takes each paper code once in place of the app', async () => {
    const { token, phone, staffChoice } = await anOfficer('Hoàng Văn Chài');
    const { account } = await redeemInvite(token, staffChoice, device, noon);
    const [code = '', other = ''] = await renewLookupCodes(account.id);
    const proof = { phone, pin: password, device: null, actor: null };
    expect(await outcome(signIn({ ...proof, code: code.toLowerCase() }, noon))).toBe('done');
    expect(await outcome(signIn({ ...proof, code }, noon))).toContain('sign-in-failed');
    await renewLookupCodes(account.id);
    expect(await outcome(signIn({ ...proof, code: other }, noon))).toContain('sign-in-failed');
  });

  it('is the same officer when invited again by name, whose old password is dead', async () => {
    const first = await anOfficer('Tao Văn Páo');
    const { account, token: session } = await redeemInvite(first.token, first.staffChoice, device, noon);
    const again = tokenOf(await inviteOfficer('Tao Văn Páo', noon));
    expect(await findActor(session, noon)).toBeNull();
    const { totp, asksPhone } = await openInvite(again, noon);
    expect(asksPhone).toBe(false);
    expect(totp?.secret).not.toBe(first.secret);
    const redeemed = await redeemInvite(
      again,
      { ...first.staffChoice, code: codeOf(totp?.secret ?? '', noon) },
      device,
      noon,
    );
    expect(redeemed.account.id).toBe(account.id);
  });

  it('lets an officer invite a cooperative', async () => {
    const person = await aPerson(commune.sellers.theirs);
    const invite = await createInvite(commune.officer.actor, person.id, noon);
    expect(await openInvite(tokenOf(invite), noon)).toMatchObject({ role: 'cooperative', asksPhone: false });
  });
});
