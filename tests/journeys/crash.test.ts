import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goOnWithMarket } from '../support/begun-market.ts';
import { askIntegrations, watchIntegrations } from '../support/integrated.ts';
import type { Market } from '../support/market.ts';
import { sandboxMessage } from '../support/sandbox-message.ts';

// The whole thread, with the process killed in the middle of every step and the step then sent again, as a phone would. What does
// not wait for one another is under way at the same time: a start of the program costs more than all of it.

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

/** Sends all of them at once, kills the program a moment later, starts it again and sends the very same once more. */
async function sendThroughACrash<Calls extends Call[]>(...calls: Calls): Promise<{ [K in keyof Calls]: Json }> {
  const keyed = calls.map((call, place) => {
    const key = createHash('sha256').update(`${call.path} ${place} ${seed}`).digest('hex');
    return { ...call, headers: { ...call.headers, 'Idempotency-Key': key } };
  });
  // What others read of us is being written too.
  const first = [...keyed.map(send), askIntegrations(market.url)].map((sent) => sent.catch(() => null));
  await wait(random(60));
  await market.kill();
  await Promise.all(first);
  await market.restart();
  return (await Promise.all(keyed.map(sendAgain))) as { [K in keyof Calls]: Json };
}

async function sendAgain(call: Call): Promise<Json> {
  let answer = await send(call);
  // A request that was cut off keeps its key for a while: a twin is told to come again.
  const isUnderWay = () => answer.status === 409 && String(answer.json.type).endsWith('request-in-progress');
  for (let tries = 0; isUnderWay() && tries < 10; tries += 1) answer = await send(call);
  expect(answer.status, JSON.stringify(answer.json)).toBeLessThan(300);
  return answer.json;
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
    const holds = await watchIntegrations(market.url);
    const household = await signIn('0900000101');
    const cooperative = await signIn('0900000201');
    const products = (await send({ method: 'GET', path: '/api/v1/products' })).json.data as Json[];
    const noodles = products.find(({ kind }) => kind === 'mien-dong') as { id: string; packs: { id: string }[] };
    const packId = noodles.packs[0]?.id ?? '';

    const batch = await register(household, noodles.id, packId);
    const code = String(batch.code);
    const view = async () => (await send({ method: 'GET', path: `/api/v1/batches/${code}`, token: household })).json;
    expect((await view()).stock).toEqual([{ packId, onHand: 10, held: 0 }]);

    const more = { stage: 'packing', occurredAt: new Date().toISOString(), packs: [{ packId, count: 10 }] };
    const [recorded, run, ...orders] = await sendThroughACrash(
      { path: `/api/v1/batches/${code}/events`, token: household, body: more },
      { path: `/api/v1/batches/${code}/label-runs`, token: cooperative, body: await labelRun() },
      orderOf(packId),
      orderOf(packId),
      orderOf(packId),
    );
    expect(recorded.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(stagesOf(await view()).filter((stage) => stage === 'packing')).toHaveLength(1);
    expect((await view()).stock).toEqual([{ packId, onHand: 20, held: 6 }]);
    expect(new Set(orders.map(({ number }) => number)).size).toBe(3);
    const csv = await fetch(market.url + String((run.links as Json).csv), {
      headers: { Authorization: `Bearer ${cooperative}` },
    });
    expect((await csv.text()).trim().split('\n')).toHaveLength(25);

    await sendThroughACrash(...orders.map(messageFor));
    for (const order of orders) await until(async () => (await seen(order)).state === 'paid');
    await until(async () => ((await view()).stock as Stock[])[0]?.onHand === 14);
    expect((await view()).stock).toEqual([{ packId, onHand: 14, held: 0 }]);

    // One is packed, one shipped and one delivered when it happens.
    const step = ({ number }: Json, name: string): Call => ({
      path: `/api/v1/orders/${String(number)}/${name}`,
      token: household,
      body: {},
    });
    const steps = ['packing', 'shipment', 'delivery'];
    for (const [place, order] of orders.entries())
      for (const name of steps.slice(0, place)) await sendAgain(step(order, name));
    await sendThroughACrash(...orders.map((order, place) => step(order, steps[place] ?? '')));
    const states = await Promise.all(orders.map(async (order) => (await seen(order)).state));
    expect(states).toEqual(['packed', 'shipped', 'delivered']);
    const told = async (stage: string) => stagesOf(await view()).filter((one) => one === stage).length;
    await until(async () => (await told('packed-order')) >= 3 && (await told('shipped-order')) >= 2);
    expect([await told('packed-order'), await told('shipped-order')]).toEqual([3, 2]);
    expect((await view()).stock).toEqual([{ packId, onHand: 14, held: 0 }]);
    await holds(code);
  }, 120_000);
});

async function register(token: string, productId: string, packId: string): Promise<Json> {
  const goods = { productId, quantity: { value: 40, unit: 'kg' }, producedOn: today(), expiresOn: tomorrow() };
  const body = { ...goods, lot: 'CRASH-1', packs: [{ packId, count: 10 }] };
  const [batch] = await sendThroughACrash({ path: '/api/v1/batches', token, body });
  return batch;
}

const orderOf = (packId: string): Call => ({
  path: '/api/v1/orders',
  body: {
    items: [{ packId, quantity: 2 }],
    buyer: { name: 'Nguyễn Văn An', phone: '0912345678' },
    delivery: { method: 'pickup', payBy: 'vietqr' },
  },
});

const seen = async ({ number, key }: Json): Promise<Json> =>
  (await send({ method: 'GET', path: `/api/v1/orders/${String(number)}?key=${String(key)}` })).json;

const messageFor = (order: Json, place: number): Call => ({
  path: '/webhooks/banks/sandbox/demo',
  headers: { Authorization: 'Apikey sandbox' },
  body: sandboxMessage(order, 4711 + place, today()),
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
