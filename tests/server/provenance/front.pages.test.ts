import http from 'node:http';
import mongoose from 'mongoose';
import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createApp } from '../../../server/app.ts';
import { connectTo } from '../../../server/database/connection.ts';
import { findActor } from '../../../server/identity/accounts.ts';
import { provenanceFront } from '../../../server/provenance/front.pages.ts';
import type { Services } from '../../../server/services.ts';
import { recallBatch } from '../../../server/traceability/batches.ts';
import { useDatabase } from '../../support/database.ts';
import { noon, testConfig } from '../../support/services.ts';
import { aThread, serialOf, type Thread } from './makers.ts';

useDatabase();
const clock = { now: noon.getTime() };
const services: Services = { config: testConfig(), now: () => new Date(clock.now) };
const app = createApp(services, findActor);
// What is slow on a busy machine is not gone: database-faults.test.ts tells what is.
const patient = 20_000;
let asked = 0;
const counting: http.RequestListener = (request, response) => {
  asked += 1;
  app(request, response);
};
const front = http.createServer(provenanceFront(services, counting, patient));
const twin = http.createServer(provenanceFront(services, app, patient));
const agent = 'Mozilla/5.0 (Linux; Android 10) Chrome/120 Mobile';
const scan = (path: string, server = front) =>
  supertest(server).get(path).set('Accept', 'text/html').set('User-Agent', agent);
const words = { reason: { vi: 'Có mốc', en: 'Mould' }, advice: { vi: 'Mang trả', en: 'Bring it back' } };

let thread: Thread;
beforeAll(async () => {
  thread = await aThread();
});
afterAll(() => {
  front.close();
  twin.close();
});

describe('what the front leaves to the app', () => {
  it.each([
    ['an unknown code', () => scan('/t/01234568'), 404],
    ['a forged serial', () => scan(`/t/${thread.batch.code}/00000000`), 404],
    ['a program', () => scan(`/t/${thread.batch.code}`).set('Accept', 'application/json'), 200],
    ['somebody signed in', () => scan(`/t/${thread.batch.code}`).set('Cookie', 'session=abc'), 200],
    ['any other page', () => scan('/'), 200],
  ])('%s', async (_, ask, status) => {
    const before = asked;
    expect((await ask()).status).toBe(status);
    expect(asked).toBe(before + 1);
  });
});

