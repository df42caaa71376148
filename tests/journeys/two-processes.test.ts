import http from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goOnWithMarket } from '../support/begun-market.ts';
import { askIntegrations, watchIntegrations } from '../support/integrated.ts';
import type { Market } from '../support/market.ts';
import { sandboxMessage } from '../support/sandbox-message.ts';

// Two processes answer for one market: what one of them was told, the other must know.

type Json = Record<string, unknown>;
let market: Market;
beforeAll(async () => {
  market = await goOnWithMarket({ WORKERS: '2' });
  await until(bothAnswer);
});
afterAll(() => market?.stop());

/** Over a connection of its own: the processes take turns at new ones. */
function send(path: string, { body, ...options }: http.RequestOptions & { body?: string }) {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const request = http.request(market.url + path, { ...options, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** What a page shows in each process, one after the other and again. */
async function everywhere(page: string): Promise<string[]> {
  const headers = { accept: 'text/html', 'user-agent': 'Mozilla/5.0 (Linux; Android 10) Chrome/120 Mobile' };
  const seen: string[] = [];
  for (let n = 0; n < 4; n += 1) seen.push((await send(page, { headers })).text);
  return seen;
}

/** What a program sends. */
async function call(method: string, path: string, given: { body?: Json; token?: string; bank?: boolean } = {}) {
  const headers = {
    accept: 'application/json',
    ...(given.body ? { 'content-type': 'application/json' } : {}),
    ...(given.token ? { authorization: `Bearer ${given.token}` } : {}),
    ...(given.bank ? { authorization: 'Apikey sandbox' } : {}),
  };
  const body = given.body && JSON.stringify(given.body);
  const { status, text } = await send(path, { method, headers, ...(body ? { body } : {}) });
  return { status, json: JSON.parse(text) as Json };
}

const signIn = async (phone: string): Promise<string> =>
  String((await call('POST', '/api/v1/sessions', { body: { phone, pin: '246810' } })).json.token);

interface Goods {
  packId: string;
  code: string;
  token: string;
}

/** Goods of their own with one batch, so that nothing else can be sold in its place. */
async function someGoods(name: string, count: number): Promise<Goods> {
  const token = await signIn('0900000101');
  const pack = { name: 'Gói 500 g', netQuantity: { value: 500, unit: 'g' }, priceVnd: 50_000 };
  const product = await call('POST', '/api/v1/products', { token, body: { name, kind: 'mien-dong', packs: [pack] } });
  const packId = (product.json.packs as { id: string }[])[0]?.id ?? '';
  const body = {
    productId: product.json.id,
    quantity: { value: 50, unit: 'kg' },
    producedOn: new Date(Date.now() - 86_400_000).toISOString().slice(0, 10),
    packs: [{ packId, count }],
  };
  const batch = await call('POST', '/api/v1/batches', { token, body });
  expect(batch.status).toBe(201);
  return { packId, code: String(batch.json.code), token };
}

const order = (packId: string) =>
  call('POST', '/api/v1/orders', {
    body: {
      items: [{ packId, quantity: 1 }],
      buyer: { name: 'Nguyễn Văn An', phone: '0912345678' },
      delivery: { method: 'pickup', payBy: 'vietqr' },
    },
  });

const pay = (order: Json) => {
  const body = sandboxMessage(order, Math.floor(Math.random() * 1e9), '2026-11-22');
  return call('POST', '/webhooks/banks/sandbox/demo', { bank: true, body });
};

const stateOf = async ({ number, key }: Json): Promise<unknown> =>
  (await call('GET', `/api/v1/orders/${String(number)}?key=${String(key)}`)).json.state;

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await isSo()) return;
    await wait(100);
  }
  throw new Error('It did not come about within 10 seconds');
}

/** The first to be ready answers alone for a moment. One alone would have counted each request when the next one came. */
async function bothAnswer(): Promise<boolean> {
  const counts: number[] = [];
  for (let n = 0; n < 4; n += 1) counts.push(await countedBy());
  return counts.some((count, place) => count <= (counts[place - 1] ?? -1));
}

