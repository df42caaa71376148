import { afterEach, describe, expect, it } from 'vitest';
import { AccountModel } from '../../../server/identity/account.ts';
import { resealSecrets, sealUnder } from '../../../server/identity/accounts.ts';
import { identityOf, recordIdentity, type WantedCheck } from '../../../server/identity/identity-checks.ts';
import { inviteOfficer } from '../../../server/identity/invites.ts';
import { openSecret, sealSecret } from '../../../server/identity/sealed-secret.ts';
import { SellerModel } from '../../../server/identity/seller.ts';
import { getSeller } from '../../../server/identity/sellers.ts';
import { placeOrder } from '../../../server/orders/orders.ts';
import { setPlatform } from '../../../server/platform.ts';
import { formKey, noon } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { passed } from '../catalog/makers.ts';
import { wanted } from '../orders/makers.ts';
import { visitors } from '../storefront/visitors.ts';

useDatabase();
sealUnder('a-session-secret-for-tests-only-0123456789');
const { browser, browserOf, commune, sale } = visitors();
afterEach(() => setPlatform({ mode: null, operator: null }));

const code = (wantedCode: string) => expect.objectContaining({ code: wantedCode });
const check: WantedCheck = {
  kind: 'person',
  way: 'papers',
  on: '2026-11-16',
  legalName: 'Lò Thị Đôi Giấy Tờ',
  bornOn: '1980-08-05',
  number: '012345678901',
  validUntil: null,
  taxCode: null,
  address: 'Nhà số 7 bản Nà Đa',
};
const secrets = ['012345678901', '1980-08-05', '5/8/1980', 'Giấy Tờ', 'Nhà số 7'];

