import http from 'node:http';
import type { AddressInfo } from 'node:net';
import mongoose, { Types } from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../../server/app.ts';
import { newCode } from '../../../server/codes.ts';
import { WindowModel } from '../../../server/database/window.ts';
import { findActor } from '../../../server/identity/accounts.ts';
import { provenanceFront } from '../../../server/provenance/front.pages.ts';
import type { Services } from '../../../server/services.ts';
import { useDatabase } from '../../support/database.ts';
import { noon, testConfig } from '../../support/services.ts';
import { aThread, serialOf, type Thread } from './makers.ts';

// A thousand batches, and one address that guesses (hardening.md, 5).

useDatabase();
const services: Services = { config: { ...testConfig(), trustProxy: 1 }, now: () => noon };
const server = http.createServer(provenanceFront(services, createApp(services, findActor)));
const agent = new http.Agent({ keepAlive: true, maxSockets: 20 });
const guesses = process.env.FULL ? 10_000 : 600;

let thread: Thread;
beforeAll(async () => {
  thread = await aThread();
  const batches = mongoose.connection.collection('batches');
  const record = await batches.findOne({ code: thread.batch.code });
  const codes = Array.from({ length: 999 }, newCode);
  await batches.insertMany(codes.map((code) => ({ ...record, _id: new Types.ObjectId(), code, lot: code, stock: [] })));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterAll(() => {
  agent.destroy();
  server.close();
});

function scan(path: string, address: string): Promise<number> {
  const { port } = server.address() as AddressInfo;
  const headers = { accept: 'text/html', 'user-agent': 'Mozilla/5.0', 'x-forwarded-for': address };
  return new Promise((resolve, reject) => {
    const request = http.get({ port, host: '127.0.0.1', path, headers, agent }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    });
    request.on('error', reject);
  });
}

/** Sends all of it, twenty at a time, with a genuine scan from elsewhere after every fiftieth. */
async function flood(paths: string[], genuine: (n: number) => string) {
  const found = { guessed: [] as number[], genuine: [] as number[] };
  const waiting = paths.values();
  const guesser = async () => {
    for (const path of waiting) {
      found.guessed.push(await scan(path, '203.0.113.66'));
      const n = found.guessed.length;
      if (n % 50 === 0) found.genuine.push(await scan(genuine(n), '198.51.100.7'));
    }
  };
  await Promise.all(Array.from({ length: 20 }, guesser));
  return found;
}

const times = (status: number, all: number[]): number => all.filter((one) => one === status).length;

describe('an address that guesses', () => {
  it('finds none of a thousand batches, is refused after thirty misses, and disturbs nobody else', async () => {
    const found = await flood(
      Array.from({ length: guesses }, () => `/t/${newCode()}`),
      () => `/t/${thread.batch.code}`,
    );
    expect(times(404, found.guessed)).toBe(30);
    expect(times(429, found.guessed)).toBe(guesses - 30);
    expect(new Set(found.genuine)).toEqual(new Set([200]));
  });

  it('learns no serial of a batch, and does not take the verdict from labels that others scan', async () => {
    const right = serialOf(thread.batch.code, 77);
    const serials = [...Array.from({ length: 300 }, (_, n) => `0001${String(n).padStart(4, '0')}`), right];
    const found = await flood(
      serials.map((serial) => `/t/${thread.batch.code}/${serial}`),
      (n) => `/t/${thread.batch.code}/${serialOf(thread.batch.code, n)}`,
    );
    // The minute's misses were used up by the codes before.
    expect(times(429, found.guessed)).toBe(serials.length);
    expect(new Set(found.genuine)).toEqual(new Set([200]));
    expect(await WindowModel.countDocuments({ _id: /batch/ })).toBe(0);
    expect(await scan(`/t/${thread.batch.code}/${right}`, '198.51.100.8')).toBe(200);
  });
});
