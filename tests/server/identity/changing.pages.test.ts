import { describe, expect, it } from 'vitest';
import { AccountModel } from '../../../server/identity/account.ts';
import { getAccount } from '../../../server/identity/accounts.ts';
import { wordsOfSeller } from '../../../server/identity/forgetting.ts';
import { disablePerson } from '../../../server/identity/members.ts';
import { addOfficer, listOfficers } from '../../../server/identity/officers.ts';
import { SellerModel } from '../../../server/identity/seller.ts';
import { getSeller, listSellers } from '../../../server/identity/sellers.ts';
import { noon } from '../../support/app.ts';
import { fillIn, useBrowsers } from './browsers.ts';
import { newPhone } from './makers.ts';

const { browser, people, signedIn } = useBrowsers();

const place = { village: 'Nà Đon', line: '', commune: 'Bình Lư', province: 'Lai Châu' };

describe('/nguoi-ban/{id}/sua', () => {
  it('a name that was compared with papers is changed by an officer only, its place by everybody of it', async () => {
    const { id, name } = people().sellers.neighbour;
    const identity = { kind: 'cccd', way: 'seen', on: '2026-11-01', at: noon, by: 'x', sealed: '' };
    await SellerModel.collection.updateOne({ name }, { $set: { identity } as never });
    const agent = await signedIn((one) => one.neighbour);
    const refused = await fillIn(agent, `/nguoi-ban/${id}/sua`, { ...place, name: 'Hộ bà Khác' });
    expect([refused.status, refused.text.includes('đối chiếu với giấy tờ')]).toEqual([403, true]);
    expect((await fillIn(agent, `/nguoi-ban/${id}/sua`, { ...place, name })).status).toBe(303);
    const officer = await signedIn((one) => one.officer);
    expect((await fillIn(officer, `/nguoi-ban/${id}/sua`, { ...place, name: 'Hộ bà Khác' })).status).toBe(303);
    expect((await getSeller(id)).name).toBe('Hộ bà Khác');
  });
});

describe('/thanh-vien/nguoi/{id}/sua', () => {
  it('whoever erases somebody looks for the name and the number they had before', async () => {
    const agent = await signedIn((one) => one.cooperative);
    const { account, phone } = people().neighbour;
    const page = `/thanh-vien/nguoi/${account.id}/sua`;
    expect((await fillIn(agent, page, { name: 'Tẩn Thị Mẩy', phone: newPhone() })).status).toBe(303);
    const { everywhere, within } = await wordsOfSeller(people().sellers.neighbour.id);
    expect(everywhere).toContain(phone);
    expect([...everywhere, ...within]).toContain(account.name);
  });
});

describe('what an officer takes in', () => {
  it('a household outside a cooperative, which the officer then looks after', async () => {
    const officer = await signedIn((one) => one.officer);
    const wanted = { ...place, name: 'Hộ ông Giàng A Sử', people: '', kind: 'household', cooperativeId: '' };
    const added = await fillIn(officer, '/thanh-vien/moi', wanted);
    const made = (await listSellers()).find(({ name }) => name === wanted.name);
    expect(made).toMatchObject({ kind: 'household', cooperativeId: null });
    const phone = newPhone();
    const person = await fillIn(officer, String(added.headers.location), { name: 'Giàng A Sử', phone });
    const printed = await fillIn(officer, String(person.headers.location));
    const [, link = ''] = /http:\/\/localhost:3000(\/moi\/[\w-]{22})/.exec(printed.text) ?? [];
    const his = browser();
    expect((await fillIn(his, link, { secret: '801492', again: '801492' })).status).toBe(303);
    expect((await his.get('/lo/moi')).status).toBe(200);
    const cooperative = await signedIn((one) => one.cooperative);
    expect((await cooperative.get(`/thanh-vien/${made?.id ?? ''}`)).status).toBe(404);
  });

  it('a second officer, by screens, who is in at once', async () => {
    const officer = await signedIn((one) => one.officer);
    expect((await officer.get('/thanh-vien')).text).toContain('/can-bo');
    const added = await fillIn(officer, '/can-bo/moi', { name: 'Lý Thị Hoa' });
    const printed = await fillIn(officer, String(added.headers.location));
    expect(printed.text).toMatch(/\/moi\/[\w-]{22}/);
    expect((await officer.get('/can-bo')).text).toContain('Lý Thị Hoa');
    for (const who of ['household', 'cooperative'] as const)
      expect((await (await signedIn((one) => one[who])).get('/can-bo')).status).toBe(403);
  });

  it('nobody locks themselves out, and of two who lock each other both stay', async () => {
    const { actor } = people().officer;
    await expect(disablePerson(actor, actor.accountId, noon)).rejects.toMatchObject({ code: 'not-yourself' });
    const { id } = await addOfficer('Sùng A Páo', noon);
    await AccountModel.updateOne({ _id: id }, { $set: { secretHash: 'x' } });
    const other = { ...actor, accountId: id };
    // As if the other's lock had come in between.
    await AccountModel.updateMany({ role: 'officer', _id: { $ne: id } }, { $set: { disabledAt: noon } });
    await expect(disablePerson(actor, id, noon)).rejects.toMatchObject({ code: 'last-officer' });
    expect((await getAccount(id, noon)).state).toBe('active');
    await AccountModel.updateOne({ _id: actor.accountId }, { $set: { disabledAt: null } });
    await disablePerson(other, actor.accountId, noon);
    expect((await listOfficers(noon)).filter(({ state }) => state === 'active')).toHaveLength(1);
  });
});
