import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goOnWithMarket } from '../support/begun-market.ts';
import type { Market } from '../support/market.ts';

// The whole thread, with the process killed in the middle of every step and the step then sent again, as a phone would.

let market: Market;
beforeAll(async () => {
  market = await goOnWithMarket();
});
afterAll(() => market.stop());

interface Call {
  method?: string;
  path: string;
  body?: unknown;
  token?: string | undefined;
  headers?: Record<string, string>;
}

type Json = Record<string, unknown>;

async function send({ method = 'POST', path, body, token, headers }: Call): Promise<{ status: number; json: Json }> {
  const answer = await fetch(market.url + path, {
    method,
    headers: {
      Accept: 'application/json',
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, json: (await answer.json()) as Json };
}

let seed = 20261122;
const random = (below: number): number => {
  seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
  return seed % below;
};

/** Sends it, kills the program a moment later, starts it again and sends the very same once more. */
async function sendThroughACrash(call: Call): Promise<Json> {
  const key = createHash('sha256').update(`${call.path} ${seed}`).digest('hex');
  const keyed = { ...call, headers: { ...call.headers, 'Idempotency-Key': key } };
  const first = send(keyed).catch(() => null);
  await wait(random(60));
  await market.kill();
  await first;
  await market.restart();
  let second = await send(keyed);
  // A request that was cut off keeps its key for a while: a twin is told to come again.
  for (
    let tries = 0;
    second.status === 409 && String(second.json.type).endsWith('request-in-progress') && tries < 10;
    tries += 1
  ) {
    second = await send(keyed);
  }
  expect(second.status, JSON.stringify(second.json)).toBeLessThan(300);
  return second.json;
}

const signIn = async (phone: string): Promise<string> => {
  const { json } = await send({ path: '/api/v1/sessions', body: { phone, pin: '246810' } });
  return String(json.token);
};

interface Stock {
  packId: string;
  onHand: number;
  held: number;
}

describe('the thread with a kill -9 in every step', () => {
  it('goes on: nothing doubled, nothing stuck', async () => {
    const household = await signIn('0900000101');
    const cooperative = await signIn('0900000201');
    const products = (await send({ method: 'GET', path: '/api/v1/products' })).json.data as Json[];
    const noodles = products.find(({ kind }) => kind === 'mien-dong') as { id: string; packs: { id: string }[] };
    const packId = noodles.packs[0]?.id ?? '';

    const batch = await sendThroughACrash({
      path: '/api/v1/batches',
      token: household,
      body: {
        productId: noodles.id,
        quantity: { value: 40, unit: 'kg' },
        producedOn: today(),
        lot: 'CRASH-1',
        expiresOn: tomorrow(),
      },
    });
    const code = String(batch.code);
    const recorded = await sendThroughACrash({
      path: `/api/v1/batches/${code}/events`,
      token: household,
      body: { stage: 'packing', occurredAt: new Date().toISOString(), packs: [{ packId, count: 10 }] },
    });
    const view = async () => (await send({ method: 'GET', path: `/api/v1/batches/${code}`, token: household })).json;
    expect(((await view()).events as Json[]).filter(({ stage }) => stage === 'packing')).toHaveLength(1);
    expect((await view()).stock).toEqual([{ packId, onHand: 10, held: 0 }]);

    const run = await sendThroughACrash({
      path: `/api/v1/batches/${code}/label-runs`,
      token: cooperative,
      body: await labelRun(),
    });
    const csv = await fetch(market.url + String((run.links as Json).csv), {
      headers: { Authorization: `Bearer ${cooperative}` },
    });
    expect((await csv.text()).trim().split('\n')).toHaveLength(25);

    const order = await sendThroughACrash({
      path: '/api/v1/orders',
      body: {
        items: [{ packId, quantity: 2 }],
        buyer: { name: 'Nguyễn Văn An', phone: '0912345678' },
        delivery: { method: 'pickup', payBy: 'vietqr' },
      },
    });
    const payment = order.payment as { reference: string; account: { number: string } };
    expect((await view()).stock).toEqual([{ packId, onHand: 10, held: 2 }]);

    await sendThroughACrash({
      path: '/webhooks/banks/sandbox/demo',
      headers: { Authorization: 'Apikey sandbox' },
      body: {
        id: 4711,
        gateway: 'SANDBOX',
        transactionDate: `${today()} 10:00:00`,
        accountNumber: payment.account.number,
        code: null,
        content: payment.reference,
        transferType: 'in',
        transferAmount: order.totalVnd,
        accumulated: 0,
        subAccount: null,
        referenceCode: 'SB.4711',
        description: '',
      },
    });
    const seen = async () =>
      (await send({ method: 'GET', path: `/api/v1/orders/${String(order.number)}?key=${String(order.key)}` })).json;
    await until(async () => (await seen()).state === 'paid');
    await until(async () => ((await view()).stock as Stock[])[0]?.onHand === 8);
    expect((await view()).stock).toEqual([{ packId, onHand: 8, held: 0 }]);

    for (const step of ['packing', 'shipment', 'delivery']) {
      await sendThroughACrash({ path: `/api/v1/orders/${String(order.number)}/${step}`, token: household, body: {} });
    }
    expect((await seen()).state).toBe('delivered');
    await until(async () => stagesOf(await view()).includes('shipped-order'));
    const stages = stagesOf(await view());
    expect(stages.filter((stage) => stage === 'packed-order')).toHaveLength(1);
    expect(stages.filter((stage) => stage === 'shipped-order')).toHaveLength(1);
    expect((await view()).stock).toEqual([{ packId, onHand: 8, held: 0 }]);
    expect(recorded.hash).toMatch(/^[0-9a-f]{64}$/);
  }, 120_000);
});

const stagesOf = (batch: Json): string[] => (batch.events as { stage: string }[]).map(({ stage }) => stage);
const today = (): string => new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
const tomorrow = (): string => new Date(Date.now() + 31 * 3_600_000).toISOString().slice(0, 10);

/** A template on a stock that it fits, as the program itself lists them. */
async function labelRun(): Promise<Json> {
  const token = await signIn('0900000201');
  const list = async (path: string) => (await send({ method: 'GET', path, token })).json.data as Json[];
  const [template] = await list('/api/v1/label-templates');
  const stocks = await list('/api/v1/label-stocks');
  const stock = stocks.find(({ id }) => id === 'avery-l7159');
  return { template: template?.id, stock: stock?.id, count: 24, serials: true };
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await isSo()) return;
    await wait(100);
  }
  throw new Error('It did not come about within 20 seconds');
}
