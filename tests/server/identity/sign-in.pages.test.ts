import { describe, expect, it } from 'vitest';
import { formKey, noon, testApp } from '../../support/app.ts';
import { fillIn, sendForm, useBrowsers } from './browsers.ts';
import { minutesAfter, pin } from './makers.ts';

const { browser, clock, people, program, signedIn } = useBrowsers();

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
    const { status, text } = await sendForm(browser(), '/dang-nhap', { phone: '0912 345 678', pin: '135790' });
    expect(status).toBe(422);
    expect(text).toContain('value="0912 345 678"');
    expect(text).toContain('Số điện thoại hoặc mã không đúng');
    expect(text).not.toContain('135790');
  });

  it('names the fields that were left blank', async () => {
    const { status, text } = await sendForm(browser(), '/dang-nhap', { phone: '', pin: '' });
    expect(status).toBe(422);
    expect(text).toContain('<a href="#phone">');
    expect(text).toContain('<a href="#pin">');
  });

  it.each([
    '//evil.example',
    '/.//evil.example',
    '/%2e%2e//evil.example',
    'https:evil.example',
    '/\\evil.example',
    'https://evil.example/',
    '/%0d%0aSet-Cookie:a',
    '@evil',
  ])('does not lead to %s afterwards (bar 12)', async (next) => {
    const address = `/dang-nhap?next=${encodeURIComponent(next)}`;
    const answer = await sendForm(browser(), address, { phone: people().household.phone, pin });
    expect(answer.status).toBe(303);
    const goneTo = String(answer.headers.location);
    expect(new URL(goneTo, 'http://here.invalid').host).toBe('here.invalid');
    if (!next.startsWith('/%0d')) expect(goneTo).toBe('/ban-lam-viec');
  });

  it('goes on to where the person wanted to go', async () => {
    const answer = await sendForm(browser(), '/dang-nhap?next=%2Flo%2Fmoi%3Fa%3D1', {
      phone: people().household.phone,
      pin,
    });
    expect(answer.headers.location).toBe('/lo/moi?a=1');
  });

  it('says that a browser keeps no cookie, instead of asking again and again', async () => {
    const { phone } = people().household;
    const form = await browser().get('/dang-nhap?next=%2Flo');
    const sent = { _key: formKey(form.text), phone, pin };
    // A new browser each time is one that brings nothing back.
    const answer = await browser().post('/dang-nhap?next=%2Flo').type('form').send(sent);
    expect(answer.headers.location).toBe('/dang-nhap?next=%2Flo&trinh-duyet=moi');
    const told = await browser().get(answer.headers.location ?? '');
    expect(told.text).toContain('Trình duyệt này đang chặn cookie');
    expect(form.text).not.toContain('đang chặn cookie');
    const keeping = browser();
    const kept = formKey((await keeping.get('/dang-nhap')).text);
    expect((await keeping.post('/dang-nhap').type('form').send({ _key: kept, phone, pin })).headers.location).toBe(
      '/ban-lam-viec',
    );
  });

  it('gives a new session, whatever cookie was there before, in a cookie that scripts and other sites do not get (bar 10)', async () => {
    const agent = browser();
    const planted = 'A'.repeat(43);
    const answer = await agent
      .post('/dang-nhap')
      .set('Cookie', `session=${planted}`)
      .type('form')
      .send({ phone: people().household.phone, pin });
    const cookie = [answer.headers['set-cookie']].flat().find((one) => String(one).startsWith('session='));
    expect(cookie).toMatch(/^session=[\w-]{43}; Max-Age=7776000; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/);
    expect(cookie).not.toContain(planted);
  });

  it('uses a __Host- cookie on https', async () => {
    const secure = testApp({ publicUrl: 'https://cho.example' });
    const answer = await sendForm(secure.browser(), '/dang-nhap', { phone: people().household.phone, pin });
    const cookies = [answer.headers['set-cookie']].flat().join('\n');
    expect(cookies).toMatch(/__Host-session=[\w-]{43}; Max-Age=7776000; Path=\/; Expires=[^;]+; HttpOnly; Secure/);
    expect(cookies).toMatch(/__Host-device=/);
  });

  it('refuses a form from another site (bar 11)', async () => {
    const foreign = browser().post('/dang-nhap').set('Sec-Fetch-Site', 'cross-site').type('form');
    expect((await foreign.send({ phone: people().household.phone, pin })).status).toBe(403);
  });

  it('wants its own key from an old browser that does not say where the form came from (bar 11)', async () => {
    const old = () => program().set('Accept', 'text/html');
    const [victim, attacker, fields] = [old(), old(), { phone: people().stranger.phone, pin }];
    const keyOf = async (agent: ReturnType<typeof browser>) => formKey((await agent.get('/dang-nhap')).text);
    const [own, foreign] = [await keyOf(victim), await keyOf(attacker)];
    const wrong: Record<string, string>[] = [{}, { _key: foreign }, { _key: own.split('.').slice(0, 2).join('.') }];
    for (const key of wrong) {
      const refused = await sendForm(victim, '/dang-nhap', { ...fields, ...key });
      expect([refused.status, refused.headers['set-cookie'] ?? []].join()).not.toContain('session=');
      expect(refused.status).toBe(403);
      expect(refused.text).toContain('name="_key"');
    }
    expect((await sendForm(old(), '/dang-nhap', { ...fields, _key: own })).status).toBe(403);
    expect((await sendForm(victim, '/dang-nhap', { ...fields, _key: own })).status).toBe(303);
  });

  it('remembers the browser: strangers’ guesses do not lock its owner out (bar 7)', async () => {
    const agent = await signedIn((one) => one.stranger);
    const guess = () => sendForm(browser(), '/dang-nhap', { phone: people().stranger.phone, pin: '000001' });
    for (let n = 0; n < 5; n += 1) expect((await guess()).status).toBe(422);
    expect((await guess()).status).toBe(429);
    expect((await sendForm(browser(), '/dang-nhap', { phone: people().stranger.phone, pin })).status).toBe(429);
    await agent.post('/dang-xuat');
    expect((await sendForm(agent, '/dang-nhap', { phone: people().stranger.phone, pin })).status).toBe(303);
  });
});

