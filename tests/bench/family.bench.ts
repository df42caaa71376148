import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import mongoose, { Types } from 'mongoose';
import type { Actor } from '../../server/actor.ts';
import { createApp } from '../../server/app.ts';
import { newCode } from '../../server/codes.ts';
import { connectTo } from '../../server/database/connection.ts';
import { callBack, endRecall } from '../../server/desk/recall.ts';
import { scopeOf } from '../../server/desk/recall-scope.ts';
import { startEngine } from '../../server/engine/engine.ts';
import { log } from '../../server/http/log.ts';
import { findActor } from '../../server/identity/accounts.ts';
import { provenanceFront } from '../../server/provenance/front.pages.ts';
import { BatchModel, type BatchRecord } from '../../server/traceability/batch-record.ts';
import { traceBatch } from '../../server/traceability/trace.ts';
import { aBatchOf, aVillage, stocked } from '../server/traceability/makers.ts';
import { testConfig } from '../support/services.ts';
import { atMost, median, type Row } from './row.ts';

const sizes = (process.env.SIZES ?? '100,10000,1000000').split(',').map(Number);
const rounds = 5;
const family = 500;
// Six generations below the first batch hold five hundred.
const children = 3;
const atOnce = 500;

/**
 * Tracing a batch with 500 descendants in 6 generations and saying what its recall reaches, in one market that grows around it;
 * and how long after a recall's answer any of the 500 pages is still served as it was. Filling it takes minutes.
 */
export async function familyBench(): Promise<Row[]> {
  // A scan that goes the long way is counted, not told of.
  log.level = 'error';
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'cho-family-'));
  const engine = await startEngine({ dataDir, noSync: true });
  await connectTo(engine.uri, 'bench');
  try {
    const { commune, codes } = await aFamily();
    const officer = commune.officer.actor;
    const times: Times[] = [];
    for (const [place, size] of sizes.entries()) {
      await fill(codes[0] ?? '', size - (sizes[place - 1] ?? 0));
      times.push(await measure(officer, codes));
    }
    return [...sizes.flatMap((size, place) => rowsOf(size, times[place], times[0])), await recallRow(officer, codes)];
  } finally {
    await mongoose.disconnect();
    await engine.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

interface Times {
  traceMs: number;
  scopeMs: number;
}

async function aFamily() {
  const { commune, farmer, product } = await aVillage();
  const root = await aBatchOf(farmer, product, { quantity: { value: 1000, unit: 'kg' } });
  const codes = [root.code];
  while (codes.length <= family) {
    const parent = codes[Math.floor((codes.length - 1) / children)] ?? '';
    const inputs = [{ batchCode: parent, quantity: { value: 1, unit: 'kg' } }];
    codes.push((await stocked(farmer, product, 1, { inputs })).code);
  }
  return { commune, codes };
}

/** Strangers around the family, each made from the one before it, four generations deep. */
async function fill(code: string, more: number): Promise<void> {
  const first = await BatchModel.findOne({ code }).lean<BatchRecord>().orFail();
  for (let from = 0; from < more; from += atOnce) {
    let before: string | null = null;
    const copies = Array.from({ length: Math.min(atOnce, more - from) }, (_, n) => {
      const own = newCode();
      const madeFrom = before === null || n % 5 === 0 ? [] : [before];
      before = own;
      return { ...first, _id: new Types.ObjectId(), code: own, lot: `${own}${from + n}`, madeFrom };
    });
    await BatchModel.collection.insertMany(copies, { ordered: false }).catch(twiceTheSame);
  }
}

// Of a million random codes some come twice.
function twiceTheSame(error: unknown): void {
  if (!(error instanceof Error && error.name === 'MongoBulkWriteError')) throw error;
}

async function measure(officer: Actor, [root = '']: readonly string[]): Promise<Times> {
  const trace: number[] = [];
  const scope: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    trace.push(await timed(async () => expectAll((await traceBatch(officer, root)).forward.length)));
    scope.push(await timed(async () => expectAll((await scopeOf([root])).batches.length - 1)));
  }
  // The first one warms.
  return { traceMs: median(trace.slice(1)), scopeMs: median(scope.slice(1)) };
}

function expectAll(found: number): void {
  if (found !== family) throw new Error(`${found} of ${family} descendants were found`);
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function rowsOf(size: number, now: Times | undefined, least: Times | undefined): Row[] {
  if (!now || !least) return [];
  const row = (what: string, ms: number, base: number): Row[] => [
    atMost(`${what} of ${family} descendants at ${size} batches, in seconds`, ms / 1000, 1, `${ms.toFixed(0)} ms`),
    atMost(`the same as a multiple of ${sizes[0]} batches`, ms / base, 1.2, `${base.toFixed(0)} ms there`),
  ];
  return [...row('trace', now.traceMs, least.traceMs), ...row('recall scope', now.scopeMs, least.scopeMs)];
}

/** Scans all pages, speaks the recall and scans them again a second after its answer. */
async function recallRow(officer: Actor, codes: readonly string[]): Promise<Row> {
  const config = testConfig();
  const services = { config, now: () => new Date() };
  const server = http.createServer(provenanceFront(services, createApp(services, findActor))).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/t/`;
  const root = codes[0] ?? '';
  await sweep(url, codes);
  const started = performance.now();
  await callBack(officer, root, { reason: 'Có mốc', advice: 'Mang trả' }, new Date());
  const answered = performance.now();
  await pause(1000);
  const without = await sweep(url, codes);
  await endRecall(officer, root, { reason: 'Đạt' }, new Date());
  server.close();
  const detail = `answer after ${(answered - started).toFixed(0)} ms`;
  return atMost(`of ${family} pages those that do not tell of a recall 1 s after its answer`, without, 0, detail);
}

/** Each page once, one after the other: how many are drawn in a second is measured elsewhere. @returns those without the recall */
async function sweep(url: string, codes: readonly string[]): Promise<number> {
  let without = 0;
  for (const code of codes) {
    const page = await (await fetch(url + code, { headers: { accept: 'text/html' } })).text();
    if (!page.includes('Có mốc')) without += 1;
  }
  return without;
}
