import type { Actor } from '../actor.ts';
import { findPacks } from '../catalog/products.ts';
import { conflict, type Facts, invalid, missing } from '../errors.ts';
import { formatMoney } from '../format.ts';
import { findSellers, requireActFor } from '../identity/sellers.ts';
import { findOrder, handOver, listStallOrders, type Order, placeAtStall, unlessRecalled } from '../orders/orders.ts';
import { letOrderGo } from '../payments/cancellations.ts';
import { type Standing, standingOf } from '../payments/heard.ts';
import { openIntent } from '../payments/intents.ts';
import { findReceivingAccount } from '../payments/receiving-accounts.ts';
import { type Saying, sayingOf } from './sale.ts';
import type { Stall } from './stall.ts';

/** One sale as its stall sees it. */
export interface Sale {
  order: Order;
  standing: Standing;
  saying: Saying;
}

export interface WantedSale {
  lines: readonly { packId: string; quantity: number }[];
  /** Of a sale without lines: money without goods. */
  amountVnd: number | null;
  payBy: 'vietqr' | 'cash';
  note: string | null;
  /** Whose money an amount alone is; else the stall's own seller's. */
  sellerId?: string | undefined;
}

/** Who sells, at which stall of theirs; `requestId` is the same for a request that comes again. */
export interface Selling {
  actor: Actor;
  stall: Stall;
  requestId: string | null;
}

/** No goods cost less, and no note of less goes round: who types 60 may mean sixty thousand, as it is said aloud. */
const leastVnd = 1000;

/** How far back the stall's page shows what was sold. */
const shownHours = 18;

/**
 * Opens a sale at a stall of the actor's: its packs are held, and of a transfer its code is there to be shown; in cash it is done.
 * @throws invalid('pack-unknown', 'pack-not-at-stall', 'order-of-two-sellers', 'order-too-large', 'sale-of-nothing', 'amount-of-coins'),
 * conflict('order-short', 'no-receiving-account'), unavailable('order-took-too-long')
 */
export async function openSale({ actor, stall, requestId }: Selling, wanted: WantedSale, at: Date): Promise<Sale> {
  const sellerId = await sellerOf(actor, stall, wanted);
  // Asked first: a sale that cannot be paid shall hold nothing.
  if (wanted.payBy === 'vietqr' && !(await findReceivingAccount(sellerId, at))) throw conflict('no-receiving-account');
  const sale = { ...wanted, stall: { id: stall.id, accountId: actor.accountId }, sellerId };
  const order = await placeAtStall(actor, sale, at, requestId);
  if (wanted.payBy === 'cash') return await saleOf((await handOver(order.number, actor.name, at)) ?? order, at);
  if (order.state === 'placed') await openIntent(order, at);
  return await saleOf(order, at);
}

/** A sale of this stall. @throws missing('sale-not-found') */
export async function getSale(stall: Stall, number: string, at: Date): Promise<Sale> {
  const order = await findOrder(number);
  if (order?.stall?.id !== stall.id) throw missing('sale-not-found');
  return await saleOf(order, at);
}

/** What was sold at the stall lately, newest first, and what waits for its money. */
export async function recentSales(stall: Stall, at: Date): Promise<Sale[]> {
  const since = new Date(at.getTime() - shownHours * 3_600_000);
  const orders = await listStallOrders(stall.id, since, 50);
  return await Promise.all(orders.map((order) => saleOf(order, at)));
}

/**
 * The buyer takes out notes after all: the same again, paid in cash; its code is let go first, so that nobody pays twice.
 * @throws conflict('order-not-possible') when the bank was quicker, and what `openSale` throws
 */
export async function payInCash(selling: Selling, { order }: Sale, at: Date): Promise<Sale> {
  const { sellerId, number, totalVnd, note, items } = order;
  await letOrderGo(selling.actor, number, at, selling.requestId);
  const lines = items.map(({ packId, quantity }) => ({ packId, quantity }));
  const amountVnd = lines.length === 0 ? totalVnd : null;
  return await openSale(selling, { lines, amountVnd, payBy: 'cash', note, sellerId }, at);
}

/** Goods that are paid for go over the counter the moment somebody looks; the sweep catches up with the rest. */
async function saleOf(order: Order, at: Date): Promise<Sale> {
  const given = order.state === 'paid' ? await handOver(order.number, 'bank', at).catch(unlessRecalled) : null;
  const now = given ?? order;
  const standing = await standingOf(now);
  return { order: now, standing, saying: sayingOf(now, standing) };
}

/** Who sells it: a stall and its guests may sell, and one sale is one seller's, whose account gets the money. */
async function sellerOf(actor: Actor, stall: Stall, wanted: WantedSale): Promise<string> {
  const found = await findPacks(wanted.lines.map(({ packId }) => packId));
  const sellerId = found[0]?.product.sellerId ?? wanted.sellerId ?? stall.id;
  requireWhole(wanted);
  if (![stall.id, ...stall.guestIds].includes(sellerId)) {
    throw invalid('pack-not-at-stall', {}, [{ pointer: '/lines/0/packId', code: 'pack-not-at-stall' }]);
  }
  await requireActFor(actor, sellerId, 'stall-not-found');
  return sellerId;
}

/** Goods or an amount, and an amount that goods may have. */
function requireWhole({ lines, amountVnd }: WantedSale): void {
  const refuse = (code: string, facts?: Facts) =>
    invalid('mistakes', {}, [{ pointer: '/amountVnd', code, ...(facts && { facts }) }]);
  if (amountVnd === null && lines.length === 0) throw refuse('sale-of-nothing');
  if (amountVnd === null) return;
  if (lines.length > 0) throw refuse('lines-or-amount');
  if (amountVnd >= leastVnd) return;
  throw refuse('amount-of-coins', {
    typed: formatMoney(amountVnd),
    thousands: formatMoney(amountVnd * 1000),
    least: formatMoney(leastVnd),
  });
}

/** The names of the sellers of these sales, by id. */
export const sellerNames = async (sales: readonly Sale[]): Promise<ReadonlyMap<string, string>> =>
  new Map(
    (await findSellers([...new Set(sales.map(({ order }) => order.sellerId))])).map(({ id, name }) => [id, name]),
  );
