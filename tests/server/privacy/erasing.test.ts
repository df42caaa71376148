import mongoose from 'mongoose';
import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../server/actor.ts';
import { fileComplaint } from '../../../server/complaints/complaints.ts';
import { foldText } from '../../../server/fold.ts';
import { sealUnder, signIn } from '../../../server/identity/accounts.ts';
import { countUnidentified } from '../../../server/identity/identity-checks.ts';
import { listSellers } from '../../../server/identity/sellers.ts';
import { identityWaiting } from '../../../server/identity/waiting.ts';
import { readGuardedImage } from '../../../server/media/guarded-images.ts';
import { readImage } from '../../../server/media/images.ts';
import { DossierModel } from '../../../server/ocop/dossier.ts';
import { OrderModel } from '../../../server/orders/order-record.ts';
import { deliverOrder, getOrder, packOrder, placeOrder, refundOrder } from '../../../server/orders/orders.ts';
import { setPlatform } from '../../../server/platform.ts';
import { eraseBuyer, eraseHousehold } from '../../../server/privacy/erasing.ts';
import { getRevenueBook } from '../../../server/reports/revenue-book.ts';
import { BatchModel } from '../../../server/traceability/batch-record.ts';
import { findFault } from '../../../server/traceability/chain.ts';
import { recordEvent } from '../../../server/traceability/events.ts';
import { formKey, noon } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { aPhoto } from '../media/pictures.ts';
import { inCash } from '../orders/makers.ts';
import { visitors } from '../storefront/visitors.ts';
import { aWholeHousehold, line, phone, sold } from './makers.ts';

useDatabase();
sealUnder('a-session-secret-for-tests-only-0123456789');
const { browser, browserOf, commune, sale } = visitors();
const officer = () => commune().officer.actor;
const code = (wantedCode: string) => expect.objectContaining({ code: wantedCode });
const names = ['Quàng Thị Xuyến', 'QUANG THI XUYEN', 'quang-thi-xuyen'];

/** Every byte that the database keeps, as text: records, and files as they lie there. */
async function allBytes(): Promise<string> {
  const { db } = mongoose.connection;
  if (!db) throw new Error('no database');
  let all = '';
  for (const { name } of await db.listCollections({}, { nameOnly: true }).toArray())
    for await (const record of db.collection(name).find({})) all += `\n${name} ${JSON.stringify(record)}`;
  return all;
}

const spotsOf = (all: string, words: readonly string[]): string[] =>
  all.split('\n').filter((text) => words.some((word) => foldText(text).includes(foldText(word))));

const historyOf = async (batchCode: string) => {
  const record = await BatchModel.findOne({ code: batchCode }).lean();
  if (!record) throw new Error('no batch');
  return { fault: findFault(record), head: record.head, first: record.events[0]?.previousHash, stock: record.stock };
};

const year = { from: '2026-01-01', to: '2026-12-31' };

