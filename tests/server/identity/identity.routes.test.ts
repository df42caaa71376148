import mongoose from 'mongoose';
import { beforeAll, describe, expect, it } from 'vitest';
import { disableAccount } from '../../../server/identity/accounts.ts';
import { testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { aCommune, pin } from './makers.ts';

useDatabase();

const { program } = testApp();
let commune: Awaited<ReturnType<typeof aCommune>>;
beforeAll(async () => {
  commune = await aCommune();
});

const signIn = (body: unknown) =>
  program()
    .post('/api/v1/sessions')
    .send(body as object);

describe('POST /sessions', () => {
  it.each([
    ['nothing', {}],
    ['an operator as the phone (bar 1)', { phone: { $gt: '' }, pin }],
    ['an operator as the PIN (bar 1)', { phone: '0988100001', pin: { $ne: null } }],
    ['a list', { phone: ['0988100001'], pin }],
    ['a number as the PIN', { phone: '0988100001', pin: 246_810 }],
    ['fields nobody asked for (bar 2)', { phone: '0988100001', pin, role: 'officer', sellerId: 'x' }],
    ['a PIN of a megabyte', { phone: '0988100001', pin: '1'.repeat(200_000) }],
  ])('refuses %s with 422', async (_what, body) => {
    const answer = await signIn(body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors.length).toBeGreaterThan(0);
    expect(answer.body.token).toBeUndefined();
  });

  it('answers an unknown number and a wrong PIN with the same status and the same words (bar 8)', async () => {
    const wrong = await signIn({ phone: commune.household.phone, pin: '000001' });
    const unknown = await signIn({ phone: '0977000000', pin: '000001' });
    const told = ({ body }: typeof wrong) => ({ ...body, requestId: null });
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(told(wrong)).toEqual(told(unknown));
    expect(told(wrong)).toMatchObject({ title: expect.any(String), detail: expect.stringContaining('không đúng') });
  });

  it('says with 429 when to come back', async () => {
    for (let n = 0; n < 5; n += 1) await signIn({ phone: '0977000001', pin: '000001' });
    const locked = await signIn({ phone: '0977000001', pin: '000001' });
    expect(locked.status).toBe(429);
    expect(Number(locked.headers['retry-after'])).toBe(900);
  });

  it('gives a token and who it is for, and nothing more', async () => {
    const answer = await signIn({ phone: commune.household.phone, pin });
    expect(answer.status).toBe(201);
    expect(answer.headers['cache-control']).toContain('no-store');
    expect(answer.body).toEqual({
      token: expect.stringMatching(/^[\w-]{43}$/),
      account: {
        id: commune.household.account.id,
        name: 'Lò Thị Đôi',
        role: 'household',
        sellerId: commune.sellers.household.id,
        cooperativeId: commune.sellers.ours.id,
      },
    });
  });

  it('leaves out what an officer has not', async () => {
    const { body } = await signIn({ phone: commune.officer.phone.replace(/^0/, '+84 '), pin });
    expect(Object.keys(body.account)).toEqual(['id', 'name', 'role']);
  });
});

describe('DELETE /sessions/current', () => {
  it('is refused without a session', async () => {
    for (const token of [undefined, 'x', 'A'.repeat(43)]) {
      expect((await program(token).delete('/api/v1/sessions/current')).status).toBe(401);
    }
  });

  it('ends this session and no other (bar 10)', async () => {
    const tokens = await Promise.all(
      [1, 2].map(async () => (await signIn({ phone: commune.stranger.phone, pin })).body.token as string),
    );
    const [one = '', two = ''] = tokens;
    const end = (token: string) => program(token).delete('/api/v1/sessions/current');
    expect((await end(one)).status).toBe(204);
    expect((await end(one)).status).toBe(401);
    expect((await end(two)).status).toBe(204);
  });

  it('is dead at once when the account is disabled (bar 10)', async () => {
    const { body } = await signIn({ phone: commune.neighbour.phone, pin });
    await disableAccount(commune.neighbour.account.id, new Date());
    expect((await program(body.token).delete('/api/v1/sessions/current')).status).toBe(401);
  });
});

describe('a body with __proto__', () => {
  it('changes neither Object.prototype nor anybody’s role (bar 2)', async () => {
    await program()
      .post('/api/v1/sessions')
      .type('json')
      .send('{"phone":"0988100001","pin":"1","__proto__":{"role":"officer"}}');
    expect(Object.prototype).not.toHaveProperty('role');
    expect(await mongoose.connection.db?.collection('accounts').countDocuments({ role: 'officer' })).toBe(1);
  });
});
