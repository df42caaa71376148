import { isObjectIdOrHexString } from 'mongoose';
import type { Actor } from '../actor.ts';
import { upsert } from '../database/upsert.ts';
import { missing } from '../errors.ts';
import { dayOf } from '../format.ts';
import { getSeller, requireActFor, type Seller } from '../identity/sellers.ts';
import { type OrderFigures, ordersDelivered } from '../orders/order-figures.ts';
import { endOfNumber, tellChange } from '../told-changes.ts';
import { BookHeadModel, OutsideRevenueModel, type OutsideRevenueRecord } from './book-entry.ts';
import { instantsOf, type Period, yearSoFar } from './period.ts';
import { type Meter, meterOf } from './threshold.ts';

/** One line of the book: by the day the goods were handed over, whoever has paid by then (Decree 68/2026, Art. 5). Money in đồng. */
export interface RevenueLine {
  day: string;
  text: string;
  /** below nought where goods came back after they were handed over */
  amountVnd: number;
  /** when the money came; null: not known, or not yet */
  moneyDay: string | null;
  orderNumber: string | null;
  /** of revenue typed in, to take it back by */
  entryId: string | null;
}

/** A household's book of revenue, form S1a-HKD (Circular 152/2025/TT-BTC). */
export interface RevenueBook {
  seller: Seller;
  taxCode: string;
  period: Period;
  lines: RevenueLine[];
  totalVnd: number;
  /** of the year so far; null where no threshold is known */
  meter: Meter | null;
}

/** @throws missing('seller-not-found') for a seller whom the actor does not see */
export async function getRevenueBook(actor: Actor, sellerId: string, period: Period): Promise<RevenueBook> {
  await requireSeen(actor, sellerId);
  const seller = await getSeller(sellerId);
  const head = await BookHeadModel.findById(sellerId).lean();
  const year = yearSoFar(period);
  const all = await linesOf(sellerId, { from: period.from < year.from ? period.from : year.from, to: period.to });
  const linesSince = (from: string) => all.filter(({ day }) => day >= from);
  const lines = linesSince(period.from);
  return {
    seller,
    taxCode: head?.taxCode ?? '',
    period,
    lines,
    totalVnd: sum(lines),
    meter: meterOf(sum(linesSince(year.from)), period.to),
  };
}

export interface WantedRevenue {
  sellerId: string;
  day: string;
  text: string;
  amountVnd: number;
  requestId: string;
}

/**
 * Keeps revenue that was made elsewhere; a submission that comes again is the same entry.
 * @throws missing('seller-not-found'), forbidden('not-yours')
 */
export async function addOutsideRevenue(actor: Actor, wanted: WantedRevenue, at: Date): Promise<void> {
  await requireActFor(actor, wanted.sellerId, 'seller-not-found');
  const { requestId, ...facts } = wanted;
  const kept = { ...facts, by: actor.name, at, takenBackAt: null, takenBackBy: null };
  await upsert(() => OutsideRevenueModel.updateOne({ requestId }, { $setOnInsert: kept }, { upsert: true }));
}

/** Takes an entry back; it stays in the record. @throws missing('entry-not-found' | 'seller-not-found'), forbidden('not-yours') */
export async function takeBackRevenue(actor: Actor, id: string, at: Date): Promise<void> {
  const entry = isObjectIdOrHexString(id) ? await OutsideRevenueModel.findById(id).lean<OutsideRevenueRecord>() : null;
  if (!entry) throw missing('entry-not-found');
  await requireActFor(actor, entry.sellerId, 'entry-not-found');
  await OutsideRevenueModel.updateOne(
    { _id: entry._id, takenBackAt: null },
    { $set: { takenBackAt: at, takenBackBy: actor.name } },
  );
}

/** What stands in the head of the book. @throws missing('seller-not-found'), forbidden('not-yours') */
export async function setTaxCode(actor: Actor, sellerId: string, taxCode: string): Promise<void> {
  await requireActFor(actor, sellerId, 'seller-not-found');
  const before = await BookHeadModel.findById(sellerId).lean<{ taxCode?: string }>();
  await upsert(() => BookHeadModel.updateOne({ _id: sellerId }, { $set: { taxCode } }, { upsert: true }));
  const shown = before?.taxCode ? endOfNumber(before.taxCode) : null;
  tellChange(actor, { what: 'tax-code', from: shown, to: endOfNumber(taxCode) });
}

/** Whether the actor may read a seller's book. @throws missing('seller-not-found') */
export async function requireSeen(actor: Actor, sellerId: string): Promise<void> {
  if (actor.role !== 'officer') await requireActFor(actor, sellerId, 'seller-not-found');
}

async function linesOf(sellerId: string, period: Period): Promise<RevenueLine[]> {
  const { since, until, holds } = instantsOf(period);
  const lines: RevenueLine[] = [];
  for await (const order of ordersDelivered(sellerId, since, until)) {
    if (holds(order.deliveredAt)) lines.push(soldLine(order, order.deliveredAt));
    // What was never handed over was never revenue.
    if (order.deliveredAt !== null)
      lines.push(...order.refunds.filter(({ at }) => holds(at)).flatMap((refund) => returnedLine(order, refund)));
  }
  const outside = await OutsideRevenueModel.find({
    sellerId,
    day: { $gte: period.from, $lte: period.to },
    takenBackAt: null,
  }).lean<OutsideRevenueRecord[]>();
  lines.push(
    ...outside.map(({ _id, day, text, amountVnd }) => ({
      day,
      text,
      amountVnd,
      moneyDay: null,
      orderNumber: null,
      entryId: _id.toHexString(),
    })),
  );
  return lines.sort((a, b) => a.day.localeCompare(b.day));
}

function soldLine(order: OrderFigures, at: Date): RevenueLine {
  const goods = order.items.map(({ name, packName, quantity }) => `${name}, ${packName} × ${quantity}`).join('; ');
  // In cash the money comes when the goods are handed over.
  const paid = order.paidAt ?? (order.payBy === 'cash' ? at : null);
  return {
    day: dayOf(at),
    text: `Đơn ${order.number}: ${goods || 'bán tại quầy, chỉ ghi số tiền'}`,
    amountVnd: order.totalVnd,
    moneyDay: paid && dayOf(paid),
    orderNumber: order.number,
    entryId: null,
  };
}

function returnedLine(order: OrderFigures, { at, offPriceVnd }: OrderFigures['refunds'][number]): RevenueLine[] {
  // What was paid too much and went back was never revenue.
  if (offPriceVnd === 0) return [];
  const why = offPriceVnd === order.totalVnd ? 'Hàng bán bị trả lại' : 'Trả lại một phần tiền hàng';
  const text = `${why}, đơn ${order.number}`;
  const day = dayOf(at);
  return [{ day, text, amountVnd: -offPriceVnd, moneyDay: day, orderNumber: order.number, entryId: null }];
}

const sum = (lines: readonly RevenueLine[]): number => lines.reduce((total, { amountVnd }) => total + amountVnd, 0);