describe('/dang-xuat', () => {
  it('ends the session: its cookie, replayed, opens nothing (bar 10)', async () => {
    const answer = await sendForm(browser(), '/dang-nhap', { phone: people().cooperative.phone, pin });
    const [cookie = ''] = /session=[\w-]{43}/.exec([answer.headers['set-cookie']].flat().join()) ?? [];
    const members = () => browser().get('/thanh-vien').set('Cookie', cookie);
    expect((await members()).status).toBe(200);
    const out = await browser().post('/dang-xuat').set('Cookie', cookie);
    expect([out.status, out.headers['clear-site-data']]).toEqual([303, '"cache"']);
    expect([out.headers['set-cookie']].flat().join()).toMatch(/session=; Max-Age=0/);
    expect((await members()).headers.location).toBe('/dang-nhap?next=%2Fthanh-vien');
  });
});

describe('/ma-pin', () => {
  it('is needed for inviting when the PIN was given over an hour ago, and gives a new session', async () => {
    const agent = await signedIn((one) => one.cooperative);
    const invite = `/moi-nguoi/${people().household.account.id}`;
    try {
      clock.now = minutesAfter(noon, 61);
      const refused = await agent.get(invite);
      expect(refused.headers.location).toBe(`/ma-pin?next=${encodeURIComponent(invite)}`);
      const person = `/thanh-vien/nguoi/${people().household.account.id}`;
      const kept = await fillIn(agent, person, {}, `${person}/khoa`);
      expect(kept.status).toBe(403);
      expect(kept.text).toContain('id="pin-disable"');
      const page = `http://localhost:3000${invite}`;
      const sent = await fillIn(agent.set('Referer', page), person, {}, invite);
      expect(sent.headers.location).toBe(`/ma-pin?next=${encodeURIComponent(invite)}`);
      expect((await fillIn(agent, '/ma-pin', { pin: '000001' })).status).toBe(422);
      expect((await fillIn(agent, `/ma-pin?next=${invite}`, { pin })).headers.location).toBe(invite);
      expect((await agent.get(invite)).status).toBe(200);
    } finally {
      clock.now = noon;
    }
  });
});
