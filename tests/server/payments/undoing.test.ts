import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { findOrder, type Order, packOrder, returnOrder, sweepOrders } from '../../../server/orders/orders.ts';
import type { BankConnection } from '../../../server/payments/bank-connections.ts';
import { bringBack } from '../../../server/payments/bringing-back.ts';
import { confirmReceived } from '../../../server/payments/confirmations.ts';
import { giveBack } from '../../../server/payments/giving-back.ts';
import { getLedger } from '../../../server/payments/ledger.ts';
import { joinParts } from '../../../server/payments/parts.ts';
import { partsFrom, shareOut } from '../../../server/payments/shares.ts';
import { sweepPayments } from '../../../server/payments/sweep.ts';
import { getTransfer, matchTransfer, receiveTransfer } from '../../../server/payments/transfers.ts';
import { takeWordBack } from '../../../server/payments/word-taken-back.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { type Commune, minutesAfter as minutes } from '../identity/makers.ts';
import { stockOf } from '../orders/makers.ts';
import { cutOff } from './cut-off.ts';
import { aConnectedMarket, aMessageFor, aWaitingOrder, transferFrom } from './makers.ts';
import { aMove, faultsIn, type Move, make } from './moved-money.ts';

useDatabase();

let commune: Commune;
let packId: string;
let connection: BankConnection;
const soon = minutes(noon, 5);
const later = minutes(noon, 20);

beforeAll(async () => {
  ({ commune, packId, connection } = await aConnectedMarket(2000));
});

const actor = () => commune.household.actor;
const code = (wanted: string) => expect.objectContaining({ code: wanted });
const price = 60_000;

/** Money that came in: for what the content says, or for nothing known. */
async function came(amountVnd: number, content = 'CHUYEN TIEN', accountOf?: Awaited<ReturnType<typeof aWaitingOrder>>) {
  const { intent } = accountOf ?? (await aWaitingOrder(packId));
  const message = aMessageFor(intent, { amountVnd, content });
  await receiveTransfer(connection, message, soon);
  return (await transferFrom(connection, message.providerId))._id.toHexString();
}
const stateOf = async (number: string) => (await findOrder(number))?.state;
const look = (id: string) => getTransfer(actor(), id);
const book = async () => getLedger(actor(), commune.sellers.household.id, '2026-11');
const bookOf = async ({ number }: Pick<Order, 'number'>) => (await book()).lines.find((line) => line.number === number);

describe('a wrong match', () => {
  it('is taken back: the money is on the desk, the order waits again and is paid by what comes for it', async () => {
    const [wrong, right] = [await aWaitingOrder(packId), await aWaitingOrder(packId)];
    const id = await came(price);
    await matchTransfer(actor(), id, wrong.order.number, soon);
    expect(await bringBack(actor(), id, later)).toMatchObject({ state: 'review', reason: 'undone', orderNumber: null });
    expect(await findOrder(wrong.order.number)).toMatchObject({
      state: 'paid',
      paidAt: null,
      paidBy: null,
      unpaidSince: later,
    });
    expect(await bookOf(wrong.order)).toBeUndefined();
    await expect(packOrder(actor(), wrong.order.number, later)).rejects.toThrow(code('order-not-possible'));
    await matchTransfer(actor(), id, right.order.number, later);
    expect(await stateOf(right.order.number)).toBe('paid');
    await receiveTransfer(connection, aMessageFor(wrong.intent), later);
    expect(await findOrder(wrong.order.number)).toMatchObject({ state: 'paid', unpaidSince: null });
    expect(await bookOf(wrong.order)).toMatchObject({ soldVnd: price, receivedVnd: price, refundedVnd: 0 });
    expect((await packOrder(actor(), wrong.order.number, later)).state).toBe('packed');
  });

  it('of an order that is let go after it ends without a refund, its packs on the shelf', async () => {
    const { order } = await aWaitingOrder(packId);
    const batchCode = order.items[0]?.taken[0]?.batchCode ?? '';
    const before = await stockOf(batchCode);
    const id = await came(price);
    await matchTransfer(actor(), id, order.number, soon);
    await expect(returnOrder(actor(), order.number, { goods: 'back' }, soon)).rejects.toThrow(
      code('order-not-possible'),
    );
    await bringBack(actor(), id, later);
    await expect(giveBack(actor(), order.number, { note: 'x' }, later)).rejects.toThrow(code('order-not-possible'));
    expect(await returnOrder(actor(), order.number, { goods: 'back' }, later)).toMatchObject({
      state: 'returned',
      refunds: [],
    });
    // One more was placed for the money's account, and holds its pack.
    expect(await stockOf(batchCode)).toEqual(before);
    await expect(matchTransfer(actor(), id, order.number, later)).rejects.toThrow(code('transfer-order-refused'));
  });

  it('brings back what was joined to the order beside it', async () => {
    const waiting = await aWaitingOrder(packId);
    const [most, rest] = [
      await came(40_000, waiting.intent.reference, waiting),
      await came(20_000, waiting.intent.reference, waiting),
    ];
    await joinParts(actor(), most, soon);
    expect(await bookOf(waiting.order)).toMatchObject({ receivedVnd: price });
    await bringBack(actor(), most, later);
    expect([(await look(most)).state, (await look(rest)).state]).toEqual(['review', 'review']);
    expect(await bookOf(waiting.order)).toBeUndefined();
  });

  it('is not taken back where money went back to the buyer, or a shop was told', async () => {
    const { order } = await aWaitingOrder(packId);
    const id = await came(price);
    await matchTransfer(actor(), id, order.number, soon);
    await giveBack(actor(), order.number, { note: 'FT1', amountVnd: 1000 }, soon);
    await expect(bringBack(actor(), id, later)).rejects.toThrow(code('transfer-given-back'));
    expect(await look(id)).toMatchObject({ state: 'matched' });
    expect(await findOrder(order.number)).toMatchObject({ state: 'paid', unpaidSince: null });
  });

  it('by word is taken back, unless its bank has told of the money', async () => {
    const [said, told] = [await aWaitingOrder(packId), await aWaitingOrder(packId)];
    for (const { order } of [said, told]) await confirmReceived(actor(), order.number, soon);
    await receiveTransfer(connection, aMessageFor(told.intent), soon);
    expect(await takeWordBack(actor(), said.order.number, later)).toMatchObject({ state: 'paid', paidAt: null });
    await expect(takeWordBack(actor(), told.order.number, later)).rejects.toThrow(code('not-paid-by-word'));
    await receiveTransfer(connection, aMessageFor(said.intent), later);
    expect((await findOrder(said.order.number))?.unpaidSince).toBeNull();
  });
});