describe('a seller’s identity', () => {
  it('comes before the first sale where the mode asks for it, as a cooperative or officer wrote it down', async () => {
    const { product, packId } = await sale();
    await passed(commune().officer.actor, product.id);
    setPlatform({ mode: 'intermediary', operator: null });
    expect((await browser().get(`/san-pham/${product.slug}`)).text).toContain('chưa được xác minh danh tính');
    await expect(placeOrder(wanted(packId), noon)).rejects.toThrow(code('seller-not-identified'));
    const agent = browserOf(commune().cooperative);
    expect((await agent.get('/ban-lam-viec')).text).toContain('người bán chưa xác minh danh tính');
    const path = `/nguoi-ban/${commune().sellers.household.id}/danh-tinh`;
    const page = await agent.get(path).expect(200);
    const { validUntil, taxCode, ...typed } = { ...check, bornOn: '5/8/1980', on: '16/11/2026' };
    const wrong = await agent
      .post(path)
      .type('form')
      .send({ _key: formKey(page.text), ...typed, number: '123' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('đúng 12 chữ số');
    await agent
      .post(path)
      .type('form')
      .send({ _key: formKey(wrong.text), ...typed })
      .expect(303);
    expect(validUntil ?? taxCode).toBeNull();
    expect((await placeOrder(wanted(packId), noon)).order.state).toBe('placed');
    const shop = (await browser().get(`/ho/${commune().sellers.household.slug}`)).text;
    expect(shop).toMatch(/Đã xác minh danh tính\s+16\/11\/2026/);
    for (const secret of secrets) expect(shop).not.toContain(secret);
  });

  it('is sealed in the database, and read by its checkers and the seller alone', async () => {
    const { household, neighbour } = commune().sellers;
    await recordIdentity(commune().officer.actor, household.id, check, noon);
    const kept = JSON.stringify(await SellerModel.findById(household.id).lean());
    for (const secret of secrets) expect(kept).not.toContain(secret);
    expect(JSON.stringify(await getSeller(household.id))).not.toContain('sealed');
    for (const who of [commune().officer, commune().cooperative, commune().household])
      expect((await identityOf(who.actor, household.id))?.facts).toMatchObject({ number: '012345678901' });
    for (const who of [commune().neighbour, commune().otherCooperative, commune().stranger]) {
      await expect(identityOf(who.actor, household.id)).rejects.toThrow(code('seller-not-found'));
      expect((await browserOf(who).get(`/nguoi-ban/${household.id}`)).status).toBe(404);
    }
    expect(await identityOf(commune().officer.actor, neighbour.id)).toBeNull();
    expect((await browserOf(commune().household).get(`/nguoi-ban/${household.id}`)).text).toContain('012345678901');
  });

  it('and authenticators’ secrets are sealed anew under a new key, and read by it alone from then on', async () => {
    const { household } = commune().sellers;
    await recordIdentity(commune().officer.actor, household.id, check, noon);
    await inviteOfficer('Cán bộ mới', noon);
    const plainly = { totp: { secret: 'JBSWY3DPEHPK3PXP', lastStep: 0 } };
    const ofCooperative = { _id: commune().cooperative.account.id };
    await AccountModel.updateOne(ofCooperative, { $set: plainly });
    sealUnder('the secret that came in front of it', ['a-session-secret-for-tests-only-0123456789']);
    expect(await resealSecrets()).toEqual({ done: 3, lost: 0 });
    expect(await resealSecrets()).toEqual({ done: 0, lost: 0 });
    const { totp } = await AccountModel.findOne(ofCooperative).lean().orFail();
    expect(openSecret(totp?.secret ?? '', ofCooperative._id)).toBe('JBSWY3DPEHPK3PXP');
    const { identity } = await SellerModel.findById(household.id).lean().orFail();
    const invited = await AccountModel.findOne({ 'invite.totpSecret': { $exists: true } })
      .lean()
      .orFail();
    for (const kept of [totp?.secret, identity?.sealed, invited.invite?.totpSecret])
      expect(kept?.split('.')[1]).toBe(sealSecret('x', 'y').split('.')[1]);
    expect((await identityOf(commune().officer.actor, household.id))?.facts).toMatchObject({ number: '012345678901' });
    await SellerModel.updateOne({ _id: household.id }, { $set: { 'identity.sealed': 'v1.00000000.AAAA' } });
    expect(await resealSecrets()).toEqual({ done: 0, lost: 1 });
  });

  it('is confirmed by nobody for themselves', async () => {
    const { household, ours } = commune().sellers;
    await expect(recordIdentity(commune().household.actor, household.id, check, noon)).rejects.toThrow(
      code('not-for-your-role'),
    );
    await expect(recordIdentity(commune().cooperative.actor, ours.id, check, noon)).rejects.toThrow(
      code('not-for-your-role'),
    );
    await expect(recordIdentity(commune().otherCooperative.actor, household.id, check, noon)).rejects.toThrow(
      code('seller-not-found'),
    );
  });

  it.each<[string, Partial<WantedCheck>, string]>([
    ['a person without a birthday', { bornOn: null }, '/bornOn'],
    ['a birthday after the look', { bornOn: '2026-11-16' }, '/bornOn'],
    ['a number of nine digits', { number: '123456789' }, '/number'],
    ['a passport without its end', { kind: 'foreigner', number: 'C123' }, '/validUntil'],
    [
      'a passport that ends within six months',
      { kind: 'foreigner', number: 'C123', validUntil: '2027-05-15' },
      '/validUntil',
    ],
    ['a day to come', { on: '2026-11-17' }, '/on'],
  ])('refuses %s', async (_what, change, pointer) => {
    const recording = recordIdentity(
      commune().officer.actor,
      commune().sellers.household.id,
      { ...check, ...change },
      noon,
    );
    await expect(recording).rejects.toMatchObject({ mistakes: [{ pointer }] });
  });

  it('takes a passport good for six months, an organisation without a birthday, and from 2027 no papers', async () => {
    const { household, ours } = commune().sellers;
    const officer = commune().officer.actor;
    await recordIdentity(
      officer,
      household.id,
      { ...check, kind: 'foreigner', number: 'C1', validUntil: '2027-05-16' },
      noon,
    );
    await recordIdentity(officer, ours.id, { ...check, kind: 'organisation', number: '6200', bornOn: null }, noon);
    const later = new Date('2027-01-02T05:00:00Z');
    const fresh = { ...officer, freshAt: later };
    await expect(recordIdentity(fresh, ours.id, { ...check, on: '2027-01-01' }, later)).rejects.toMatchObject({
      mistakes: [{ pointer: '/way' }],
    });
    await recordIdentity(fresh, ours.id, { ...check, on: '2027-01-01', way: 'electronic' }, later);
    expect((await getSeller(ours.id)).identifiedOn).toBe('2027-01-01');
  });
});

describe('a suspension', () => {
  it('is typed by the officer with its reason and taken back on a page', async () => {
    const agent = browserOf(commune().officer);
    const base = `/nguoi-ban/${commune().sellers.stranger.id}`;
    const page = await agent.get(`${base}/tam-ngung`).expect(200);
    expect(page.text).toContain('value="2026-11-21"');
    const early = { _key: formKey(page.text), from: '18/11/2026', reason: 'Không giao hàng' };
    const back = await agent.post(`${base}/tam-ngung`).type('form').send(early);
    expect(back.status).toBe(422);
    expect(back.text).toContain('Phải báo trước');
    const send = { _key: formKey(back.text), from: '21/11/2026', reason: 'Không giao hàng' };
    await agent.post(`${base}/tam-ngung`).type('form').send(send).expect(303);
    expect((await agent.get(base)).text).toMatch(/21\/11\/2026[^]*Không giao hàng/);
    const lift = formKey((await agent.get(`${base}/mo-lai`)).text);
    await agent.post(`${base}/mo-lai`).type('form').send({ _key: lift }).expect(303);
    expect((await getSeller(commune().sellers.stranger.id)).suspendedFrom).toBeNull();
    expect((await browserOf(commune().cooperative).get(`${base}/tam-ngung`)).status).toBe(403);
  });
});
