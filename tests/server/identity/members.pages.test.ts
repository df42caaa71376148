import { describe, expect, it } from 'vitest';
import { addAccount } from '../../../server/identity/accounts.ts';
import { listSellers } from '../../../server/identity/sellers.ts';
import { formKey, noon } from '../../support/app.ts';
import { codesOnSheet, wordsInPdf } from '../../support/printed.ts';
import { fillIn, sendForm, useBrowsers } from './browsers.ts';
import { newPhone, pin } from './makers.ts';

const { browser, people, signedIn } = useBrowsers();

describe('/thanh-vien', () => {
  it('is not for guests or households', async () => {
    expect((await browser().get('/thanh-vien')).headers.location).toBe('/dang-nhap?next=%2Fthanh-vien');
    const household = await signedIn((one) => one.household);
    for (const path of [
      '/thanh-vien',
      '/thanh-vien/moi',
      `/moi-nguoi/${people().household.account.id}`,
      '/ma-du-phong',
    ]) {
      expect((await household.get(path)).status).toBe(403);
    }
  });

  it('does not know the members of others (bar 3)', async () => {
    const agent = await signedIn((one) => one.cooperative);
    const { stranger, sellers, officer, otherCooperative } = people();
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
      expect([path, (await sendForm(agent, path, { _key: key })).status]).toEqual([path, 404]);
    }
  });

  it('shows a cooperative its households and an officer the cooperatives', async () => {
    const ours = (await (await signedIn((one) => one.cooperative)).get('/thanh-vien')).text;
    expect(ours).toContain('Hộ ông Vàng A Páo');
    expect(ours).not.toContain('Hộ bà Tao Thị Éng');
    const all = (await (await signedIn((one) => one.officer)).get('/thanh-vien')).text;
    expect(all).toContain('HTX Mật ong Tân Bình');
    expect(all).not.toContain('Hộ ông Vàng A Páo');
  });

  it('takes in a household and a person, who scans the printed code, chooses a PIN and is in', async () => {
    const agent = await signedIn((one) => one.cooperative);
    const wanted = {
      name: 'Hộ bà Lù Thị Mẩy',
      village: 'Hưng Bình',
      // Most houses of a village have neither number nor street.
      line: '',
      commune: 'Bình Lư',
      province: 'Lai Châu',
    };
    const added = await fillIn(agent, '/thanh-vien/moi', wanted);
    expect(added.status).toBe(303);
    const made = (await listSellers()).find(({ name }) => name === wanted.name);
    expect(made?.address).toMatchObject({ line: 'Hưng Bình', commune: 'Bình Lư' });
    const phone = newPhone();
    const person = await fillIn(agent, String(added.headers.location), { name: 'Lù Thị Mẩy', phone });
    expect(person.headers.location).toMatch(/^\/moi-nguoi\/[0-9a-f]{24}$/);
    const printed = await fillIn(agent, String(person.headers.location));
    expect(printed.status).toBe(200);
    expect(printed.headers['cache-control']).toContain('no-store');
    const [, link = ''] = /http:\/\/localhost:3000(\/moi\/[\w-]{22})/.exec(printed.text) ?? [];
    const her = browser();
    expect((await her.get(link)).text).toContain('Chào Lù Thị Mẩy');
    expect((await fillIn(her, link, { secret: '111111', again: '111111' })).text).toContain('dễ đoán quá');
    const redeemed = await fillIn(her, link, { secret: '801492', again: '801492' });
    expect([redeemed.status, redeemed.headers.location]).toEqual([303, '/ban-lam-viec']);
    expect((await browser().get(link)).status).toBe(410);
    expect((await her.get('/thanh-vien')).status).toBe(403);
    const list = await agent.get(String(added.headers.location).replace('/nguoi', ''));
    expect(list.text).toContain('Đang dùng');
  });

  it('signs a person out everywhere, and locks the account, at once', async () => {
    const agent = await signedIn((one) => one.cooperative);
    const { account, phone } = people().neighbour;
    const person = `/thanh-vien/nguoi/${account.id}`;
    for (const [action, after] of [
      ['ngat', 303],
      ['khoa', 422],
    ] as const) {
      const theirs = await signedIn((one) => one.neighbour);
      expect((await fillIn(agent, person, {}, `${person}/${action}`)).headers.location).toBe(person);
      expect((await theirs.get('/ma-pin')).status).toBe(303);
      expect((await sendForm(theirs, '/dang-nhap', { phone, pin })).status).toBe(after);
    }
    expect((await agent.get(person)).text).toContain('Đã khoá');
  });
});

describe('/the-moi', () => {
  const names = Array.from({ length: 26 }, (_, n) => `Nguyễn Thị Phương Thảo Nguyên ${n + 1}`);

  it('prints a sheet of 24 cards, each the invitation of the person it names, and says who has taken theirs up', async () => {
    const household = people().sellers.neighbour;
    const cooperativeId = household.cooperativeId ?? '';
    for (const name of names)
      await addAccount({ name, role: 'household', phone: newPhone(), sellerId: household.id, cooperativeId }, noon);
    const agent = await signedIn((one) => one.cooperative);
    const page = await agent.get('/the-moi');
    const [, redeemed, all] = /(\d+) trong (\d+) người đã nhận/.exec(page.text) ?? [];
    const offered = [...page.text.matchAll(/name="(people\.[0-9a-f]{24})" value="yes"([^>]*)>/g)];
    expect(offered.length).toBe(Number(all) - Number(redeemed));
    const ticked = offered.filter(([, , more = '']) => more.includes('checked')).map(([, name = '']) => name);
    expect(ticked).toHaveLength(24);

    const key = formKey(page.text);
    const all26 = Object.fromEntries(offered.map(([, name = '']) => [name, 'yes']));
    for (const [fields, mistake] of [
      [{ valid: 'hours' }, 'people'],
      [{ ...all26, valid: 'hours' }, 'people'],
      [{ [ticked[0] ?? '']: 'yes', valid: 'day', day: '2026-12-24' }, 'day'],
    ] as const) {
      const { status, text } = await sendForm(agent, '/the-moi', { _key: key, ...fields });
      expect([status, text.includes(`id="${mistake}-mistake"`)]).toEqual([422, true]);
    }

    const sent = {
      _key: key,
      ...Object.fromEntries(ticked.map((name) => [name, 'yes'])),
      valid: 'day',
      day: '2026-11-20',
    };
    const sheet = await agent.post('/the-moi').type('form').send(sent).responseType('blob');
    expect([sheet.status, sheet.headers['cache-control']]).toEqual([200, 'private, no-store']);
    const codes = await codesOnSheet(sheet.body, { columns: 3, rows: 8, left: 0, top: 0.5, pitchX: 70, pitchY: 37 });
    expect(new Set(codes).size).toBe(24);
    const words = wordsInPdf(sheet.body).replaceAll(/\s+/g, ' ');
    expect(words.match(/Quét mã này/g)).toHaveLength(24);
    expect(words).toContain('20/11/2026');

    const [first = ''] = codes;
    const link = first.replace('http://localhost:3000', '');
    const choice = { secret: '735164', again: '735164' };
    expect((await fillIn(browser(), link, choice)).headers.location).toBe('/ban-lam-viec');
    const after = (await agent.get('/the-moi')).text;
    expect(after).toContain(`${Number(redeemed) + 1} trong ${all} người đã nhận`);
    // A lost phone: the row is one tap, its button the other.
    expect(after).toMatch(
      /<a class="menu__link" href="\/moi-nguoi\/[0-9a-f]{24}"><span\s+class="menu__text">Nguyễn Thị/,
    );
  });
});
