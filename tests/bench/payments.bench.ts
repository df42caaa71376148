import mongoose from 'mongoose';
import type { BankMessage } from '../../server/payments/bank.ts';
import type { BankConnection } from '../../server/payments/bank-connections.ts';
import { receiveTransfer } from '../../server/payments/transfers.ts';
import { aCommune } from '../server/identity/makers.ts';
import { aConnection, aMessageFor, anAccount, aPack, aWaitingOrder } from '../server/payments/makers.ts';
import { noon } from '../support/services.ts';
import { median } from './row.ts';
import { timed, withEngine, writeBare } from './writes.ts';

/** One line of the table: work by the second, beside bare keyed writes to the same database in the same run. */
export interface Row {
  name: string;
  perSecond: number;
  /** Share of the baseline that its name tells. */
  share: number;
  /** The least share that passes. */
  bar: number | null;
}

const rounds = 9;
/** Rounds before those that count: a market's process runs for weeks, so what is new to it is not the question. */
const warmUps = 6;
/** What one message that pays an order writes: transfer kept, order, stock, step done, transfer matched, intent. */
const writesOfOne = 6;

/**
 * Bank messages that pay their order, twenty at once, on the embedded engine as production runs it and with its full
 * durability: medians of interleaved rounds.
 */
export const paymentsBench = (count = 100): Promise<Row[]> => withEngine(() => measure(count));

async function measure(count: number): Promise<Row[]> {
  const market = await prepare(count * (warmUps + rounds));
  const bare = mongoose.connection.collection('bench_bare');
  const seconds = { messages: [] as number[], writes: [] as number[] };
  for (let round = 0; round < warmUps + rounds; round += 1) {
    const sent = await messagesOf(market.packs, count);
    seconds.messages.push(
      await timed(sent, async (message) => void (await receiveTransfer(market.connection, message, noon))),
    );
    seconds.writes.push(await timed(keysOf(round, count), (key) => writeBare(bare, key)));
  }
  const perSecond = (rows: number[]) => count / median(rows.slice(warmUps));
  const [reconciled, written] = [perSecond(seconds.messages), perSecond(seconds.writes)];
  return [
    { name: 'bare keyed writes', perSecond: written, share: 1, bar: null },
    {
      name: 'bank messages reconciled, beside one bare write each',
      perSecond: reconciled,
      share: reconciled / written,
      bar: 0.5,
    },
    {
      name: `bank messages reconciled, beside the ${writesOfOne} bare writes that each makes`,
      perSecond: reconciled,
      share: (reconciled * writesOfOne) / written,
      bar: null,
    },
  ];
}

/** A household that sells twenty kinds of packs, so that not all orders queue at one batch. */
async function prepare(count: number): Promise<{ connection: BankConnection; packs: string[] }> {
  const commune = await aCommune();
  const { actor } = commune.household;
  const { number } = await anAccount(commune.sellers.household.id);
  const packs = await Promise.all(Array.from({ length: 20 }, () => aPack(actor, count)));
  return { connection: await aConnection(actor, number), packs };
}

/** The messages that pay this round's orders, which are placed just before as on a market day. */
async function messagesOf(packs: readonly string[], count: number): Promise<BankMessage[]> {
  const messages: BankMessage[] = [];
  const indexes = Array.from({ length: count }, (_, index) => index);
  await timed(indexes, async (index) => {
    const { intent } = await aWaitingOrder(packs[index % packs.length] ?? '');
    messages.push(aMessageFor(intent));
  });
  return messages;
}

const keysOf = (round: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${round}:${index}`);
