import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { findOrder } from '../../../server/orders/orders.ts';
import { addBankConnection, type BankConnection } from '../../../server/payments/bank-connections.ts';
import { importStatement, uploadStatement } from '../../../server/payments/statements.ts';
import { TransferModel } from '../../../server/payments/transfer-record.ts';
import { receiveTransfer } from '../../../server/payments/transfers.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { type Commune, minutesAfter } from '../identity/makers.ts';
import { channelsOf, layouts, type Real } from './channels.ts';
import { aConnection, aMarket, aMessageFor, aWaitingOrder, connectionSecret } from './makers.ts';

useDatabase();

const soon = minutesAfter(noon, 70);
let commune: Commune;
let number: string;
let packId: string;
let tell: ReturnType<typeof channelsOf>;
let bySepay: BankConnection;

beforeAll(async () => {
  ({ commune, number, packId } = await aMarket(1000));
  const { actor } = commune.household;
  bySepay = await aConnection(actor, number);
  const byCasso = await addBankConnection(
    actor,
    { provider: 'casso', accounts: [number], secret: connectionSecret },
    actor.freshAt,
  );
  tell = channelsOf({ sepay: bySepay, casso: byCasso }, number, soon);
});

async function tellByStatement(reals: readonly Real[], layout: (reals: readonly Real[]) => string): Promise<void> {
  const { actor } = commune.household;
  const id = await uploadStatement(actor, Buffer.from(layout(reals)), soon);
  await importStatement({ ...actor, freshAt: soon }, id, soon);
}

interface Telling {
  channel: string;
  which: number;
}

/** Every transfer is told at least once, by anybody, in any order; then whatever else is told. */
const stories = fc.noShrink(
  fc.record({
    kinds: fc.array(fc.constantFrom('pays', 'pays again', 'names nobody'), { minLength: 3, maxLength: 7 }),
    rest: fc.array(fc.record({ channel: fc.constantFrom('sepay', 'casso', 'sandbox'), which: fc.nat(6) }), {
      maxLength: 10,
    }),
    firsts: fc.array(fc.constantFrom('sepay', 'casso', 'sandbox'), { minLength: 7, maxLength: 7 }),
    files: fc.array(fc.record({ layout: fc.nat(1), from: fc.nat(6), to: fc.nat(6), at: fc.nat(20) }), { maxLength: 3 }),
    order: fc.infiniteStream(fc.nat(1000)),
  }),
);

let runs = 0;

/** The transfers of one story: some pay an order, some pay the one before once more, some name nobody. */
async function realsOf(kinds: readonly string[]): Promise<{ reals: Real[]; numbers: string[] }> {
  runs += 1;
  const reals: Real[] = [];
  const numbers: string[] = [];
  let content = 'CK';
  for (const [minute, kind] of kinds.entries()) {
    if (kind === 'pays') {
      const { intent, order } = await aWaitingOrder(packId);
      numbers.push(order.number);
      content = `${intent.reference} CT tu 0123 NGUYEN VAN MUA`;
    }
    const words = kind === 'names nobody' ? 'CHUYEN TIEN' : content;
    reals.push({ reference: `FT26320${runs}X${minute}`, amountVnd: 60_000, content: words, minute });
  }
  return { reals, numbers };
}

const booked = () => TransferModel.find({ sellerId: commune.sellers.household.id }).lean();

describe('a transfer', () => {
  it('is booked once, whichever channels tell of it, however often and in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(stories, async ({ kinds, rest, firsts, files, order }) => {
        const { reals, numbers } = await realsOf(kinds);
        const before = await booked();
        const tellings: Telling[] = [
          ...reals.map((_, which) => ({ channel: firsts[which] ?? 'sepay', which })),
          ...rest.map(({ channel, which }) => ({ channel, which: which % reals.length })),
        ];
        const steps = [
          ...tellings.map(({ channel, which }) => async () => {
            const real = reals[which];
            if (real) await tell[channel]?.(real);
          }),
          ...files.map(({ layout, from, to }) => async () => {
            const [start, end] = [Math.min(from, to) % reals.length, Math.max(from, to) + 1];
            await tellByStatement(reals.slice(start, end), layouts[layout] ?? (() => ''));
          }),
        ];
        const turns = order[Symbol.iterator]();
        const shuffled = steps
          .map((step) => ({ step, turn: turns.next().value ?? 0 }))
          .toSorted((a, b) => a.turn - b.turn);
        for (const { step } of shuffled) await step();
        const now = (await booked()).filter(({ _id }) => !before.some((one) => one._id.equals(_id)));
        const sum = (rows: readonly { amountVnd: number }[]) => rows.reduce((total, one) => total + one.amountVnd, 0);
        expect(now.map(({ reference }) => reference).toSorted()).toEqual(
          reals.map(({ reference }) => reference).toSorted(),
        );
        expect(sum(now)).toBe(sum(reals));
        const paid = now.flatMap(({ state, orderNumber }) => (state === 'matched' ? [orderNumber ?? ''] : []));
        expect(paid.toSorted()).toEqual(numbers.toSorted());
        for (const one of numbers) expect((await findOrder(one))?.state).toBe('paid');
      }),
      { numRuns: process.env.FULL ? 300 : 12, seed: 15 },
    );
  });

  it('is one, told by a message and by a file that has no references, and a second one like it is another', async () => {
    const { intent } = await aWaitingOrder(packId);
    const first = aMessageFor(intent, { receivedAt: minutesAfter(noon, 1) });
    const second = aMessageFor(intent, { receivedAt: minutesAfter(noon, 2) });
    const before = (await booked()).length;
    await receiveTransfer(bySepay, first, soon);
    const line = `16/11/2026,${first.content},60.000`;
    const file = ['Ngày,Nội dung,Ghi có', line, line].join('\n');
    const { actor } = commune.household;
    const take = async () =>
      importStatement({ ...actor, freshAt: soon }, await uploadStatement(actor, Buffer.from(file), soon), soon);
    expect(await take()).toEqual({ taken: 1, known: 1 });
    expect(await receiveTransfer(bySepay, second, soon)).toBe('seen-before');
    expect(await take()).toEqual({ taken: 0, known: 2 });
    expect(await booked()).toHaveLength(before + 2);
  });

  it('that pays an order a second time is no telling of the first, since its bank’s reference is another', async () => {
    const { order, intent } = await aWaitingOrder(packId);
    await receiveTransfer(bySepay, aMessageFor(intent, { reference: 'FT26320777A' }), soon);
    await tellByStatement(
      ['FT26320777A', 'FT26320777B'].map((reference, minute) => ({
        reference,
        amountVnd: 60_000,
        content: intent.reference,
        minute,
      })),
      layouts[0] ?? (() => ''),
    );
    const records = await TransferModel.find({ orderNumber: order.number }).sort({ reference: 1 }).lean();
    expect(records.map(({ reference, state, reason }) => ({ reference, state, reason }))).toEqual([
      { reference: 'FT26320777A', state: 'matched', reason: null },
      { reference: 'FT26320777B', state: 'review', reason: 'doubled' },
    ]);
  });

  it('that names an order which is paid and one which waits pays the one that waits', async () => {
    const [paid, waits] = [await aWaitingOrder(packId), await aWaitingOrder(packId)];
    await receiveTransfer(bySepay, aMessageFor(paid.intent), soon);
    const content = `${paid.intent.reference} ${waits.intent.reference}`;
    expect(await receiveTransfer(bySepay, aMessageFor(waits.intent, { content }), soon)).toBe('paid');
    expect((await findOrder(waits.order.number))?.state).toBe('paid');
  });
});