describe('one transfer for several orders', () => {
  const three = async () => [await aWaitingOrder(packId), await aWaitingOrder(packId), await aWaitingOrder(packId)];
  const numbersOf = (waiting: Awaited<ReturnType<typeof three>>) => waiting.map(({ order }) => order.number);

  it('pays each, keeps what is too much on the desk, and is one again when that was wrong', async () => {
    const numbers = numbersOf(await three());
    const id = await came(3 * price + 5000);
    const { strayVnd } = await book();
    const parts = await shareOut(actor(), id, numbers, soon);
    expect(parts.map(({ state, amountVnd }) => [state, amountVnd])).toEqual([
      ...numbers.map(() => ['matched', price]),
      ['review', 5000],
    ]);
    expect(await Promise.all(numbers.map(stateOf))).toEqual(['paid', 'paid', 'paid']);
    expect((await book()).strayVnd).toBe(strayVnd - 3 * price);
    expect(await bringBack(actor(), id, later)).toMatchObject({ state: 'review', amountVnd: 3 * price + 5000 });
    expect((await book()).strayVnd).toBe(strayVnd);
    expect(await partsFrom(id)).toEqual([]);
    expect((await findOrder(numbers[0] ?? ''))?.unpaidSince).toEqual(later);
    await shareOut(actor(), id, numbers.slice(1), later);
    expect((await findOrder(numbers[1] ?? ''))?.unpaidSince).toBeNull();
  });

  it('is refused in words where the orders are not several, not ours or cost more, and changes nothing', async () => {
    const [one = '', two = ''] = numbersOf(await three());
    const id = await came(price);
    await expect(shareOut(actor(), id, [one, one], soon)).rejects.toThrow(code('shares-same'));
    await expect(shareOut(actor(), id, [one], soon)).rejects.toThrow(code('shares-same'));
    await expect(shareOut(actor(), id, [one, 'DH00000000'], soon)).rejects.toThrow(code('order-not-found'));
    await expect(shareOut(actor(), id, [one, two], soon)).rejects.toThrow(code('shares-exceed'));
    await expect(shareOut(commune.stranger.actor, id, [one, two], soon)).rejects.toThrow(code('transfer-not-found'));
    expect(await look(id)).toMatchObject({ state: 'review', isShared: false });
  });

  it('stays divided where money of a part went back, and no part of it is told by a bank', async () => {
    const numbers = numbersOf(await three()).slice(1);
    const { intent } = await aWaitingOrder(packId);
    const message = aMessageFor(intent, { amountVnd: 2 * price, content: 'HAI DON', reference: null });
    await receiveTransfer(connection, message, soon);
    const id = (await transferFrom(connection, message.providerId))._id.toHexString();
    await shareOut(actor(), id, numbers, soon);
    await giveBack(actor(), numbers[0] ?? '', { note: 'FT1' }, soon);
    await expect(bringBack(actor(), id, later)).rejects.toThrow(code('shares-moved'));
    expect((await partsFrom(id)).map(({ amountVnd }) => amountVnd)).toEqual([price, price]);
    // The whole is told once more, and a real second transfer of a part's amount is one of its own.
    expect(await receiveTransfer(connection, message, later)).toBe('seen-before');
    const real = aMessageFor(intent, { amountVnd: price, content: 'HAI DON', reference: null });
    expect(await receiveTransfer(connection, real, later)).toBe('kept-for-review');
  });
});

describe('money that people move about', () => {
  it('is counted once, whatever they do, two at once and wherever the process dies', async () => {
    const round = async (moves: Move[]) => {
      const waiting = [await aWaitingOrder(packId), await aWaitingOrder(packId), await aWaitingOrder(packId)];
      const numbers = waiting.map(({ order }) => order.number);
      const amounts = [price, 2 * price, 2 * price + 7000];
      const ids = await Promise.all(amounts.map((amountVnd) => came(amountVnd, 'CHUYEN TIEN', waiting[0])));
      for (const [place, one] of moves.entries()) {
        const at = minutes(later, place);
        const work = () => make(one, { actor: actor(), ids, numbers, at });
        await cutOff(() => Promise.allSettled(one.twice ? [work(), work()] : [work()]), one.dies);
        await sweepOrders(minutes(at, 2));
        await sweepPayments(minutes(at, 2));
        const sum = amounts.reduce((all, amountVnd) => all + amountVnd, 0);
        expect(await faultsIn(ids, numbers, sum), JSON.stringify(moves.slice(0, place + 1))).toEqual([]);
      }
    };
    const rounds = { numRuns: process.env.FULL ? 400 : 12, seed: 94, endOnFailure: !process.env.FULL };
    await fc.assert(fc.asyncProperty(fc.array(aMove, { minLength: 3, maxLength: 8 }), round), rounds);
  }, 600_000);
});
