import { randomBytes, randomUUID } from 'node:crypto';
import http from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import supertest from 'supertest';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../server/app.ts';
import { log } from '../../server/http/log.ts';
import { findActor } from '../../server/identity/accounts.ts';
import { provenanceFront } from '../../server/provenance/front.pages.ts';
import type { Services } from '../../server/services.ts';
import type { Fault } from '../support/fault-proxy.ts';
import { useFaultyDatabase } from '../support/faulty-database.ts';
import { startMarket } from '../support/market.ts';
import { noon, testConfig } from '../support/services.ts';
import { aThread, serialOf, type Thread } from './provenance/makers.ts';

// Bar 24: every kind of page, while the database hangs, drops what it says or is gone. Nothing here is timed but by what
// comes first: a kept page is there before anybody is told that the database does not answer.
log.level = 'silent';
const config = { ...testConfig(), payments: { ...testConfig().payments, apiKey: `sk_test_${'k'.repeat(32)}` } };
const clock = { now: noon.getTime() };
const services: Services = { config, now: () => new Date(clock.now) };
const server = http.createServer(provenanceFront(services, createApp(services, findActor)));
const database = useFaultyDatabase(() => supertest(server).get('/readyz'));
let thread: Thread;

beforeAll(async () => {
  thread = await aThread();
  await new Promise<void>((resolve) => server.listen(0, resolve));
});
afterEach(async () => {
  await database.heal();
  clock.now += 60_000;
});
afterAll(() => void server.close());

const page = (path: string) => supertest(server).get(path).set('Accept', 'text/html');
const kept: [string, (code: string) => supertest.Test, 'public' | 'private'][] = [
  ['a batch', (code) => page(`/t/${code}`), 'public'],
  ['a unit', (code) => page(`/t/${code}/${serialOf(code)}`), 'public'],
  ['who comes from Facebook', (code) => page(`/t/${code}?fbclid=IwAR0x`), 'public'],
  ['who was signed in once', (code) => page(`/t/${code}`).set('Cookie', 'session=abc'), 'private'],
  ['who is signed in, a unit', (code) => page(`/t/${code}/${serialOf(code)}`).set('Cookie', 'session=abc'), 'private'],
  ['a program', (code) => supertest(server).get(`/t/${code}`).set('Accept', 'application/json'), 'private'],
];

const v1 = (test: supertest.Test) => test.set('Authorization', `Bearer ${config.payments.apiKey}`);
const others: [string, () => supertest.Test][] = [
  ['the market', () => page('/')],
  ['who was signed in', () => page('/ban-lam-viec').set('Cookie', 'session=abc')],
  ['an order', () => page('/don/DH00000000?key=abc')],
  ['a batch nobody scanned', () => page('/t/01234568')],
  ['the API', () => supertest(server).get('/api/v1/products')],
  ['a write', () => supertest(server).post('/api/v1/sessions').send({ phone: '0912345678', pin: '135790' })],
  ['a payment', () => v1(supertest(server).get('/v1/payment_intents'))],
  ['readiness', () => supertest(server).get('/readyz')],
];

describe.each<Fault>(['hangs', 'refuses', 'drops'])('while the database %s', (fault) => {
  it('every scan is answered from what is kept, marked with its age, before anything else gives up', async () => {
    const { code } = thread.batch;
    for (const [, ask] of kept) expect((await ask(code)).status).toBe(200);
    clock.now += 5000;
    database.fail(fault);
    const givesUp = page('/').then(() => 'gave up');
    for (const [, ask, forWhom] of kept) {
      const answer = await Promise.race([ask(code), ...(fault === 'hangs' ? [givesUp] : [])]);
      if (typeof answer === 'string') throw new Error('a kept page waited for the database');
      expect(answer.status).toBe(200);
      expect(answer.text).toMatch(/chưa kiểm tra được lô này/);
      expect(answer.text).not.toContain('Hàng thật');
      expect(answer.headers['cache-control']).toContain(forWhom);
    }
    await givesUp;
  }, 30_000);

  it('everything else is told to come again, and when', async () => {
    database.fail(fault);
    const started = performance.now();
    const answers = await Promise.all(
      others.map(async ([what, ask]) => {
        const { status, headers } = await ask();
        return { what, status, again: headers['retry-after'] ?? null, ms: performance.now() - started };
      }),
    );
    const said = answers.map(({ what, status, again }) => `${what}: ${status} ${again}`);
    expect(said).toEqual(others.map(([what]) => `${what}: 503 5`));
  }, 30_000);
});

describe('the program itself', () => {
  // Production loads no demonstration, so it is there at once.
  const production = {
    NODE_ENV: 'production',
    PUBLIC_URL: 'https://cho.example',
    SESSION_SECRET: randomBytes(32).toString('hex'),
    LABEL_KEY: randomBytes(32).toString('hex'),
    LOG_KEY: randomBytes(32).toString('hex'),
  };

  it('ends on SIGTERM within ten seconds while the database hangs', async () => {
    const uri = database.uri().replace('/?', `/market_${randomUUID().slice(0, 8)}?`);
    const market = await startMarket({ ...production, MONGODB_URI: uri });
    database.fail('hangs');
    const asked = fetch(`${market.url}/san-pham/x`).catch(() => null);
    expect(await Promise.race([market.stop().then(() => 'ended'), wait(20_000, 'still there')])).toBe('ended');
    await asked;
    expect(market.output()).not.toMatch(/uncaught|nobody caught/i);
  }, 60_000);
});
