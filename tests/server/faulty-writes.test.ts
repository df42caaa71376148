import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import mongoose from 'mongoose';
import { afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { log } from '../../server/http/log.ts';
import { startSweeping } from '../../server/sweeping.ts';
import { noon, testApp } from '../support/app.ts';
import type { Fault } from '../support/fault-proxy.ts';
import { useFaultyDatabase } from '../support/faulty-database.ts';
import { aCommune } from './identity/makers.ts';
import { type Asked, requests } from './identity/visibility-requests.ts';
import { type Commune, openBank, thingsOf } from './identity/visibility-world.ts';

// Bar 24, writes: each is sent while the database fails, told to come again, and sent again as it was. What stands in the
// database then is what stands there after it was sent once, without any fault.
// The sweep makes no backups here: those are the embedded engine's own.
const { program, services } = testApp({ mongodbUri: inject('mongodbUri') });
log.level = 'silent';
const { fail, heal } = useFaultyDatabase(() => program().get('/readyz'));
let commune: Commune;

beforeAll(async () => {
  commune = await aCommune();
  await openBank(household(), commune.sellers.household.id);
}, 60_000);
afterEach(heal);

const household = () => program(commune.household.token);

/** What is not doubled by nature: they are about the asking, not about what was asked for. */
const besides = new Set(['POST /sessions', 'DELETE /sessions/current', 'POST /notebook/pin', 'POST /notebook/codes']);
const all = Object.keys(requests).filter((route) => !route.startsWith('GET') && !besides.has(route));
/** Stock, money and history: what costs somebody something when it is done twice, and which write's answer gets lost in `npm test`. */
const few: Record<string, number> = {
  'POST /products': 2,
  'POST /batches/{code}/events': 2,
  'POST /orders': 3,
  'POST /transfers/{id}/match': 2,
  'POST /bank-connections': 2,
};
const routes = process.env.FULL ? all : Object.keys(few);

interface Sent extends Asked {
  route: string;
  key: string;
}

/** A request about things that nothing was done to yet. */
async function prepared(route: string): Promise<Sent> {
  const makers = { household: household(), cooperative: program(commune.cooperative.token), guest: program() };
  const asked = await requests[route]?.(thingsOf(makers, commune.sellers.household.id));
  if (!asked) throw new Error(`No request for ${route}`);
  return { ...asked, route, key: randomUUID() };
}

const byCooperative = /recall|sale-permission|\/imports/;

function send({ route, path, body, key }: Sent) {
  const [method = ''] = route.split(' ');
  const agent = program((byCooperative.test(route) ? commune.cooperative : commune.household).token);
  const sending = agent[method.toLowerCase() as 'post' | 'patch' | 'delete'](`/api/v1${path}`).set(
    'Idempotency-Key',
    key,
  );
  return body === undefined ? sending : sending.send(body);
}

/** How many documents each collection holds, and how many things lie in lists in them; told as lines. */
async function contents(): Promise<Map<string, number>> {
  const db = mongoose.connection.db;
  const found = new Map<string, number>();
  for (const { name } of (await db?.listCollections({}, { nameOnly: true }).toArray()) ?? []) {
    if (aboutAsking.test(name)) continue;
    for (const document of (await db?.collection(name).find().toArray()) ?? []) {
      const lists = Object.entries(document).flatMap(([field, value]) =>
        Array.isArray(value) ? [[`${name}.${field}`, value.length] as const] : [],
      );
      for (const [what, count] of [[name, 1] as const, ...lists]) found.set(what, (found.get(what) ?? 0) + count);
    }
  }
  return found;
}

/** Who tried what, and when: each try is one. And what grows by the round, whatever it is told meanwhile: the public log, and labels. */
const aboutAsking = /^(audit|guesses|idempotency|marks|sessions|refusals|ledger.*|label_.*)$/;

/** Of these the one who sends them again may hear that it is so already, which is true and in words. */
const isSoAlready = /shop-links|\/story$|\/story\/showing|\/recall\/lifting/;
const isTold = (route: string, status: number, wanted: number): boolean =>
  status === wanted || (isSoAlready.test(route) && (status === 409 || status === 404));

/** What there is more, or less, once the sweep has finished what was cut off. */
async function since(before: Map<string, number>): Promise<string[]> {
  await startSweeping({ config: services.config, now: () => new Date(noon.getTime() + 2 * 60_000) })();
  return [...(await contents())]
    .filter(([what, count]) => count !== (before.get(what) ?? 0))
    .map(([what, count]) => `${what} ${count - (before.get(what) ?? 0)}`)
    .sort();
}

describe.each(routes)('%s', (route) => {
  it('is done once though the answer to a write gets lost, whichever', { timeout: 300_000 }, async () => {
    const plain = await prepared(route);
    const empty = await contents();
    const { status } = await send(plain);
    const once = await since(empty);
    expect(status).toBeLessThan(300);
    // In the long run each write's, until there is none more.
    for (let after = process.env.FULL ? 0 : (few[route] ?? 0); ; after += 1) {
      const faulty = await prepared(route);
      const before = await contents();
      fail('loses', after);
      const first = await send(faulty);
      await heal();
      const second = await send(faulty);
      expect([after, await since(before)]).toEqual([after, once]);
      expect([after, second.status, isTold(route, second.status, status)]).toEqual([after, second.status, true]);
      if (first.status !== status)
        expect([after, first.status, first.headers['retry-after']]).toEqual([after, 503, '5']);
      if (first.status === status || !process.env.FULL) break;
    }
  });
});

// A database that hangs or is not there: `database-faults.test.ts` tries it with few requests of every kind.
const outages: Fault[] = [
  ...(process.env.FULL ? (['hangs', 'refuses', 'steps down'] as const) : []),
  'drops',
  'is full',
];
const electionSeconds = process.env.FULL ? [3, 9, 15] : [1];

describe.each(outages)('while the database %s', (fault) => {
  it('every write is told to come again, and is done once when it does', { timeout: 300_000 }, async () => {
    const asked: Sent[] = [];
    for (const route of routes) asked.push(await prepared(route));
    fail(fault);
    const told = await Promise.all(
      asked.map(async (one) => {
        const { status, headers } = await send(one);
        return `${one.route}: ${status} ${headers['retry-after']}`;
      }),
    );
    expect(told).toEqual(routes.map((route) => `${route}: 503 5`));
    await heal();
    for (const one of asked) {
      const { status } = await send(one);
      expect([one.route, status, status < 300 || isTold(one.route, status, 200)]).toEqual([one.route, status, true]);
    }
  });
});

describe.each(electionSeconds)('while there is no primary for %i seconds', (seconds) => {
  it('is told to come again as often as it asks, and goes on by itself afterwards', { timeout: 60_000 }, async () => {
    const asked = await prepared('POST /batches');
    fail('steps down');
    const back = wait(seconds * 1000, 'back');
    const told: string[] = [];
    do {
      const { status, headers } = await send(asked);
      told.push(`${status} ${headers['retry-after']}`);
    } while ((await Promise.race([back, wait(100, 'gone')])) === 'gone');
    expect(told.filter((one) => one !== '503 5')).toEqual([]);
    await heal();
    expect((await send(asked)).status).toBe(201);
  });
});
