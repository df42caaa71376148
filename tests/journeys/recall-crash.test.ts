import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goOnWithMarket } from '../support/begun-market.ts';
import type { Market } from '../support/market.ts';

// A recall of a whole family, with the process killed somewhere in it: of all its batches all are barred afterwards, or none.

const full = process.env.FULL !== undefined;
const [size, kills] = full ? [500, 30] : [40, 3];
const most = 7;

let market: Market;
beforeAll(async () => {
  market = await goOnWithMarket();
}, 600_000);
afterAll(() => market.stop());

type Json = Record<string, unknown>;

async function send(path: string, body?: unknown, token?: string): Promise<{ status: number; json: Json }> {
  const answer = await fetch(`${market.url}/api/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      Accept: 'application/json',
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, json: (await answer.json()) as Json };
}

const signIn = async (phone: string): Promise<string> =>
  String((await send('/sessions', { phone, pin: '246810' })).json.token);

let seed = 20261130;
const random = (below: number): number => {
  seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
  return seed % below;
};

interface Family {
  root: string;
  packId: string;
  officer: string;
  /** How long a recall of it takes here and now, so that kills fall into all of it. */
  recallMs: number;
}

/** One batch and so many made from it, each from an earlier one, with a pack each. */
async function aFamily(): Promise<Family> {
  const household = await signIn('0900000101');
  const pack = { name: 'Gói', netQuantity: { value: 500, unit: 'g' }, priceVnd: 20_000 };
  const product = (await send('/products', { name: 'Miến gãy', kind: 'mien-dong', packs: [pack] }, household)).json;
  const packId = (product.packs as { id: string }[])[0]?.id ?? '';
  const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
  const codes: string[] = [];
  const make = async (n: number) => {
    // A tenth of what it is made from, so that there is enough for all seven.
    const quantity = { value: 10_000 / 10 ** generationOf(n), unit: 'kg' };
    const inputs = n === 0 ? [] : [{ batchCode: codes[parentOf(n)], quantity }];
    const goods = { quantity, producedOn: today, packs: [{ packId, count: 1 }] };
    const { status, json } = await send('/batches', { productId: product.id, ...goods, inputs }, household);
    expect(status, JSON.stringify(json)).toBe(201);
    return String(json.code);
  };
  codes.push(await make(0));
  while (codes.length < size) {
    const next = Array.from({ length: Math.min(most, size - codes.length) }, (_, n) => codes.length + n);
    // Of one parent at a time: what they are made from is there already.
    codes.push(...(await Promise.all(next.map(make))));
  }
  const family = { root: codes[0] ?? '', packId, officer: await signIn('0900000301') };
  return { ...family, recallMs: await measuredRecall(family) };
}

async function measuredRecall({ root, officer }: Omit<Family, 'recallMs'>): Promise<number> {
  const started = performance.now();
  await speak(root, officer);
  const took = performance.now() - started;
  await lift(root, officer);
  return took;
}

async function speak(root: string, officer: string): Promise<void> {
  expect((await send(`/batches/${root}/recall`, { reason: 'Có mốc', advice: 'Mang trả' }, officer)).status).toBe(201);
}

async function lift(root: string, officer: string): Promise<void> {
  expect((await send(`/batches/${root}/recall/lifting`, { reason: 'Kiểm lại đạt' }, officer)).status).toBe(201);
}

const parentOf = (n: number): number => Math.floor((n - 1) / most);
const generationOf = (n: number): number => (n === 0 ? 0 : 1 + generationOf(parentOf(n)));

interface Placed {
  number: string;
  key: string;
}

const order = async (packId: string): Promise<Placed | number> => {
  const buyer = { name: 'Nguyễn Văn An', phone: '0912345678' };
  const wanted = { items: [{ packId, quantity: 2 }], buyer, delivery: { method: 'pickup', payBy: 'vietqr' } };
  const { status, json } = await send('/orders', wanted);
  return status === 201 ? { number: String(json.number), key: String(json.key) } : status;
};

const stateOf = async ({ number, key }: Placed): Promise<unknown> =>
  (await send(`/orders/${number}?key=${key}`)).json.state;

async function cancel({ number, key }: Placed): Promise<void> {
  expect((await send(`/orders/${number}/cancellation?key=${key}`, {})).status).toBe(201);
}

const isPlaced = (one: Placed | number | null): one is Placed => typeof one === 'object' && one !== null;

/** Speaks the recall while people order, kills the program in the midst of it and starts it again. */
async function recallThroughAKill({ root, packId, officer, recallMs }: Family): Promise<Placed[]> {
  const before = [await order(packId), await order(packId)];
  const speaking = speak(root, officer).catch(() => null);
  const meanwhile = Array.from({ length: 4 }, async (_, n) => {
    await wait(n * 10);
    return order(packId).catch(() => null);
  });
  await wait(random(1 + Math.ceil(recallMs)));
  await market.kill();
  await speaking;
  const placed = [...before, ...(await Promise.all(meanwhile))].filter(isPlaced);
  await market.restart();
  return placed;
}

/** Reads at once what is barred: all of it or none, and the orders accordingly. @returns whether the recall holds */
async function expectWhole({ root, packId, officer }: Family, placed: readonly Placed[]): Promise<boolean> {
  const { json: trace } = await send(`/batches/${root}/trace`, undefined, officer);
  const { json: batch } = await send(`/batches/${root}`, undefined, officer);
  const states = (trace.forward as { state: string }[]).map(({ state }) => state);
  expect(states).toHaveLength(size - 1);
  expect([...new Set(states)]).toEqual([batch.state]);
  const isRecalled = batch.state === 'recalled';
  const wanted = placed.map(() => (isRecalled ? 'cancelled' : 'placed'));
  expect(await Promise.all(placed.map(stateOf))).toEqual(wanted);
  if (isRecalled) expect(await order(packId)).toBe(409);
  return isRecalled;
}

describe('a kill -9 in the middle of a recall', () => {
  it('bars all that was made from the batch or nothing, and lets no order slip through', async () => {
    const family = await aFamily();
    let held = 0;
    for (let n = 0; n < kills; n += 1) {
      const placed = await recallThroughAKill(family);
      const isRecalled = await expectWhole(family, placed);
      held += isRecalled ? 1 : 0;
      if (isRecalled) await lift(family.root, family.officer);
      else await Promise.all(placed.map(cancel));
    }
    // biome-ignore lint/suspicious/noConsole: the long run says what it met
    if (full) console.log(`${kills} kills in a recall of ${size}: ${held} held, ${kills - held} did not take`);
  }, 1_800_000);
});