async function countedBy(): Promise<number> {
  const { text } = await send('/metrics', {});
  const counts = [...text.matchAll(/^http_request_duration_seconds_count\{.*\} (\d+)$/gm)];
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
}

describe('a recall told to one process', () => {
  it('shows on every page in both within a second, stops the sale and names every order', async () => {
    const { packId, code } = await someGoods('Miến dong thu hồi', 40);
    const serial = await aSerial(code);
    const pages = [`/t/${code}`, `/t/${code}?lang=en`, `/t/${code}/${serial}`];
    const [waiting, paid] = [(await order(packId)).json, (await order(packId)).json];
    await pay(paid);
    await until(async () => (await stateOf(paid)) === 'paid');
    const elsewhere = await someGoods('Miến dong khác', 5);
    const { json: other } = await order(elsewhere.packId);
    for (const page of pages) for (const text of await everywhere(page)) expect(text).toContain('verdict--genuine');

    // Buyers go on ordering while the officer calls it back.
    const officer = await signIn('0900000301');
    const buying = Array.from({ length: 8 }, () => order(packId));
    const words = { reason: 'Có mốc', advice: 'Mang trả' };
    const recall = await call('POST', `/api/v1/batches/${code}/recall`, { token: officer, body: words });
    const [late] = await Promise.all([order(packId), wait(1000)]);
    expect(recall.status).toBe(201);
    expect(late.status).toBe(409);

    for (const page of pages) for (const text of await everywhere(page)) expect(text).toContain('verdict--recalled');
    const bought = (await Promise.all(buying)).filter(({ status }) => status === 201).map(({ json }) => json);
    const listed = recall.json.affectedOrders as { number: string; state: string }[];
    const numbers = listed.map(({ number }) => number);
    expect(numbers).toEqual(expect.arrayContaining([waiting, paid, ...bought].map(({ number }) => number)));
    expect(numbers).not.toContain(other.number);
    expect(listed.filter(({ state }) => state === 'paid').map(({ number }) => number)).toEqual([paid.number]);
    expect(await stateOf(paid)).toBe('paid');
    for (const unpaid of [waiting, ...bought]) await until(async () => (await stateOf(unpaid)) === 'cancelled');
    const { json } = await call('GET', `/api/v1/batches/${code}`, { token: officer });
    expect(json.stock).toEqual([{ packId, onHand: 39, held: 0 }]);
  });
});

async function aSerial(code: string): Promise<string> {
  const token = await signIn('0900000201');
  const body = { template: 'bag-62x33', stock: 'avery-l7159', count: 1, serials: true };
  const { json } = await call('POST', `/api/v1/batches/${code}/label-runs`, { token, body });
  const { csv } = json.links as { csv: string };
  let text = '';
  await until(async () => {
    const answer = await send(csv, { headers: { authorization: `Bearer ${token}` } });
    text = answer.text;
    return answer.status === 200;
  });
  return /\/([0-9A-Z]{8})\s*$/.exec(text.trim())?.[1] ?? '';
}

describe('twenty phones at once', () => {
  it('make one unforked chain through both processes, with every acknowledged step in it and in one public log', async () => {
    const holds = await watchIntegrations(market.url);
    const { code, packId, token } = await someGoods('Miến dong hai mươi', 1);
    const step = { stage: 'packing', occurredAt: new Date().toISOString(), packs: [{ packId, count: 1 }] };
    const writing = Array.from({ length: 10 }, () => askIntegrations(market.url));
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => call('POST', `/api/v1/batches/${code}/events`, { token, body: step })),
    );
    await Promise.all(writing);
    const acknowledged = answers.filter(({ status }) => status === 201).map(({ json }) => json.id);
    expect(acknowledged).toHaveLength(20);
    const { json } = await call('GET', `/api/v1/batches/${code}`, { token });
    const events = json.events as { id: string; hash: string; previousHash: string }[];
    expect(new Set(events.map(({ id }) => id))).toEqual(new Set(acknowledged));
    const follows = events.slice(1).map(({ previousHash }, place) => previousHash === events[place]?.hash);
    expect(follows).toEqual(Array(19).fill(true));
    expect(json.stock).toEqual([{ packId, onHand: 21, held: 0 }]);
    await holds(code);
  });
});
