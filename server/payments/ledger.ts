import type { Actor } from '../actor.ts';
import { dayMs, momentOn } from '../days.ts';
import { dayOf } from '../format.ts';
import { listOrders, type Order, type OrderState, refundedVndOf, timeOf, wasPaid } from '../orders/orders.ts';
import type { Rows } from '../tables.ts';
import { IntentModel, type IntentRecord } from './intent-record.ts';
import { refundedVndOn } from './intent-refund.ts';
import { isToldSince } from './owed.ts';
import { isCountedElsewhere, isJoined } from './received.ts';
import { byHand } from './transfer.ts';
import { TransferModel, type TransferRecord } from './transfer-record.ts';

/** How an order's money came: told by a bank, confirmed by the seller, or at the door. */
export type PaidHow = 'bank' | 'hand' | 'cash';

/** One order in a month's book, or what a shop asked for through the API. Money in đồng. */
export interface LedgerLine {
  /** The order's number; without an order the payment reference. */
  number: string;
  url: string;
  /** When it was sold: paid, or for cash packed. */
  soldAt: Date;
  soldVnd: number;
  receivedVnd: number;
  refundedVnd: number;
  how: PaidHow;
  /** The bank's reference, or null. */
  reference: string | null;
  refundNote: string | null;
}

/** A seller's month: what was sold, received and refunded, with the banks' references. */
export interface Ledger {
  /** `YYYY-MM`, in Vietnamese time. */
  month: string;
  lines: LedgerLine[];
  soldVnd: number;
  receivedVnd: number;
  refundedVnd: number;
  /** Money that came in this month and is with no order: on the desk, or set aside. */
  strayVnd: number;
}

const soldStates: readonly OrderState[] = ['paid', 'packed', 'shipped', 'delivered', 'returned', 'refunded'];
/** What was not taken and not paid was not sold. */
const notSold: readonly OrderState[] = ['returned', 'refunded'];
/** An order may be paid long after it was placed, but hardly later than this. */
const mostDaysToPay = 60;

/** The book of one seller that the actor sees; `month` is `YYYY-MM`. */
export async function getLedger(actor: Actor, sellerId: string, month: string): Promise<Ledger> {
  const lines: LedgerLine[] = [];
  for await (const order of ordersSince(actor, earliest(month))) {
    const soldAt = soldAtOf(order);
    if (order.sellerId === sellerId && soldAt && dayOf(soldAt).startsWith(month))
      lines.push(await lineOf(order, soldAt));
  }
  lines.push(...(await requestLines(sellerId, month)));
  await addRests(sellerId, lines);
  lines.sort((a, b) => a.soldAt.getTime() - b.soldAt.getTime());
  return {
    month,
    lines,
    soldVnd: sum(lines.map(({ soldVnd }) => soldVnd)),
    receivedVnd: sum(lines.map(({ receivedVnd }) => receivedVnd)),
    refundedVnd: sum(lines.map(({ refundedVnd }) => refundedVnd)),
    strayVnd: await strayOf(sellerId, month),
  };
}

/** The same as a table for spreadsheets; `words` are the headings and the names of `how`, in the reader's language. */
export function ledgerTable(
  ledger: Ledger,
  words: { headings: readonly string[]; how: Record<PaidHow, string> },
): Rows {
  const rows = ledger.lines.map((line) => [
    { day: dayOf(line.soldAt) },
    line.number,
    line.soldVnd,
    line.receivedVnd,
    line.refundedVnd,
    words.how[line.how],
    line.reference,
    line.refundNote,
  ]);
  return [words.headings, ...rows];
}

async function* ordersSince(actor: Actor, since: Date): AsyncGenerator<Order> {
  let after: string | undefined;
  for (;;) {
    const orders = await listOrders(actor, { limit: 100, ...(after !== undefined && { after }) });
    for (const order of orders) if ((order.placedAt ?? since) >= since) yield order;
    const last = orders.at(-1);
    if (orders.length < 100 || !last || (last.placedAt ?? since) < since) return;
    after = last.number;
  }
}

