import { setTimeout as pause } from 'node:timers/promises';
import { OrderModel } from '../../server/orders/order-record.ts';
import { sweepOrders } from '../../server/orders/orders.ts';
import type { BankConnection } from '../../server/payments/bank-connections.ts';
import { findIntentForOrder } from '../../server/payments/intents.ts';
import { TransferModel } from '../../server/payments/transfer-record.ts';
import { receiveTransfer } from '../../server/payments/transfers.ts';
import { openSale } from '../../server/stalls/sales.ts';
import { getStall, type Stall } from '../../server/stalls/stalls.ts';
import { listenForVerdicts } from '../../server/stalls/verdicts.ts';
import { aCooperative, aHousehold, aSignedIn } from '../server/identity/makers.ts';
import { aConnection, aMessageFor, anAccount, aPack } from '../server/payments/makers.ts';
import { atMost, type Row } from './row.ts';
import { withEngine } from './writes.ts';

const stalls = 20;
const salesASecond = 3;
const seconds = Number(process.env.BENCH_SECONDS ?? 60);
const priceVnd = 60_000;
/** From the bank's message to the phone that says it. */
const barSeconds = 1;

interface Counter {
  stall: Stall;
  actor: Awaited<ReturnType<typeof aSignedIn>>['actor'];
  connection: BankConnection;
  packId: string;
}

interface Tally {
  sold: number;
  heardMs: number[];
  errors: unknown[];
}

/** Twenty stalls that sell three times a second each, for a minute: is every sale paid, said and counted, and how soon is it said? */
export const stallsBench = (): Promise<Row[]> => withEngine(measure);

async function measure(): Promise<Row[]> {
  const counters = await Promise.all(Array.from({ length: stalls }, open));
  const began = process.cpuUsage();
  const tally: Tally = { sold: 0, heardMs: [], errors: [] };
  await Promise.all(counters.map((counter, place) => sellAt(counter, tally, place)));
  await sweepOrders(new Date());
  const wanted = stalls * salesASecond * seconds;
  const paid = await TransferModel.countDocuments({ state: 'matched', amountVnd: priceVnd });
  const unpaid = await OrderModel.countDocuments({ state: { $in: ['placing', 'placed', 'expired', 'cancelled'] } });
  const heard = tally.heardMs.toSorted((a, b) => a - b);
  const at = (share: number) => (heard[Math.floor((heard.length - 1) * share)] ?? Number.NaN) / 1000;
  const wrong = tally.errors.length + Math.abs(wanted - tally.sold) + Math.abs(wanted - paid) + unpaid;
  const firstError = tally.errors.length > 0 ? `; ${String(tally.errors[0])}` : '';
  return [
    atMost(
      'sales of stalls that were lost, unpaid or failed',
      wrong,
      0,
      `${tally.sold} of ${wanted}, ${paid} paid, ${(process.cpuUsage(began).user / 1000 / wanted).toFixed(1)} ms of processor each${firstError}`,
    ),
    atMost(
      'bank’s message to the phone that says it, p99 in seconds',
      at(0.99),
      barSeconds,
      `${heard.length} heard, median ${at(0.5).toFixed(3)} s, longest ${at(1).toFixed(3)} s`,
    ),
  ];
}

async function open(): Promise<Counter> {
  const seller = await aHousehold((await aCooperative()).id);
  const { actor } = await aSignedIn(seller, new Date());
  const { number } = await anAccount(seller.id);
  const packId = await aPack(actor, salesASecond * seconds + 10, priceVnd);
  return { actor, packId, stall: await getStall({ id: seller.id }), connection: await aConnection(actor, number) };
}

/** Sales begin by the clock, whether the ones before are done or not; one phone listens all the while. */
async function sellAt(counter: Counter, tally: Tally, place: number): Promise<void> {
  const count = salesASecond * seconds;
  const told = new Map<string, number>();
  const listening = listen(counter, told, tally, count).catch((error: unknown) => tally.errors.push(error));
  const began = performance.now() + (place * 1000) / (stalls * salesASecond);
  const sales = Array.from({ length: count }, async (_, sale) => {
    await pause(Math.max(0, began + (sale * 1000) / salesASecond - performance.now()));
    await sell(counter, told).then(
      () => (tally.sold += 1),
      (error: unknown) => tally.errors.push(error),
    );
  });
  await Promise.all(sales);
  await listening;
}

async function sell({ actor, stall, packId, connection }: Counter, told: Map<string, number>): Promise<void> {
  const wanted = { lines: [{ packId, quantity: 1 }], amountVnd: null, payBy: 'vietqr' as const, note: null };
  const { order } = await openSale({ actor, stall, requestId: null }, wanted, new Date());
  const intent = await findIntentForOrder(order.number);
  if (!intent) throw new Error(`${order.number} has no code`);
  told.set(order.number, performance.now());
  const outcome = await receiveTransfer(connection, aMessageFor(intent), new Date());
  if (outcome !== 'paid') throw new Error(`${order.number} was ${outcome}`);
}

/** As a phone does: asks on with what it knows, until all was said or nothing has come for ten seconds. */
async function listen({ actor }: Counter, told: Map<string, number>, tally: Tally, count: number): Promise<void> {
  let since = new Date();
  const known: string[] = [];
  for (let heard = 0, silent = 0; heard < count && silent < 10; ) {
    const verdicts = await listenForVerdicts(actor, { since, known: known.slice(-100), waitSeconds: 1 });
    silent = verdicts.length > 0 ? 0 : silent + 1;
    for (const { id, at, kind, saleId } of verdicts) {
      known.push(id);
      heard += 1;
      since = new Date(Math.max(since.getTime(), at.getTime() - 20_000));
      if (kind !== 'enough') tally.errors.push(new Error(`${saleId} was said to be ${kind}`));
      tally.heardMs.push(performance.now() - (told.get(saleId ?? '') ?? 0));
    }
  }
}
