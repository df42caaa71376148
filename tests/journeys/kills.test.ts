import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goOnWithMarket } from '../support/begun-market.ts';
import { watchIntegrations } from '../support/integrated.ts';
import type { Market } from '../support/market.ts';
import { random } from '../support/random.ts';
import { sandboxMessage } from '../support/sandbox-message.ts';

// Two processes under mixed load; one of them, or the whole program, dies again and again. A ledger keeps what was acknowledged.

const rounds = Number(process.env.KILLS ?? (process.env.FULL ? 200 : 1));
const writers = 3;
const chance = random(Number(process.env.SEED ?? 20_261_201));

type Json = Record<string, unknown>;

let market: Market;
beforeAll(async () => {
  market = await goOnWithMarket({ WORKERS: '2' });
});
afterAll(() => market?.stop());

interface Call {
  path: string;
  body?: Json;
  token?: string;
  /** Of the bank, which repeats itself without a key. */
  bank?: boolean;
}

async function send({ path, body, token, bank }: Call, key: string): Promise<{ status: number; json: Json }> {
  const answer = await fetch(market.url + path, {
    method: body ? 'POST' : 'GET',
    headers: {
      accept: 'application/json',
      // Each over a connection of its own, so that both processes are asked.
      connection: 'close',
      ...(body && { 'content-type': 'application/json', 'idempotency-key': key }),
      ...(token && { authorization: `Bearer ${token}` }),
      ...(bank && { authorization: 'Apikey sandbox' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, json: (await answer.json()) as Json };
}

/** As a phone does: the very same again, until there is an answer. */
async function surely(call: Call): Promise<{ status: number; json: Json }> {
  const key = randomUUID();
  for (let tries = 0; tries < 600; tries += 1) {
    const answer = await send(call, key).catch(() => null);
    const isUnderWay = answer?.status === 409 && String(answer.json.type).endsWith('request-in-progress');
    if (answer && answer.status < 500 && !isUnderWay) return answer;
    await wait(100);
  }
  throw new Error(`${call.path} was not answered within a minute`);
}

/** What one writer was told is done. */
interface Ledger {
  token: string;
  packId: string;
  code: string;
  steps: string[];
  paid: { number: string; key: string }[];
}

async function open(place: number): Promise<Ledger> {
  const signedIn = await surely({ path: '/api/v1/sessions', body: { phone: '0900000101', pin: '246810' } });
  const token = String(signedIn.json.token);
  const pack = { name: 'Gói 500 g', netQuantity: { value: 500, unit: 'g' }, priceVnd: 50_000 };
  const goods = { name: `Miến dong ${place} ${randomUUID()}`, kind: 'mien-dong', packs: [pack] };
  const product = await surely({ path: '/api/v1/products', body: goods, token });
  const packId = (product.json.packs as { id: string }[])[0]?.id ?? '';
  const quantity = { value: 5000, unit: 'kg' };
  const batch = { productId: product.json.id, quantity, producedOn: yesterday(), packs: [{ packId, count: 1 }] };
  const { status, json } = await surely({ path: '/api/v1/batches', body: batch, token });
  expect(status).toBe(201);
  return { token, packId, code: String(json.code), steps: [], paid: [] };
}

const yesterday = (): string => new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);

let transfers = 0;

/** Packs one, sells one, has it paid; and again, until it is enough. */
async function write(ledger: Ledger, isEnough: () => boolean): Promise<void> {
  const { token, packId, code } = ledger;
  while (!isEnough()) {
    const step = { stage: 'packing', occurredAt: new Date().toISOString(), packs: [{ packId, count: 1 }] };
    const packed = await surely({ path: `/api/v1/batches/${code}/events`, body: step, token });
    expect(packed.status, JSON.stringify(packed.json)).toBe(201);
    ledger.steps.push(String(packed.json.id));
    const phone = `09${String(Math.floor(chance() * 1e8)).padStart(8, '0')}`;
    const order = {
      items: [{ packId, quantity: 1 }],
      buyer: { name: 'Nguyễn Văn An', phone },
      delivery: { method: 'pickup', payBy: 'vietqr' },
    };
    const placed = await surely({ path: '/api/v1/orders', body: order });
    expect(placed.status, JSON.stringify(placed.json)).toBe(201);
    transfers += 1;
    const message = sandboxMessage(placed.json, 7_000_000 + transfers, yesterday());
    const told = await surely({ path: '/webhooks/banks/sandbox/demo', body: message, bank: true });
    expect(told.status).toBe(200);
    ledger.paid.push({ number: String(placed.json.number), key: String(placed.json.key) });
  }
}

const workers = (): number[] =>
  readFileSync(`/proc/${market.pid()}/task/${market.pid()}/children`, 'utf8')
    .trim()
    .split(/\s+/)
    .filter(Boolean)
    .map(Number);

/** One of the two, or all of it, which is then started again. */
async function killSomething(round: number): Promise<void> {
  const alive = workers();
  const one = alive[Math.floor(chance() * alive.length)];
  if (round % 2 === 0 && one !== undefined) return void process.kill(one, 'SIGKILL');
  await market.kill();
  await market.restart();
}

async function holds({ token, packId, code, steps, paid }: Ledger): Promise<void> {
  const { json } = await surely({ path: `/api/v1/batches/${code}`, token });
  expect((json.events as { id: string }[]).map(({ id }) => id)).toEqual(steps);
  for (const { number, key } of paid) {
    const { json: order } = await surely({ path: `/api/v1/orders/${number}?key=${key}` });
    expect([number, order.state]).toEqual([number, 'paid']);
  }
  // One was there before any step; each step packed one, each order took one: nothing was done twice.
  expect(json.stock).toEqual([{ packId, onHand: 1 + steps.length - paid.length, held: 0 }]);
}

describe('two processes that are killed under load', () => {
  it(`lose nothing acknowledged and do nothing twice in ${rounds} kills`, {
    timeout: 60_000 + rounds * 30_000,
  }, async () => {
    const bothHold = await watchIntegrations(market.url);
    const ledgers = await Promise.all(Array.from({ length: writers }, (_, place) => open(place)));
    let isEnough = false;
    const writing = Promise.all(ledgers.map((ledger) => write(ledger, () => isEnough)));
    for (let round = 0; round < rounds; round += 1) {
      await Promise.race([wait(300 + chance() * 700), writing]);
      await killSomething(round);
    }
    isEnough = true;
    await writing;
    for (const ledger of ledgers) {
      expect(ledger.paid.length).toBeGreaterThan(0);
      await holds(ledger);
      await bothHold(ledger.code);
    }
  });
});