const earliest = (month: string): Date => new Date(startOf(month).getTime() - mostDaysToPay * dayMs);
const startOf = (month: string): Date => momentOn(`${month}-01`);

function soldAtOf(order: Order): Date | null {
  if (!soldStates.includes(order.state) || (notSold.includes(order.state) && !wasPaid(order))) return null;
  return order.paidAt ?? timeOf(order, 'packed');
}

async function lineOf(order: Order, soldAt: Date): Promise<LedgerLine> {
  const transfer = await TransferModel.findOne({ orderNumber: order.number, state: 'matched' }).lean();
  const how = howOf(order, transfer !== null);
  return {
    number: order.number,
    url: `/don/${order.number}`,
    soldAt,
    soldVnd: order.totalVnd,
    receivedVnd: transfer?.amountVnd ?? receivedByWord(order, how),
    refundedVnd: refundedVndOf(order),
    how,
    reference: transfer?.reference ?? null,
    refundNote: order.refunds.map(({ note }) => note).join('; ') || null,
  };
}

/** What banks brought for shops that asked through the API: such money has no order here, but it was received. */
async function requestLines(sellerId: string, month: string): Promise<LedgerLine[]> {
  const transfers = await TransferModel.find({
    sellerId,
    state: 'matched',
    intentId: { $gt: '' },
    receivedAt: within(month),
  }).lean<TransferRecord[]>();
  const intents = await IntentModel.find({ _id: { $in: transfers.map(({ intentId }) => intentId) } }).lean<
    IntentRecord[]
  >();
  const byId = new Map(intents.map((intent) => [intent._id, intent]));
  return transfers.flatMap(({ intentId, receivedAt, amountVnd, reference }) => {
    const intent = byId.get(intentId ?? '');
    if (!intent) return [];
    const given = (intent.refunds ?? []).filter(({ state }) => state === 'succeeded');
    const money = { soldVnd: intent.amountVnd, receivedVnd: amountVnd, refundedVnd: refundedVndOn(given) };
    const refundNote = given.map(({ note }) => note).join('; ') || null;
    const said = { how: 'bank' as const, reference, refundNote };
    return [{ number: intent.reference, url: `/thanh-toan/${intent._id}`, soldAt: receivedAt, ...money, ...said }];
  });
}

function howOf(order: Order, hasTransfer: boolean): PaidHow {
  if (hasTransfer) return 'bank';
  if (order.paidBy?.startsWith(byHand)) return 'hand';
  // Its payment was taken back.
  return order.unpaidSince === null ? 'cash' : 'bank';
}

// Cash is received when the goods are handed over.
const receivedByWord = (order: Order, how: PaidHow): number =>
  how === 'hand' || (how === 'cash' && timeOf(order, 'delivered') !== null) ? order.totalVnd : 0;

// What belongs to an order beside the transfer that paid it (decision 0021).
async function addRests(sellerId: string, lines: readonly LedgerLine[]): Promise<void> {
  const byNumber = new Map(lines.map((line) => [line.number, line]));
  const rests = await TransferModel.find(
    { sellerId, ...isJoined, orderNumber: { $in: [...byNumber.keys()] } },
    { orderNumber: 1, amountVnd: 1 },
  ).lean<Pick<TransferRecord, 'orderNumber' | 'amountVnd'>[]>();
  for (const { orderNumber, amountVnd } of rests) {
    const line = byNumber.get(orderNumber ?? '');
    if (line) line.receivedVnd += amountVnd;
  }
}

async function strayOf(sellerId: string, month: string): Promise<number> {
  const rows = await TransferModel.find(
    {
      sellerId,
      state: { $in: ['review', 'set-aside'] },
      $nor: [isJoined, isToldSince, isCountedElsewhere],
      receivedAt: within(month),
    },
    { amountVnd: 1 },
  ).lean();
  return sum(rows.map(({ amountVnd }) => amountVnd));
}

function within(month: string): { $gte: Date; $lt: Date } {
  const [year = 0, number = 0] = month.split('-').map(Number);
  const next = number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
  return { $gte: startOf(month), $lt: startOf(next) };
}

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);
