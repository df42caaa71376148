import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import mongoose, { type Collection } from 'mongoose';
import { connectTo } from '../../server/database/connection.ts';
import { startEngine } from '../../server/database/embedded/engine.ts';
import type { BankMessage } from '../../server/payments/bank.ts';
import type { BankConnection } from '../../server/payments/bank-connections.ts';
import { receiveTransfer } from '../../server/payments/transfers.ts';
import { aCommune } from '../server/identity/makers.ts';
import { aConnection, aMessageFor, anAccount, aPack, aWaitingOrder } from '../server/payments/makers.ts';
import { noon } from '../support/services.ts';

/** One line of the table: work by the second, beside bare keyed writes to the same database in the same run. */
export interface Row {
  name: string;
  perSecond: number;
  /** Share of the baseline that its name tells. */
  share: number;
  /** The least share that passes. */
  bar: number | null;
}

const rounds = 5;
const atOnce = 20;
/** What one message that pays an order writes: transfer kept, order, stock, step done, transfer matched, intent. */
const writesOfOne = 6;

/**
 * Bank messages that pay their order, twenty at once, on the embedded engine with its full durability: medians of five
 * interleaved rounds.
 */
export async function paymentsBench(count = 100): Promise<Row[]> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'cho-bench-'));
  const engine = await startEngine({ dataDir });
  try {
    await connectTo(engine.uri, 'bench');
    return await measure(count);
  } finally {
    await mongoose.disconnect();
    await engine.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function measure(count: number): Promise<Row[]> {
  const market = await prepare(count * (rounds + 1));
  const bare = mongoose.connection.collection('bench_bare');
  const seconds = { messages: [] as number[], writes: [] as number[] };
  // The first round warms up and is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    const sent = await messagesOf(market.packs, count);
    seconds.messages.push(
      await timed(sent, async (message) => void (await receiveTransfer(market.connection, message, noon))),
    );
    seconds.writes.push(await timed(keysOf(round, count), (key) => write(bare, key)));
  }
  const perSecond = (rows: number[]) => count / median(rows.slice(1));
  const [reconciled, written] = [perSecond(seconds.messages), perSecond(seconds.writes)];
  return [
    { name: 'bare keyed writes', perSecond: written, share: 1, bar: null },
    {
      name: 'bank messages reconciled, beside one bare write each',
      perSecond: reconciled,
      share: reconciled / written,
      bar: null,
    },
    {
      name: `bank messages reconciled, beside the ${writesOfOne} bare writes that each makes`,
      perSecond: reconciled,
      share: (reconciled * writesOfOne) / written,
      bar: 0.5,
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

const write = async (bare: Collection, key: string): Promise<void> => {
  await bare.updateOne(
    { _id: key as never },
    { $setOnInsert: { amountVnd: 60_000, at: noon, content: 'x'.repeat(200) } },
    { upsert: true },
  );
};

/** Does the work for each, twenty at once; seconds it took. */
async function timed<T>(list: readonly T[], work: (one: T) => Promise<void>): Promise<number> {
  const queue = list.values();
  const worker = async () => {
    for (const one of queue) await work(one);
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: atOnce }, worker));
  return (performance.now() - began) / 1000;
}

const median = (list: number[]): number => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
