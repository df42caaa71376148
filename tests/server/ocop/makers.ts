import { createHash } from 'node:crypto';
import { strFromU8, unzipSync } from 'fflate';
import type { Actor } from '../../../server/actor.ts';
import { addCertificate } from '../../../server/catalog/certificates.ts';
import type { Product } from '../../../server/catalog/products.ts';
import { OrderModel } from '../../../server/orders/order-record.ts';
import { recordEvent } from '../../../server/traceability/events.ts';
import { formKey } from '../../support/app.ts';
import { noon } from '../../support/services.ts';
import { readXlsx } from '../../support/xlsx.ts';
import type { Agent } from '../identity/browsers.ts';
import { aBatchOf, drying, someGoods } from '../traceability/makers.ts';

/** Of the buyer whose order is among what was sold: none of it belongs into a dossier. */
export const ofTheBuyer = ['Bưởi', '912345678', 'DHBUYERXX'];

/** A product that is made of the seller's own, certified, and sold once. */
export async function knownGoods(actor: Actor): Promise<Product> {
  const product = await someGoods(actor);
  const grown = await aBatchOf(actor, product, { lot: 'CU01' });
  const inputs = [{ batchCode: grown.code, quantity: { value: 40, unit: 'kg' } }];
  const noodles = await aBatchOf(actor, product, { inputs });
  await recordEvent(actor, noodles.code, drying(), noon);
  const paper = { kind: 'food-safety', number: 'ATTP-9', issuer: 'Chi cục' } as const;
  const days = { issuedOn: '2026-01-01', validUntil: '2029-01-01' };
  await addCertificate(actor, { productId: product.id }, { ...paper, ...days }, noon);
  await OrderModel.collection.insertOne(soldOrder(product));
  return product;
}

function soldOrder({ id, sellerId, name, packs }: Product) {
  const at = new Date('2026-11-10T08:00:00+07:00');
  const goods = { packId: packs[0]?.id, productId: id, name, packName: 'Gói 1', quantity: 2, priceVnd: 60_000 };
  return {
    number: 'DHBUYERXX',
    sellerId,
    state: 'delivered',
    items: [goods],
    buyer: { name: 'Bưởi Người Mua', phone: '+84912345678', address: null },
    delivery: { payBy: 'vietqr' },
    history: [{ state: 'delivered', at, by: 'x' }],
    placedAt: at,
    paidAt: at,
    shippingVnd: 0,
    totalVnd: 120_000,
  };
}

export const zipOf = async (agent: Agent, url: string): Promise<Buffer> =>
  (await agent.get(`${url}.zip`).responseType('blob').expect(200)).body as Buffer;

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The rows of a dossier's list, as text. */
export const contentsOf = (zip: Buffer): string[][] =>
  readXlsx(unzipSync(zip)['muc-luc.xlsx'] ?? new Uint8Array()).rows.map((row) =>
    row.map((cell) => (cell && 'text' in cell ? cell.text : '')),
  );

/** Everything in a ZIP as text, what is packed in its workbooks too. */
export const textsIn = (zip: Buffer): string =>
  Object.entries(unzipSync(zip))
    .flatMap(([name, bytes]) => (name.endsWith('.xlsx') ? Object.values(unzipSync(bytes)) : [bytes]))
    .map((bytes) => strFromU8(bytes))
    .join('\n');

export const idOf = (url: string): string => url.split('/').at(-1) ?? '';

/** Sends a form with a file, as a browser does. */
export async function bring(agent: Agent, url: string, bytes: Buffer, fields: Record<string, string> = {}) {
  const page = await agent.get(url);
  const sent = agent.post(url).field('_key', formKey(page.text));
  for (const [name, value] of Object.entries(fields)) void sent.field(name, value);
  return sent.attach('file', bytes, 'giay.pdf');
}
