import mongoose from 'mongoose';
import type { Product } from '../../../server/catalog/products.ts';
import { OrderModel } from '../../../server/orders/order-record.ts';
import { ScanDayModel } from '../../../server/provenance/scan-day.ts';
import { flushLooks, noteLook } from '../../../server/provenance/scan-days.ts';
import { BatchModel } from '../../../server/traceability/batch-record.ts';
import { random as randomOf } from '../../support/random.ts';

/** One thing that happened, as a person with a pencil would write it down. */
export interface Noted {
  what: 'E3' | 'P1' | 'P1-cash' | 'T2' | 'T2-scans' | 'T2-robots' | 'T2-previews';
  at: Date;
  sellerId: string;
  kind: string;
  amount: number;
  /** the same without what no kind of goods costs: sending */
  ofGoods: number;
}

export interface Amounts {
  orders: number;
  batches: number;
  looks: number;
}

// Where counting goes wrong: the turns of years, months and of the commune's months, midnight in Vietnam and in Greenwich, the day
// that three years of four lack.
const borders = ['2027-12-31', '2028-01-01', '2028-02-28', '2028-02-29', '2028-03-01', '2028-05-12', '2028-06-12'];
const hours = ['00:00:00.000', '23:59:59.999', '06:59:59.999', '07:00:00.000'];

/** An instant of 2027 or 2028, every third at a border. */
function anInstant(random: () => number): Date {
  const one = <T>(things: readonly T[]): T => things[Math.floor(random() * things.length)] as T;
  if (random() < 0.33) return new Date(`${one(borders)}T${one(hours)}+07:00`);
  return new Date(Date.parse('2027-01-01T00:00:00+07:00') + Math.floor(random() * 730 * 86_400_000));
}

const secret = 'a-secret-of-the-year';
const phone = (n: number) =>
  `Mozilla/5.0 (Linux; Android 10; SM-A${n}) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36`;

/** Two years of orders, batches and looks, written as their rooms write them, and the same on paper. */
export async function aYear(products: readonly Product[], amounts: Amounts, seed: number): Promise<Noted[]> {
  // Files share a process: looks that another one noted and nobody wrote down are none of this year's.
  await flushLooks(secret);
  await ScanDayModel.deleteMany({});
  const random = randomOf(seed);
  const product = (): Product => products[Math.floor(random() * products.length)] as Product;
  return [
    ...(await orders(amounts.orders, random, product)),
    ...(await batches(amounts.batches, random, product)),
    ...(await looks(amounts.looks, random, product)),
  ];
}

const states = ['placed', 'paid', 'packed', 'delivered', 'cancelled', 'expired', 'refunded', 'placing'] as const;
const withMoney: readonly string[] = ['paid', 'packed', 'delivered', 'refunded'];
const counted: readonly string[] = ['placed', 'paid', 'packed', 'delivered'];

async function orders(amount: number, random: () => number, product: () => Product): Promise<Noted[]> {
  const made = Array.from({ length: amount }, (_, n) => anOrder(n, random, product()));
  await insert(
    OrderModel,
    made.map(({ record }) => record),
  );
  return made.flatMap(({ noted }) => noted);
}

