import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import mongoose, { type Collection } from 'mongoose';
import { connectTo } from '../../server/database/connection.ts';
import { startEngine } from '../../server/database/embedded/engine.ts';
import { readForm } from '../../server/payments/stripe/form-body.ts';
import { readParameters } from '../../server/payments/stripe/parameters.ts';
import { createPaymentIntent } from '../../server/payments/stripe/payment-intent-creation.ts';
import { CreateParameters } from '../../server/payments/stripe/payment-intents.schemas.ts';
import { aCommune } from '../server/identity/makers.ts';
import { anAccount } from '../server/payments/makers.ts';
import { testApp } from '../support/app.ts';
import { noon } from '../support/services.ts';
import type { Row } from './payments.bench.ts';

const rounds = 5;
const atOnce = 20;
const apiKey = 'sk_test_a_key_of_the_bench';

/**
 * PaymentIntents made, twenty at once, each under its own Idempotency-Key, beside bare keyed writes to the same database:
 * medians of five interleaved rounds on the embedded engine with its full durability.
 */
export async function intentsBench(count = 200): Promise<Row[]> {
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
  const { sellers } = await aCommune();
  const sellerId = sellers.household.id;
  await anAccount(sellerId);
  const form = formFor(sellerId);
  const { send, close } = await openShop(form);
  const bare = mongoose.connection.collection('bench_bare');
  const seconds = { writes: [] as number[], made: [] as number[], asked: [] as number[] };
  // The first round warms up and is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    seconds.writes.push(await timed(count, () => write(bare)));
    seconds.made.push(await timed(count, () => make(form)));
    seconds.asked.push(await timed(count, send));
  }
  close();
  const perSecond = (rows: number[]) => count / median(rows.slice(1));
  const written = perSecond(seconds.writes);
  const row = (name: string, rate: number, bar: number | null): Row => ({
    name,
    perSecond: rate,
    share: rate / written,
    bar,
  });
  return [
    row('bare keyed writes', written, null),
    row('payment intents made, beside as many bare writes', perSecond(seconds.made), 0.5),
    row('the same asked for through HTTP, with the client in this process', perSecond(seconds.asked), null),
  ];
}

const formFor = (sellerId: string): string =>
  new URLSearchParams({
    amount: '45000',
    currency: 'vnd',
    confirm: 'true',
    'payment_method_types[0]': 'vietqr',
    'metadata[order_id]': 'A-2026-0017',
    'transfer_data[destination]': `acct_${sellerId}`,
  }).toString();

/** All that the route does behind the body and before the answer. */
async function make(form: string): Promise<void> {
  const wanted = readParameters(CreateParameters, readForm(form));
  const key = { id: 'key_setting', name: '', sellerId: null };
  await createPaymentIntent({ key, wanted, idempotencyKey: randomUUID(), defaultSeller: null }, noon);
}

async function openShop(form: string): Promise<{ send: () => Promise<void>; close: () => void }> {
  const { app } = testApp({ payments: { apiKey, defaultSeller: null, webhookUrl: null, webhookSecret: null } });
  const server = http.createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const agent = new http.Agent({ keepAlive: true, maxSockets: atOnce });
  const send = () => post(form, { agent, port, host: '127.0.0.1', path: '/v1/payment_intents', method: 'POST' });
  const close = () => {
    agent.destroy();
    server.close();
  };
  return { send, close };
}

const post = (form: string, options: http.RequestOptions): Promise<void> =>
  new Promise((resolve, reject) => {
    const headers = {
      Authorization: `Bearer ${apiKey}`,
      'Content-Type': 'application/x-www-form-urlencoded',
      'Idempotency-Key': randomUUID(),
    };
    const request = http.request({ ...options, headers }, (answer) => {
      answer.resume();
      answer.once('end', () => (answer.statusCode === 200 ? resolve() : reject(new Error(`${answer.statusCode}`))));
    });
    request.once('error', reject).end(form);
  });

const write = async (bare: Collection): Promise<void> => {
  await bare.updateOne(
    { _id: randomUUID() as never },
    { $setOnInsert: { amountVnd: 60_000, at: noon, content: 'x'.repeat(200) } },
    { upsert: true },
  );
};

/** Does the work so many times, twenty at once; seconds it took. */
async function timed(count: number, work: () => Promise<void>): Promise<number> {
  let left = count;
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      await work();
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: atOnce }, worker));
  return (performance.now() - began) / 1000;
}

const median = (list: number[]): number => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