describe('a kept page', () => {
  it('is the very page that the app draws, under the same protection', async () => {
    const path = `/t/${thread.batch.code}`;
    const kept = await scan(path);
    const drawn = await supertest(app).get(path).set('Accept', 'text/html');
    expect(kept.text).toBe(drawn.text);
    for (const header of ['content-security-policy', 'x-content-type-options', 'referrer-policy', 'cache-control'])
      expect(kept.headers[header]).toBe(drawn.headers[header]);
    expect(kept.headers.vary).toContain('Accept-Language');
  });

  it('is not asked of the app, fifty at once drawing it once', async () => {
    const before = asked;
    const answers = await Promise.all(Array.from({ length: 50 }, () => scan(`/T/${thread.batch.code}`)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(asked).toBe(before);
  });

  it('is kept for each language', async () => {
    expect((await scan(`/t/${thread.batch.code}?lang=en`)).text).toContain('<html lang="en">');
    expect((await scan(`/t/${thread.batch.code}`)).text).toContain('<html lang="vi">');
  });

  it('is sent again only when it changed', async () => {
    const first = await scan(`/t/${thread.batch.code}`);
    const again = await scan(`/t/${thread.batch.code}`).set('If-None-Match', first.headers.etag ?? '');
    expect(again.status).toBe(304);
    expect(again.text).toBe('');
  });

  it('has a head without a body for who asks for no more', async () => {
    const answer = await supertest(front).head(`/t/${thread.batch.code}`).set('Accept', 'text/html');
    expect(answer.status).toBe(200);
    expect(Number(answer.headers['content-length'])).toBeGreaterThan(5000);
  });
});

describe('a kept unit page', () => {
  it('carries its own serial everywhere, and no slot', async () => {
    const serial = serialOf(thread.batch.code, 3);
    const { text } = await scan(`/t/${thread.batch.code}/${serial}`);
    expect(text).toContain(`Tem số ${serial}: bạn là người đầu tiên quét.`);
    expect(text).toContain(`href="http://localhost:3000/t/${thread.batch.code}/${serial}"`);
    expect(text).not.toMatch(/SERIAL00|SAID0000/);
    const drawn = await supertest(app).get(`/t/${thread.batch.code}/${serial}`).set('Accept', 'text/html');
    expect(text).toBe(drawn.text);
  });

  it('counts each browser once a day, however many processes answer', async () => {
    const path = `/t/${thread.batch.code}/${serialOf(thread.batch.code, 4)}`;
    await scan(path);
    await scan(path, twin);
    await scan(path);
    const other = await scan(path, twin).set('User-Agent', `${agent} Zalo`);
    expect(other.text).toContain('đến nay 2 lượt');
  });
});

describe('a recall', () => {
  it('shows within a second on every page of the batch and its units, in every process', async () => {
    const { batch, chair } = await aThread();
    const paths = [`/t/${batch.code}`, `/t/${batch.code}?lang=en`, `/t/${batch.code}/${serialOf(batch.code)}`];
    for (const path of paths) for (const server of [front, twin]) await scan(path, server);
    await recallBatch(chair, batch.code, words, new Date(clock.now));
    clock.now += 1000;
    for (const path of paths)
      for (const server of [front, twin]) expect((await scan(path, server)).text).toContain('verdict--recalled');
  });
});

describe('a history changed past the program', () => {
  type Steps = { place: string }[];
  it.each<[string, (steps: Steps) => Steps]>([
    ['changed', ([first, ...rest]) => [{ ...first, place: 'Nơi khác' }, ...rest]],
    ['deleted', ([first, , third]) => [first, third].filter((step) => step !== undefined)],
    ['deleted at the end', (steps) => steps.slice(0, -1)],
    ['reordered', (steps) => steps.toReversed()],
    ['inserted', (steps) => steps.flatMap((step) => [step, { ...step, id: '0'.repeat(24) }])],
  ])('cannot be verified, the page says: a step was %s', async (_, tamper) => {
    const { batch } = await aThread();
    const batches = mongoose.connection.collection<{ events: Steps }>('batches');
    const record = await batches.findOne({ code: batch.code });
    expect((await scan(`/t/${batch.code}`)).text).toContain('Hàng thật');
    await batches.updateOne({ code: batch.code }, { $set: { events: tamper(record?.events ?? []) } });
    clock.now += 1000;
    for (const path of [`/t/${batch.code}`, `/t/${batch.code}/${serialOf(batch.code)}`]) {
      const { text } = await scan(path);
      expect(text).toContain('không xác minh được');
      expect(text).not.toContain('Hàng thật');
    }
  });
});

describe('when the database does not answer', () => {
  it('never says genuine, but since when it could not be checked', async () => {
    const { batch } = await aThread();
    const serial = serialOf(batch.code);
    await scan(`/t/${batch.code}`);
    await scan(`/t/${batch.code}/${serial}`);
    const { name } = mongoose.connection;
    await mongoose.disconnect();
    clock.now += 5000;
    for (const path of [`/t/${batch.code}`, `/t/${batch.code}/${serial}`]) {
      const { text, status } = await scan(path);
      expect(status).toBe(200);
      expect(text).toContain('chưa kiểm tra được lô này, từ 16/11/2026');
      expect(text).not.toContain('Hàng thật');
    }
    await connectTo(inject('mongodbUri'), name);
    clock.now += 1000;
    expect((await scan(`/t/${batch.code}`)).text).toContain('Hàng thật');
  });
});
