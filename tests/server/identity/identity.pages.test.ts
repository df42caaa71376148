import mongoose from 'mongoose';
import { Secret, TOTP } from 'otpauth';
import { beforeAll, describe, expect, it } from 'vitest';
import { createInvite, inviteOfficer } from '../../../server/identity/invites.ts';
import { formKey, noon, testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { aCommune, aPerson, minutesAfter, newPhone, pin } from './makers.ts';

useDatabase();

const { browser, clock } = testApp();
let commune: Awaited<ReturnType<typeof aCommune>>;
beforeAll(async () => {
  commune = await aCommune();
});

type Browser = ReturnType<typeof browser>;
const form = (agent: Browser, path: string, fields: Record<string, string>) =>
  agent.post(path).type('form').send(fields);

async function signedIn(phone: string): Promise<Browser> {
  const agent = browser();
  expect((await form(agent, '/dang-nhap', { phone, pin })).status).toBe(303);
  return agent;
}

/** Opens a page and sends its first form. */
async function send(agent: Browser, path: string, fields: Record<string, string> = {}, action = path) {
  const page = await agent.get(path);
  expect(page.status).toBe(200);
  return form(agent, action, { _key: formKey(page.text), ...fields });
}

describe('/dang-nhap', () => {
  it('is in Vietnamese, with a number pad, a label for every field and targets for thumbs', async () => {
    const { status, text } = await browser().get('/dang-nhap');
    expect(status).toBe(200);
    expect(text).toContain('<h1>Đăng nhập</h1>');
    expect(text).toMatch(/name="pin" type="password" inputmode="numeric"/);
    for (const field of ['phone', 'pin']) expect(text).toContain(`for="${field}"`);
    expect(text).not.toContain('placeholder');
  });

  it('comes back with what was typed but the PIN when it was wrong', async () => {
    const { status, text } = await form(browser(), '/dang-nhap', { phone: '0912 345 678', pin: '135790' });
    expect(status).toBe(422);
    expect(text).toContain('value="0912 345 678"');
    expect(text).toContain('Số điện thoại hoặc mã không đúng');
    expect(text).not.toContain('135790');
  });

  it('names the fields that were left blank', async () => {
    const { status, text } = await form(browser(), '/dang-nhap', { phone: '', pin: '' });
    expect(status).toBe(422);
    expect(text).toContain('<a href="#phone">');
    expect(text).toContain('<a href="#pin">');
  });

  it.each([
    '//evil.example',
    'https:evil.example',
    '/\\evil.example',
    'https://evil.example/',
    '/%0d%0aSet-Cookie:a',
    '@evil',
  ])('does not lead to %s afterwards (bar 12)', async (next) => {
    const address = `/dang-nhap?next=${encodeURIComponent(next)}`;
    const answer = await form(browser(), address, { phone: commune.household.phone, pin });
    expect(answer.status).toBe(303);
    const { host } = new URL(String(answer.headers.location), 'http://here.invalid');
    expect(host).toBe('here.invalid');
  });

  it('goes on to where the person wanted to go', async () => {
    const answer = await form(browser(), '/dang-nhap?next=%2Flo%2Fmoi%3Fa%3D1', {
      phone: commune.household.phone,
      pin,
    });
    expect(answer.headers.location).toBe('/lo/moi?a=1');
  });

  it('gives a new session, whatever cookie was there before, in a cookie that scripts and other sites do not get (bar 10)', async () => {
    const agent = browser();
    const planted = 'A'.repeat(43);
    const answer = await agent
      .post('/dang-nhap')
      .set('Cookie', `session=${planted}`)
      .type('form')
      .send({ phone: commune.household.phone, pin });
    const cookie = [answer.headers['set-cookie']].flat().find((one) => String(one).startsWith('session='));
    expect(cookie).toMatch(/^session=[\w-]{43}; Max-Age=7776000; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/);
    expect(cookie).not.toContain(planted);
  });

  it('uses a __Host- cookie on https', async () => {
    const secure = testApp({ publicUrl: 'https://cho.example' });
    const answer = await form(secure.browser(), '/dang-nhap', { phone: commune.household.phone, pin });
    const cookies = [answer.headers['set-cookie']].flat().join('\n');
    expect(cookies).toMatch(/__Host-session=[\w-]{43}; Max-Age=7776000; Path=\/; Expires=[^;]+; HttpOnly; Secure/);
    expect(cookies).toMatch(/__Host-device=/);
  });

  it('refuses a form from another site (bar 11)', async () => {
    const foreign = browser().post('/dang-nhap').set('Sec-Fetch-Site', 'cross-site').type('form');
    expect((await foreign.send({ phone: commune.household.phone, pin })).status).toBe(403);
  });

  it('remembers the browser: strangers’ guesses do not lock its owner out (bar 7)', async () => {
    const agent = await signedIn(commune.stranger.phone);
    const guess = () => form(browser(), '/dang-nhap', { phone: commune.stranger.phone, pin: '000001' });
    for (let n = 0; n < 5; n += 1) expect((await guess()).status).toBe(422);
    expect((await guess()).status).toBe(429);
    expect((await form(browser(), '/dang-nhap', { phone: commune.stranger.phone, pin })).status).toBe(429);
    await agent.post('/dang-xuat');
    expect((await form(agent, '/dang-nhap', { phone: commune.stranger.phone, pin })).status).toBe(303);
  });
});

describe('/dang-xuat', () => {
  it('ends the session: its cookie, replayed, opens nothing', async () => {
    const agent = await signedIn(commune.cooperative.phone);
    const before = await agent.get('/thanh-vien');
    const session = /session=([\w-]+)/.exec(
      String((before.request as { header?: unknown }).header && before.request.get?.('Cookie')),
    );
    const answer = await agent.post('/dang-xuat');
    expect(answer.status).toBe(303);
    expect(answer.headers['clear-site-data']).toBe('"cache"');
    expect(before.status).toBe(200);
    expect((await agent.get('/thanh-vien')).status).toBe(303);
    if (session) {
      expect((await browser().get('/thanh-vien').set('Cookie', `session=${session[1]}`)).status).toBe(303);
    }
  });
});

describe('/thanh-vien', () => {
  it('is not for guests or households', async () => {
    expect((await browser().get('/thanh-vien')).headers.location).toBe('/dang-nhap?next=%2Fthanh-vien');
    const household = await signedIn(commune.household.phone);
    for (const path of [
      '/thanh-vien',
      '/thanh-vien/moi',
      `/moi-nguoi/${commune.household.account.id}`,
      '/ma-du-phong',
    ]) {
      expect((await household.get(path)).status).toBe(403);
    }
  });

  it('does not know the members of others (bar 3)', async () => {
    const agent = await signedIn(commune.cooperative.phone);
    const { stranger, sellers, officer, otherCooperative } = commune;
    for (const path of [
      `/thanh-vien/${sellers.stranger.id}`,
      `/thanh-vien/${sellers.theirs.id}`,
      `/thanh-vien/${sellers.stranger.id}/nguoi`,
      ...[stranger, officer, otherCooperative].flatMap(({ account }) => [
        `/thanh-vien/nguoi/${account.id}`,
        `/moi-nguoi/${account.id}`,
      ]),
      '/thanh-vien/x',
      '/thanh-vien/nguoi/x',
    ]) {
      expect([path, (await agent.get(path)).status]).toEqual([path, 404]);
    }
    const key = formKey((await agent.get('/thanh-vien/moi')).text);
    for (const path of [
      `/moi-nguoi/${stranger.account.id}`,
      `/thanh-vien/nguoi/${stranger.account.id}/ngat`,
      `/thanh-vien/nguoi/${stranger.account.id}/khoa`,
      `/thanh-vien/${sellers.stranger.id}/nguoi`,
    ]) {
      expect([path, (await form(agent, path, { _key: key })).status]).toEqual([path, 404]);
    }
  });

  it('shows a cooperative its households and an officer the cooperatives', async () => {
    const ours = (await (await signedIn(commune.cooperative.phone)).get('/thanh-vien')).text;
    expect(ours).toContain('Hộ ông Vàng A Páo');
    expect(ours).not.toContain('Hộ bà Tao Thị Éng');
    const all = (await (await signedIn(commune.officer.phone)).get('/thanh-vien')).text;
    expect(all).toContain('HTX Mật ong Tân Bình');
    expect(all).not.toContain('Hộ ông Vàng A Páo');
  });

  it('takes in a household and a person, who scans the printed code, chooses a PIN and is in', async () => {
    const agent = await signedIn(commune.cooperative.phone);
    const wanted = {
      name: 'Hộ bà Lù Thị Mẩy',
      village: 'Hưng Bình',
      line: 'Số 3',
      commune: 'Bình Lư',
      province: 'Lai Châu',
    };
    const added = await send(agent, '/thanh-vien/moi', wanted);
    expect(added.status).toBe(303);
    const phone = newPhone();
    const person = await send(agent, String(added.headers.location), { name: 'Lù Thị Mẩy', phone });
    expect(person.headers.location).toMatch(/^\/moi-nguoi\/[0-9a-f]{24}$/);
    const printed = await send(agent, String(person.headers.location));
    expect(printed.status).toBe(200);
    expect(printed.headers['cache-control']).toContain('no-store');
    const [, link = ''] = /http:\/\/localhost:3000(\/moi\/[\w-]{22})/.exec(printed.text) ?? [];
    const her = browser();
    expect((await her.get(link)).text).toContain('Chào Lù Thị Mẩy');
    expect((await send(her, link, { secret: '111111', again: '111111' })).text).toContain('dễ đoán quá');
    const redeemed = await send(her, link, { secret: '801492', again: '801492' });
    expect([redeemed.status, redeemed.headers.location]).toEqual([303, '/ban-lam-viec']);
    expect((await browser().get(link)).status).toBe(410);
    expect((await her.get('/thanh-vien')).status).toBe(403);
    const list = await agent.get(String(added.headers.location).replace('/nguoi', ''));
    expect(list.text).toContain('Đang dùng');
  });

  it('signs a person out everywhere, and locks the account, at once', async () => {
    const agent = await signedIn(commune.cooperative.phone);
    const { account, phone } = commune.neighbour;
    const person = `/thanh-vien/nguoi/${account.id}`;
    for (const [action, after] of [
      ['ngat', 303],
      ['khoa', 422],
    ] as const) {
      const theirs = await signedIn(phone);
      expect((await send(agent, person, {}, `${person}/${action}`)).headers.location).toBe(person);
      expect((await theirs.get('/ma-pin')).status).toBe(303);
      expect((await form(theirs, '/dang-nhap', { phone, pin })).status).toBe(after);
    }
    expect((await agent.get(person)).text).toContain('Đã khoá');
  });
});

describe('/ma-pin', () => {
  it('is needed for inviting when the PIN was given over an hour ago, and gives a new session', async () => {
    const agent = await signedIn(commune.cooperative.phone);
    const invite = `/moi-nguoi/${commune.household.account.id}`;
    try {
      clock.now = minutesAfter(noon, 61);
      const refused = await agent.get(invite);
      expect([303, 403]).toContain(refused.status);
      expect((await send(agent, '/ma-pin', { pin: '000001' })).status).toBe(422);
      expect((await send(agent, `/ma-pin?next=${invite}`, { pin })).headers.location).toBe(invite);
      expect((await agent.get(invite)).status).toBe(200);
    } finally {
      clock.now = noon;
    }
  });
});

describe('/moi/{token} for staff', () => {
  it('connects an authenticator app; afterwards sign-in wants its code, and paper codes can be printed once', async () => {
    await mongoose.connection.db?.collection('marks').deleteMany({});
    const { path } = await inviteOfficer('Vàng Thị Mai', noon);
    const agent = browser();
    const page = await agent.get(path);
    const [, secret = ''] = /<span class="code">([A-Z2-7]{32})<\/span>/.exec(page.text) ?? [];
    const code = (at: Date) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at.getTime() });
    const phone = newPhone();
    const password = 'ba con trâu đen';
    const chosen = { secret: password, again: password, phone, code: code(noon) };
    expect((await send(agent, path, chosen)).headers.location).toBe('/ban-lam-viec');
    const codes = await send(agent, '/ma-du-phong');
    expect(codes.text.match(/<li class="code">/g)).toHaveLength(10);
    expect((await agent.get('/ma-du-phong')).text).not.toContain('<li class="code">');
    await agent.post('/dang-xuat');
    const staffPage = await agent.get('/dang-nhap?vai=can-bo');
    expect(staffPage.text).toContain('name="code"');
    expect((await form(agent, '/dang-nhap?vai=can-bo', { phone, pin: password })).status).toBe(422);
    clock.now = minutesAfter(noon, 2);
    const back = await form(agent, '/dang-nhap?vai=can-bo', { phone, pin: password, code: code(clock.now) });
    clock.now = noon;
    expect(back.status).toBe(303);
  });

  it('says in plain words when the invitation is used up', async () => {
    const person = await aPerson(commune.sellers.household);
    const { path } = await createInvite(commune.cooperative.actor, person.id, noon);
    await createInvite(commune.cooperative.actor, person.id, noon);
    const { status, text } = await browser().get(path);
    expect(status).toBe(410);
    expect(text).toContain('mã mời mới');
  });
});
