import { describe, expect, it } from 'vitest';
import { forgetSeller, wordsOfSeller } from '../../../server/identity/forgetting.ts';
import { earlierNamesOf } from '../../../server/identity/renaming.ts';
import { getSeller } from '../../../server/identity/sellers.ts';
import { noon } from '../../support/app.ts';
import { fillIn, sendForm, signIn, useBrowsers } from './browsers.ts';
import { newPhone, pin } from './makers.ts';

const { browser, people, signedIn } = useBrowsers();

const place = { line: '', commune: 'Bình Lư', province: 'Lai Châu' };
const changed = { name: 'Hộ Lò Thị Đôi và con', village: 'Bản Hon', ...place };

describe('/nguoi-ban/{id}/sua', () => {
  it('is for who acts for the seller and for officers', async () => {
    const { household, neighbour } = people().sellers;
    for (const [who, status] of [
      ['household', 200],
      ['cooperative', 200],
      ['officer', 200],
      ['neighbour', 404],
      ['stranger', 404],
      ['otherCooperative', 404],
    ] as const) {
      const agent = await signedIn((one) => one[who]);
      expect([who, (await agent.get(`/nguoi-ban/${household.id}/sua`)).status]).toEqual([who, status]);
    }
    const agent = await signedIn((one) => one.household);
    const sent = await fillIn(agent, `/nguoi-ban/${household.id}/sua`, changed, `/nguoi-ban/${neighbour.id}/sua`);
    expect([sent.status, (await getSeller(neighbour.id)).name]).toEqual([404, neighbour.name]);
  });

  it('calls a seller by the new name wherever it is looked up, under the same address, and keeps the earlier one', async () => {
    const { household } = people().sellers;
    const path = `/nguoi-ban/${household.id}/sua`;
    const agent = await signedIn((one) => one.household);
    for (let twice = 0; twice < 2; twice += 1) {
      expect((await fillIn(agent, path, changed)).headers.location).toBe(`/nguoi-ban/${household.id}`);
    }
    const shop = (await browser().get(`/ho/${household.slug}`).expect(200)).text;
    expect(shop).toContain(changed.name);
    expect(shop).not.toContain(household.name);
    expect((await getSeller(household.id)).address).toMatchObject({ ...place, line: changed.village });
    expect((await earlierNamesOf(household.id)).map(({ name, by }) => [name, by])).toEqual([
      [household.name, people().household.account.name],
    ]);
    expect((await agent.get(path)).text).toContain(household.name);
    expect((await fillIn(agent, path, { ...changed, name: '' })).status).toBe(422);
  });

  it('knows an erased seller by its earlier names too, and keeps none of them', async () => {
    const { neighbour } = people().sellers;
    const agent = await signedIn((one) => one.officer);
    await fillIn(agent, `/nguoi-ban/${neighbour.id}/sua`, { ...changed, name: 'Hộ ông Vàng A Páo Mới' });
    const known = await wordsOfSeller(neighbour.id);
    expect([...known.everywhere, ...known.within]).toContain(neighbour.name);
    await forgetSeller(neighbour.id, noon);
    expect(await earlierNamesOf(neighbour.id)).toEqual([]);
    expect((await agent.get(`/nguoi-ban/${neighbour.id}/sua`)).status).toBe(404);
  });
});

describe('/thanh-vien/nguoi/{id}/sua', () => {
  it('moves a sign-in to another number: PIN, bound phone and open session stay, the old number opens nothing', async () => {
    const { account, phone } = people().household;
    const theirs = await signIn(browser(), { phone });
    const path = `/thanh-vien/nguoi/${account.id}/sua`;
    const next = newPhone();
    expect((await fillIn(theirs, path, { name: account.name, phone: next })).headers.location).toBe('/ban-lam-viec');
    expect((await theirs.get('/ban-lam-viec')).status).toBe(200);
    expect((await sendForm(browser(), '/dang-nhap', { phone, pin })).status).toBe(422);
    expect((await sendForm(browser(), '/dang-nhap', { phone: next, pin })).status).toBe(303);
  });

  it('refuses a number that another signs in under, one that is none, and whoever does not look after the person', async () => {
    const { household, stranger, officer } = people();
    const agent = await signedIn((one) => one.cooperative);
    const path = `/thanh-vien/nguoi/${household.account.id}/sua`;
    expect((await fillIn(agent, path, { name: 'Lò Thị Đôi', phone: stranger.phone })).status).toBe(409);
    expect((await fillIn(agent, path, { name: 'Lò Thị Đôi', phone: '12' })).status).toBe(422);
    for (const { account } of [stranger, officer]) {
      expect((await agent.get(`/thanh-vien/nguoi/${account.id}/sua`)).status).toBe(404);
      const sent = await fillIn(agent, path, { name: 'X Y', phone: newPhone() }, `/thanh-vien/nguoi/${account.id}/sua`);
      expect(sent.status).toBe(404);
    }
  });
});

describe('/nguoi-ban', () => {
  it('finds a seller without diacritics and by village, and gives the list as a file', async () => {
    const agent = await signedIn((one) => one.officer);
    const { stranger } = people().sellers;
    const found = (await agent.get('/nguoi-ban?q=tao+thi+eng')).text;
    expect(found).toContain(stranger.id);
    expect(found).not.toContain(people().sellers.household.id);
    const inVillage = (await agent.get(`/nguoi-ban?ban=${encodeURIComponent(changed.village)}`)).text;
    expect(inVillage).toContain(people().sellers.household.id);
    expect(inVillage).not.toContain(stranger.id);
    const file = await agent.get('/nguoi-ban.csv');
    expect(file.status).toBe(200);
    expect(file.text).toContain(stranger.name);
  });
});
