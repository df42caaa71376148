import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../../server/actor.ts';
import { addShopLink, ownShopLinks, reportShopLink } from '../../../server/catalog/shop-links.ts';
import { toDoFor } from '../../../server/desk/to-do.ts';
import { OrderModel } from '../../../server/orders/order-record.ts';
import { noteClaim, packOrder, placeOrder, returnOrder, shipOrder } from '../../../server/orders/orders.ts';
import { askForAccount } from '../../../server/payments/receiving-accounts.ts';
import { reportDoubt } from '../../../server/provenance/doubts.ts';
import { examineUnit } from '../../../server/provenance/unit.ts';
import { recallBatch } from '../../../server/traceability/batches.ts';
import { takeIn } from '../../../server/traceability/deliveries.ts';
import { unitSerial } from '../../../server/traceability/unit-serial.ts';
import { useDatabase } from '../../support/database.ts';
import { noon, testConfig } from '../../support/services.ts';
import { aCommune, type Commune } from '../identity/makers.ts';
import { aBatch, anAccount, aProduct, inCash, markPaid, onSale, wanted } from '../orders/makers.ts';
import { aConnection } from '../payments/makers.ts';
import { aBatchOf, someGoods } from '../traceability/makers.ts';

useDatabase();

let commune: Commune;
beforeAll(async () => {
  commune = await aCommune();
  await anAccount(commune.sellers.household);
});

const countsOf = async (actor: Actor, at = noon): Promise<Record<string, number>> =>
  Object.fromEntries((await toDoFor(actor, at)).map(({ key, count }) => [key, count]));

type Who = 'household' | 'cooperative' | 'officer' | 'stranger';
const everybody: Who[] = ['household', 'cooperative', 'officer', 'stranger'];
const actorOf = (who: Who): Actor => commune[who].actor;

const ordered = async (make = wanted) =>
  (await placeOrder(make((await onSale(actorOf('household'), 5)).packId), noon)).order.number;
const shipped = async () => {
  const { packId } = await onSale(actorOf('household'), 5);
  const address = { province: 'Lai Châu', commune: 'Bình Lư', line: 'bản Nà Đa' };
  const buyer = { name: 'Lan', phone: '+84912345678', address };
  const { order } = await placeOrder(wanted(packId, 1, { delivery: { method: 'ship', payBy: 'vietqr' }, buyer }), noon);
  await markPaid(order.number, `FT${order.number}`, noon);
  await packOrder(actorOf('household'), order.number, noon);
  await shipOrder(actorOf('household'), order.number, noon);
};

