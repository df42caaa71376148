import { randomUUID } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import mongoose from 'mongoose';
import { readForm } from '../../server/payments/stripe/form-body.ts';
import { readParameters } from '../../server/payments/stripe/parameters.ts';
import { createPaymentIntent } from '../../server/payments/stripe/payment-intent-creation.ts';
import { CreateParameters } from '../../server/payments/stripe/payment-intents.schemas.ts';
import { aCommune } from '../server/identity/makers.ts';
import { anAccount } from '../server/payments/makers.ts';
import { testApp } from '../support/app.ts';
import { noon } from '../support/services.ts';
import type { Row } from './payments.bench.ts';
import { median } from './row.ts';
import { timed, withEngine, writeBare } from './writes.ts';

const rounds = 5;
/** Connections of the client: as many as ask at once. */
const connections = 20;
const apiKey = 'sk_test_a_key_of_the_bench';

/**
 * PaymentIntents made, twenty at once, each under its own Idempotency-Key, beside bare keyed writes to the same database:
 * medians of five interleaved rounds on the embedded engine with its full durability.
 */
export const intentsBench = (count = 200): Promise<Row[]> => withEngine(() => measure(count));

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
    seconds.writes.push(await timed(keys(count), (key) => writeBare(bare, key)));
    seconds.made.push(await timed(keys(count), (key) => make(form, key)));
    seconds.asked.push(await timed(keys(count), send));
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

const keys = (count: number): string[] => Array.from({ length: count }, () => randomUUID());

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
async function make(form: string, idempotencyKey: string): Promise<void> {
  const wanted = readParameters(CreateParameters, readForm(form));
  const key = { id: 'key_setting', name: '', sellerId: null };
  await createPaymentIntent(
    { key, wanted, cause: { requestId: 'req_bench', idempotencyKey }, apiVersion: null, defaultSeller: null },
    noon,
  );
}

async function openShop(form: string): Promise<{ send: (key: string) => Promise<void>; close: () => void }> {
  const { app } = testApp({ payments: { apiKey, defaultSeller: null, webhookUrl: null, webhookSecret: null } });
  const server = http.createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  const send = (key: string) =>
    post(form, key, { agent, port, host: '127.0.0.1', path: '/v1/payment_intents', method: 'POST' });
  const close = () => {
    agent.destroy();
    server.close();
  };
  return { send, close };
}

const post = (form: string, key: string, options: http.RequestOptions): Promise<void> =>
  new Promise((resolve, reject) => {
    const headers = {
      Authorization: `Bearer ${apiKey}`,
      'Content-Type': 'application/x-www-form-urlencoded',
      'Idempotency-Key': key,
    };
    const request = http.request({ ...options, headers }, (answer) => {
      answer.resume();
      answer.once('end', () => (answer.statusCode === 200 ? resolve() : reject(new Error(`${answer.statusCode}`))));
    });
    request.once('error', reject).end(form);
  });
