import mongoose from 'mongoose';
import { beforeAll, describe, expect, it } from 'vitest';
import { openapi } from '../../../server/http/openapi.ts';
import { endpointsOf, filePaths } from '../../../server/rooms.ts';
import { BatchModel, type BatchRecord } from '../../../server/traceability/batch-record.ts';
import { findFault } from '../../../server/traceability/chain.ts';
import { testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { random } from '../../support/random.ts';
import { aCommune } from './makers.ts';
import { roles } from './visibility-matrix.ts';
import { type Asked, requests } from './visibility-requests.ts';
import { type Commune, openBank, thingsOf } from './visibility-world.ts';

useDatabase();

// Requests as the OpenAPI document describes them, right in everything, and then mistaken at one place or several.

const { program, services } = testApp();
const amount = Number(process.env.REQUESTS ?? (process.env.FULL ? 100_000 : 300));
const chance = random(Number(process.env.SEED ?? 20_261_201));
const below = (most: number): number => Math.floor(chance() * most);
const oneOf = <T>(values: readonly T[]): T => values[below(values.length)] as T;

const words = ['', ' ', 'null', 'NaN', '-0', '1e999', '１２', '1.250', '0x10', '9007199254740993', '٣'];
const letters = [
  '\u0000',
  'a\u0000b',
  '\u202eabc',
  '\ud800',
  'e\u0301'.repeat(40),
  'ố'.repeat(5000),
  '../../etc/passwd',
  '%00',
];
const names = ['__proto__', 'constructor', '$where', "' OR 1=1", '{{7*7}}', '0'.repeat(24), 'f'.repeat(24), 'zzzzzzzz'];
const days = [
  '0000-00-00',
  '2026-02-30',
  '9999-12-31',
  '+010000-01-01',
  '2026-11-11T25:61:00Z',
  '275760-09-14',
  '1969-12-31',
];
const numbers = [null, true, false, 0, -1, 1.5, 1e21, 2 ** 53, -(2 ** 63), Number.MAX_VALUE];
const shapes: unknown[] = [
  [],
  [[]],
  [null],
  {},
  { $ne: null },
  { $gt: '' },
  { toString: 1 },
  { length: 1e9 },
  { value: 1, unit: 'kg' },
];
const hostile: readonly unknown[] = [...words, ...letters, ...names, ...days, ...numbers, ...shapes];

interface Parameter {
  name: string;
  in: string;
}
type Operations = Record<string, { parameters?: Parameter[] }>;
const paths = openapi(endpointsOf(services), 'http://localhost', filePaths).paths as Record<string, Operations>;
const routes = Object.keys(requests).filter(
  (route) => !/^(DELETE \/sessions|POST \/sessions|POST \/notebook\/pin)/.test(route),
);
let commune: Commune;

beforeAll(async () => {
  commune = await aCommune();
  await openBank(program(commune.household.token), commune.sellers.household.id);
});

const newThings = () =>
  thingsOf(
    { household: program(commune.household.token), cooperative: program(commune.cooperative.token), guest: program() },
    commune.sellers.household.id,
  );

/** Something else at one place of a body: another value, none, one more, or the whole replaced. */
function spoilt(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || chance() < 0.15) return oneOf(hostile);
  const copy = structuredClone(value) as Record<string, unknown>;
  const key = oneOf(Object.keys(value));
  const fate = chance();
  if (key === undefined || fate < 0.1) copy[wordOf(oneOf(hostile))] = oneOf(hostile);
  else if (fate < 0.2) Reflect.deleteProperty(copy, key);
  else copy[key] = spoilt(copy[key]);
  return copy;
}

/** What the document says may be asked of a route. */
function askable(route: string): Parameter[] {
  const [method = '', template = ''] = route.split(' ');
  return (paths[template]?.[method.toLowerCase()]?.parameters ?? []).filter((one) => one.in === 'query');
}

/** One part of the path replaced, or one of the query replaced or added. */
function misled(path: string, route: string): string {
  const [plain = '', query = ''] = path.split('?');
  const known = askable(route);
  if (known.length > 0 && chance() < 0.7) {
    const asked = new URLSearchParams(query);
    asked.set(oneOf(known).name, wordOf(oneOf(hostile)));
    return `${plain}?${asked.toString()}`;
  }
  const named = (route.split(' ')[1] ?? '').split('/').flatMap((part, place) => (part.startsWith('{') ? [place] : []));
  const parts = plain.split('/');
  if (named.length > 0) parts[oneOf(named)] = encodeURIComponent(wordOf(oneOf(hostile)));
  return path.replace(plain, parts.join('/'));
}

const wordOf = (value: unknown): string =>
  (typeof value === 'string' ? value : JSON.stringify(value)).replaceAll(/\p{Cs}/gu, '?').slice(0, 300);

async function broken(route: string, { path, body }: Asked): Promise<string | null> {
  const role = oneOf(chance() < 0.6 ? (['household', 'cooperative', 'officer'] as const) : roles);
  const where = chance() < 0.5 || body === undefined ? misled(path, route) : path;
  const sent = body && Array.from({ length: 1 + below(3) }).reduce<unknown>(spoilt, body);
  const answer = await send(route, where, { role, sent });
  if (isTold(answer)) return null;
  return `${answer.status} ${role} ${route} ${where.slice(0, 200)} ${JSON.stringify(sent)?.slice(0, 500)}`;
}

async function send(route: string, where: string, { role, sent }: { role: (typeof roles)[number]; sent: unknown }) {
  const agent = program(role === 'guest' ? undefined : commune[role].token);
  const [method = ''] = route.split(' ');
  const sending = agent[method.toLowerCase() as 'get' | 'post' | 'patch' | 'delete'](`/api/v1${where}`);
  return sent === undefined ? sending : sending.set('Content-Type', 'application/json').send(JSON.stringify(sent));
}

/** Done, or refused by a problem that says in words what is wrong. */
const isTold = ({ status, body }: { status: number; body: { type?: unknown; detail?: string } }): boolean =>
  status < 400 || (status < 500 && typeof body.type === 'string' && /\S/.test(body.detail ?? ''));

describe('requests with mistakes in them', () => {
  it('are done or refused in words, never answered with an error of ours', {
    timeout: 60_000 + amount * 200,
  }, async () => {
    const wrong: string[] = [];
    for (let n = 0, things = newThings(); n < amount && wrong.length < 20; n += 1) {
      const route = oneOf(routes);
      // What a request before did may stand in the way of making what the next is about.
      const asked = await requests[route]?.(things).catch(() => null);
      if (!asked || n % 200 === 199) things = newThings();
      const told = asked && (await broken(route, asked));
      if (told) wrong.push(told);
    }
    expect(wrong).toEqual([]);
  });

  it('leave no broken history and no stock below nothing', async () => {
    const batches = await BatchModel.find().lean<BatchRecord[]>();
    expect(batches.length).toBeGreaterThan(0);
    expect(batches.filter((record) => findFault(record) !== null).map(({ code }) => code)).toEqual([]);
    const stock = await mongoose.connection
      .collection('batches')
      .find({ $or: [{ 'packs.onHand': { $lt: 0 } }, { 'packs.held': { $lt: 0 } }] })
      .toArray();
    expect(stock).toEqual([]);
  });
});