function anOrder(n: number, random: () => number, { id, sellerId, kind }: Product): { record: object; noted: Noted[] } {
  const state = states[Math.floor(random() * states.length)] ?? 'placed';
  const [placedAt, cash] = [anInstant(random), random() < 0.3];
  const stall = random() < 0.2 ? { id: 'quay', accountId: 'x' } : null;
  const later = new Date(placedAt.getTime() + Math.floor(random() * 3 * 86_400_000));
  const paidAt = !cash && withMoney.includes(state) ? later : null;
  const [priceVnd, shippingVnd] = [1000 + Math.floor(random() * 100_000), 5000];
  const history = [
    { state: 'placed', at: placedAt, by: 'buyer' },
    ...(paidAt ? [{ state: 'paid', at: paidAt, by: 'bank' }] : []),
    ...(state === 'delivered' ? [{ state, at: later, by: 'Hộ' }] : []),
  ];
  const item = { packId: 'g', productId: id, name: 'Miến', packName: 'Gói', quantity: 2, priceVnd, taken: [] };
  const totalVnd = 2 * priceVnd + shippingVnd;
  const delivery = { method: 'ship', payBy: cash ? 'cash' : 'vietqr' };
  const money = { delivery, stall, shippingVnd, totalVnd, paidAt };
  const record = { number: `N${padded(n)}`, sellerId, state, items: [item], placedAt, history, ...money };
  const paid = { at: later, sellerId, kind, amount: totalVnd, ofGoods: totalVnd - shippingVnd };
  const all: [boolean, Noted][] = [
    [stall === null && counted.includes(state), { what: 'E3', at: placedAt, sellerId, kind, amount: 1, ofGoods: 1 }],
    [paidAt !== null, { ...paid, what: 'P1' }],
    [cash && state === 'delivered', { ...paid, what: 'P1-cash' }],
  ];
  const noted = all.flatMap(([is, note]) => (is ? [note] : []));
  return { record, noted };
}

async function batches(amount: number, random: () => number, product: () => Product): Promise<Noted[]> {
  const [noted, records]: [Noted[], object[]] = [[], []];
  for (let n = 0; n < amount; n += 1) {
    const { id, sellerId, kind } = product();
    const createdAt = anInstant(random);
    records.push({ code: `B${padded(n)}`, lot: `B${padded(n)}`, productId: id, sellerId, kind, createdAt });
    noted.push({ what: 'T2', at: createdAt, sellerId, kind, amount: 1, ofGoods: 1 });
  }
  await insert(BatchModel, records);
  return noted;
}

async function looks(amount: number, random: () => number, product: () => Product): Promise<Noted[]> {
  const noted: Noted[] = [];
  const seen = new Set<string>();
  for (let n = 0; n < amount; n += 1) {
    const { id, sellerId, kind } = product();
    const [at, who, label] = [anInstant(random), Math.floor(random() * 40), `C${Math.floor(random() * 30)}`];
    const kindOfLook = random() < 0.7 ? 'T2-scans' : random() < 0.5 ? 'T2-robots' : 'T2-previews';
    const agent = { 'T2-scans': phone(who), 'T2-robots': `Googlebot/2.${who}`, 'T2-previews': `ZaloShare/1.${who}` };
    const asking = { method: 'GET', headers: { 'user-agent': agent[kindOfLook] } };
    noteLook({ label, productId: id, asking, address: `203.0.113.${who}`, at });
    const first = `${vietnameseDay(at)} ${label} ${who}`;
    if (kindOfLook !== 'T2-scans' || !seen.has(first))
      noted.push({ what: kindOfLook, at, sellerId, kind, amount: 1, ofGoods: 1 });
    if (kindOfLook === 'T2-scans') seen.add(first);
    // A look that waits to be written is not noted twice: each is written before the next of the same person may come.
    if (n % 50 === 49) await flushLooks(secret);
  }
  await flushLooks(secret);
  return noted;
}

const padded = (n: number): string => String(n).padStart(7, '0');

async function insert(model: { collection: mongoose.mongo.Collection }, records: object[]): Promise<void> {
  for (let start = 0; start < records.length; start += 1000)
    await model.collection.insertMany(records.slice(start, start + 1000));
}

/** The day by the calendar on the wall, reckoned without the program. */
export const vietnameseDay = (at: Date): string => new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(0, 10);

/** What is counted, and of it the whole or, where kinds are told apart, what its goods cost. */
export interface Meant {
  isMeant?: (one: Noted) => boolean;
  counts?: 'amount' | 'ofGoods';
}

/** What a person would count, one note after the other. */
export const byHand = (
  noted: readonly Noted[],
  what: Noted['what'],
  { from, to }: { from: string; to: string },
  { isMeant, counts = 'amount' }: Meant = {},
): number =>
  noted
    .filter((one) => one.what === what && (isMeant?.(one) ?? true))
    .filter(({ at }) => vietnameseDay(at) >= from && vietnameseDay(at) <= to)
    .reduce((sum, one) => sum + one[counts], 0);