/** What happens, and who reads of it under which key. */
const happenings: readonly [string, () => Promise<unknown>, Partial<Record<Who, string>>][] = [
  ['a new order by transfer', () => ordered(), { household: 'orders-new', cooperative: 'orders-new' }],
  ['a new order in cash', () => ordered(inCash), { household: 'orders-cash', cooperative: 'orders-cash' }],
  [
    'a buyer who says the money was sent',
    async () => noteClaim(await ordered(), noon),
    { household: 'orders-claimed', cooperative: 'orders-claimed' },
  ],
  [
    'a paid order',
    async () => {
      const number = await ordered();
      await markPaid(number, `FT${number}`, noon);
    },
    { household: 'orders-paid', cooperative: 'orders-paid' },
  ],
  [
    'a packed order',
    async () => packOrder(actorOf('household'), await ordered(inCash), noon),
    { household: 'orders-packed', cooperative: 'orders-packed' },
  ],
  [
    'goods that came back paid',
    async () => {
      const number = await ordered();
      await markPaid(number, `FT${number}`, noon);
      await packOrder(actorOf('household'), number, noon);
      await returnOrder(actorOf('household'), number, { goods: 'back' }, noon);
    },
    { household: 'orders-to-refund', cooperative: 'orders-to-refund' },
  ],
  ['a parcel on its way', shipped, { household: 'orders-shipped', cooperative: 'orders-shipped' }],
  [
    'a change of the receiving account that the household asks for',
    () => {
      const account = { bin: '970436', number: '9999999', holder: 'LO THI DOI' };
      return askForAccount(actorOf('household'), commune.sellers.household.id, account, noon);
    },
    { cooperative: 'account-changes', officer: 'account-changes' },
  ],
  [
    'a website to approve',
    () =>
      addShopLink(
        actorOf('household'),
        { sellerId: commune.sellers.household.id },
        { channel: 'website', url: 'https://miendong.example.vn/' },
        noon,
      ),
    { officer: 'websites' },
  ],
  [
    'a doubt about the household',
    async () => {
      const { batch } = await onSale(actorOf('household'), 1);
      await reportDoubt({ code: batch.code, message: 'Tem mờ' }, 'somebody', noon);
    },
    { household: 'doubts-about-you', cooperative: 'doubts', officer: 'doubts' },
  ],
  [
    'a label that is scanned more often than one label is',
    async () => {
      const units = { code: (await onSale(actorOf('household'), 1)).batch.code, next: 1, keys: [] };
      const keys = testConfig();
      const serial = unitSerial(units.code, 7, keys.labelKeys[0] ?? '');
      for (let phone = 1; phone <= 8; phone += 1)
        await examineUnit(units, serial, keys, { browser: `phone ${phone}`, address: '203.0.113.1', at: noon });
    },
    { household: 'doubts-about-you', cooperative: 'doubts', officer: 'doubts' },
  ],
  [
    'a recalled batch with packs in the house',
    async () => {
      const { batch } = await onSale(actorOf('household'), 3);
      const words = { reason: { vi: 'Mốc', en: 'Mould' }, advice: { vi: 'Trả lại', en: 'Return' } };
      await recallBatch(actorOf('officer'), batch.code, words, noon);
    },
    { household: 'batches-recalled', cooperative: 'batches-recalled', officer: 'batches-recalled' },
  ],
  [
    'a batch of which less came than usual',
    async () => {
      const rice = await someGoods(actorOf('household'), 'gao-seng-cu');
      const { code } = await aBatchOf(actorOf('household'), rice);
      const inputs = [{ batchCode: code, quantity: { value: 50, unit: 'kg' } }];
      await aBatchOf(actorOf('household'), rice, { inputs, quantity: { value: 10, unit: 'kg' } });
    },
    { household: 'batches-asking', cooperative: 'batches-asking', officer: 'batches-asking' },
  ],
  [
    'what a household delivered to its cooperative',
    async () => {
      const { id: productId } = await someGoods(actorOf('cooperative'), 'gao-seng-cu');
      const by = { deliveries: [{ sellerId: commune.sellers.household.id, value: 300 }], unit: 'kg' };
      await takeIn(actorOf('cooperative'), { ...by, productId, producedOn: '2026-11-16' }, noon);
    },
    { cooperative: 'deliveries' },
  ],
  [
    'a batch that ends soon',
    async () => aBatch(actorOf('household'), await aProduct(actorOf('household')), 4, { expiresOn: '2026-11-18' }),
    { household: 'batches-ending', cooperative: 'batches-ending', officer: 'batches-ending' },
  ],
];

describe('what a person has to do', () => {
  it.each(happenings)('grows by %s, for whom it concerns and nobody else', async (_what, happen, told) => {
    const before = new Map(
      await Promise.all(everybody.map(async (who) => [who, await countsOf(actorOf(who))] as const)),
    );
    await happen();
    for (const who of everybody) {
      const key = told[who];
      const expected = { ...before.get(who), ...(key && { [key]: (before.get(who)?.[key] ?? 0) + 1 }) };
      expect(await countsOf(actorOf(who)), who).toEqual(expected);
    }
  });

  it('names a dead link to who has put it there', async () => {
    const owner = { sellerId: commune.sellers.household.id };
    await addShopLink(actorOf('household'), owner, { channel: 'shopee', url: 'https://shopee.vn/hangcuatoi' }, noon);
    const link = (await ownShopLinks(actorOf('household'), owner)).find(({ channel }) => channel === 'shopee');
    await reportShopLink(link?.id ?? '', noon);
    expect(await countsOf(actorOf('household'))).toMatchObject({ 'links-reported': 1 });
  });

  it('names a bank connection from which nothing has come for a day', async () => {
    await aConnection(actorOf('stranger'), '0123456789');
    const nextWeek = new Date(noon.getTime() + 7 * 86_400_000);
    expect(await countsOf(actorOf('stranger'))).not.toHaveProperty('bank-silent');
    expect(await countsOf(actorOf('stranger'), nextWeek)).toMatchObject({ 'bank-silent': 1 });
  });

  it('counts on beyond a hundred', async () => {
    const number = await ordered(inCash);
    const { _id, ...record } = (await OrderModel.findOne({ number }).lean()) ?? {};
    const copies = Array.from({ length: 150 }, (_, index) => ({
      ...record,
      number: `DH-${index}`,
      requestId: `x${index}`,
    }));
    const before = (await countsOf(actorOf('household')))['orders-cash'] ?? 0;
    await OrderModel.insertMany(copies);
    expect(await countsOf(actorOf('household'))).toMatchObject({ 'orders-cash': before + 150 });
  });

  it('leads to pages that are there', async () => {
    for (const who of ['household', 'cooperative', 'officer'] as const)
      for (const { url } of await toDoFor(actorOf(who), noon)) expect(url).toMatch(/^(\/[a-z-]+)+(\?[a-z-]+=[\w-]+)?$/);
  });
});