describe('a household that was erased', () => {
  it('is in no byte of the database any more; its books sum and its histories verify as before', async () => {
    const it = await aWholeHousehold(commune().sellers.ours.id, officer());
    await sold(it);
    const words = [...names, line, phone, '+84987654321', '84987654321', '012345678901'];
    expect(spotsOf(await allBytes(), words).length).toBeGreaterThanOrEqual(8);
    const before = await historyOf(it.batch.code);
    const book = await getRevenueBook(officer(), it.seller.id, year);
    expect(book.totalVnd).toBe(120_000);
    const { order } = await placeOrder(inCash(it.packId), noon);
    await expect(eraseHousehold(officer(), it.seller.id, noon)).rejects.toThrow(code('erase-orders-under-way'));
    await packOrder(it.actor, order.number, noon);
    await deliverOrder(it.actor, order.number, noon);
    const after = await historyOf(it.batch.code);
    await eraseHousehold(officer(), it.seller.id, noon);
    await eraseHousehold(officer(), it.seller.id, noon);
    expect(spotsOf(await allBytes(), words)).toEqual([]);
    expect(await readImage(it.image.id)).toBeNull();
    expect(await DossierModel.countDocuments({ sellerId: it.seller.id })).toBe(0);
    expect(await historyOf(it.batch.code)).toEqual(after);
    expect(after).toMatchObject({ fault: null, first: before.first });
    expect((await getRevenueBook(officer(), it.seller.id, year)).totalVnd).toBe(180_000);
    const page = await browser().get(`/t/${it.batch.code}`).expect(200);
    expect(spotsOf(page.text, words)).toEqual([]);
    expect(page.text).not.toContain(it.image.id);
    expect(page.text).toContain('Đã xoá dữ liệu');
    await expect(signIn({ phone, pin: '246810', device: 'a-device', actor: null }, noon)).rejects.toThrow();
  });

  it('takes nothing of somebody else who bears the same name', async () => {
    const { household, neighbour } = commune().sellers;
    const { name } = commune().household.actor;
    expect(name).toBe(commune().neighbour.actor.name);
    const { batch, packId } = await sale();
    const { order } = await placeOrder(inCash(packId), noon);
    await packOrder(commune().household.actor, order.number, noon);
    await recordEvent(
      commune().household.actor,
      batch.code,
      { stage: 'packing', occurredAt: noon, note: 'Giữ lại…' },
      noon,
    );
    await eraseHousehold(officer(), neighbour.id, noon);
    const all = await allBytes();
    expect(all).toContain(household.name);
    expect(all).toContain('Giữ lại…');
    expect(all).not.toContain(neighbour.name);
    const { history } = await getOrder(commune().household.actor, order.number);
    expect(history.map(({ by }) => by)).toContain(name);
  });

  it('is nobody whom somebody has to identify, or whose stall anybody waits for', async () => {
    const { neighbour } = commune().sellers;
    setPlatform({ mode: 'intermediary', operator: null });
    const agent = browserOf(commune().officer);
    await eraseHousehold(officer(), neighbour.id, noon);
    const listed = (await listSellers()).filter(({ isErased }) => !isErased);
    expect(await countUnidentified()).toBe(listed.length);
    const waits = async (who: Actor) =>
      Object.fromEntries((await identityWaiting(who, noon)).map(({ key, count }) => [key, count]));
    expect(await waits(officer())).toEqual({ 'stall-suspended': 0, 'sellers-unidentified': listed.length });
    expect((await waits(commune().cooperative.actor))['stall-suspended']).toBe(0);
    expect((await agent.get('/nguoi-ban').expect(200)).text).not.toContain(neighbour.id);
    expect((await agent.get(`/nguoi-ban/${neighbour.id}/danh-tinh`)).status).toBe(404);
    setPlatform({ mode: null, operator: null });
  });

  it('is the officer’s to erase, with a fresh PIN, and never a cooperative', async () => {
    const { household, ours } = commune().sellers;
    for (const who of [commune().household, commune().cooperative])
      await expect(eraseHousehold(who.actor, household.id, noon)).rejects.toThrow(code('not-for-your-role'));
    const stale = { ...officer(), freshAt: new Date(0) };
    await expect(eraseHousehold(stale, household.id, noon)).rejects.toThrow(code('pin-needed'));
    await expect(eraseHousehold(officer(), ours.id, noon)).rejects.toThrow(code('erase-a-household'));
  });
});

describe('a buyer who was erased', () => {
  it('is in no byte any more, by the officer’s page; the order’s goods and money stay', async () => {
    const { packId } = await sale();
    const buyer = { name: 'Điêu Văn Khuyên', phone: '+84977123456', address: null };
    const { order } = await placeOrder({ ...inCash(packId, 3), buyer, note: 'Gọi Khuyên trước' }, noon);
    const seller = commune().household.actor;
    const contact = { name: buyer.name, phone: buyer.phone };
    await fileComplaint(
      { kind: 'other', text: 'Điêu Văn Khuyên hỏi', contact },
      { channel: 'web', sender: null, requestId: null },
      noon,
    );
    await packOrder(seller, order.number, noon);
    const send = async (fields: object) => {
      const agent = browserOf(commune().officer);
      const page = await agent.get('/xoa-du-lieu').expect(200);
      return await agent
        .post('/xoa-du-lieu')
        .type('form')
        .send({ _key: formKey(page.text), who: 'buyer', phone: '0977 123 456', ...fields });
    };
    expect((await send({})).status).toBe(422);
    expect((await send({ sure: 'yes' })).status).toBe(409);
    await deliverOrder(seller, order.number, noon);
    expect((await send({ sure: 'yes' })).status).toBe(303);
    const words = [buyer.name, '0977123456', '+84977123456', '0977 123 456', 'Gọi Khuyên'];
    expect(spotsOf(await allBytes(), words)).toEqual([]);
    const kept = await mongoose.connection.db?.collection('orders').findOne({ number: order.number });
    expect(kept?.totalVnd).toBe(180_000);
    await expect(eraseBuyer(seller, buyer.phone, noon)).rejects.toThrow(code('not-for-your-role'));
  });

  it('leaves no photo of money given back, and nothing by which a seller found the buyer', async () => {
    const { packId } = await sale();
    const buyer = { name: 'Tao Thị Mỷ', phone: '+84977123999', address: null };
    const seller = commune().household.actor;
    const { order } = await placeOrder({ ...inCash(packId), buyer }, noon);
    await packOrder(seller, order.number, noon);
    await deliverOrder(seller, order.number, noon);
    const refund = { note: 'FT26320123', photo: await aPhoto() };
    await refundOrder(seller, order.number, refund, noon);
    const kept = () => OrderModel.findOne({ number: order.number }).lean();
    const photoId = (await kept())?.refunds[0]?.photoId ?? '';
    expect(await readGuardedImage(photoId, 320)).not.toBeNull();
    for (let times = 0; times < 2; times += 1) await eraseBuyer(officer(), buyer.phone, noon);
    expect(await readGuardedImage(photoId, 320)).toBeNull();
    expect(await kept()).toMatchObject({ state: 'refunded', refunds: [{ photoId: null }], buyerWords: [] });
  });
});
