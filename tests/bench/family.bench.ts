import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Types } from 'mongoose';
import type { Actor } from '../../server/actor.ts';
import { createApp } from '../../server/app.ts';
import { newCode } from '../../server/codes.ts';
import { batchFile } from '../../server/desk/batch-file.ts';
import { callBack, endRecall } from '../../server/desk/recall.ts';
import { scopeOf } from '../../server/desk/recall-scope.ts';
import { log } from '../../server/http/log.ts';
import { findActor } from '../../server/identity/accounts.ts';
import { provenanceFront } from '../../server/provenance/front.pages.ts';
import { BatchModel, type BatchRecord } from '../../server/traceability/batch-record.ts';
import { traceBatch } from '../../server/traceability/trace.ts';
import { aBatchOf, aVillage, stocked } from '../server/traceability/makers.ts';
import { testConfig } from '../support/services.ts';
import { inOwnDatabase } from './own-database.ts';
import { atMost, median, type Row } from './row.ts';

const sizes = (process.env.SIZES ?? '100,10000,1000000').split(',').map(Number);
const rounds = 5;
// Of each size alike: what was just filled in lies in no cache yet.
const warming = 3;
const family = 500;
// Six generations below the first batch hold five hundred.
const children = 3;
const atOnce = 500;
const scanners = 50;

/**
 * Tracing a batch with 500 descendants in 6 generations and saying what its recall reaches, in one market that grows around it;
 * and how long after a recall's answer any of the 500 pages is still served as it was, while fifty scanners walk through
 * them. Filling it takes minutes.
 */
export async function familyBench(): Promise<Row[]> {
  // A scan that goes the long way is counted, not told of.
  log.level = 'error';
  return inOwnDatabase('family', async () => {
    const { commune, codes } = await aFamily();
    const officer = commune.officer.actor;
    const times: Times[] = [];
    // Or the first size would pay for all code being run for the first time, and every other look fast beside it.
    await measure(officer, codes);
    for (const [place, size] of sizes.entries()) {
      await fill(codes[0] ?? '', size - (sizes[place - 1] ?? 0));
      times.push(await measure(officer, codes));
    }
    const rows = sizes.flatMap((size, place) => rowsOf(size, times[place], times[0]));
    return [...rows, ...(await fileRows(officer, codes)), await recallRow(officer, codes)];
  });
}

interface Times {
  traceMs: number;
  scopeMs: number;
}

async function aFamily() {
  const { commune, farmer, product } = await aVillage();
  const root = await aBatchOf(farmer, product, { quantity: { value: 100_000, unit: 'kg' } });
  const codes = [root.code];
  while (codes.length <= family) {
    const parent = codes[Math.floor((codes.length - 1) / children)] ?? '';
    const share = { value: Number((100_000 * 0.3 ** generationOf(codes.length)).toFixed(6)), unit: 'kg' };
    codes.push((await stocked(farmer, product, 1, { inputs: [{ batchCode: parent, quantity: share }] })).code);
  }
  return { commune, codes };
}

// Three tenths of a batch to each of the three that are made of it.
const generationOf = (n: number): number => (n === 0 ? 0 : 1 + generationOf(Math.floor((n - 1) / children)));

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
  for (let round = 0; round < warming + rounds; round += 1) {
    trace.push(await timed(async () => expectAll((await traceBatch(officer, root)).forward.length)));
    scope.push(await timed(async () => expectAll((await scopeOf([root])).batches.length - 1)));
  }
  return { traceMs: median(trace.slice(warming)), scopeMs: median(scope.slice(warming)) };
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

/** The authority's file of the whole family, and how much more memory the program holds while it is written. */
async function fileRows(officer: Actor, [root = '']: readonly string[]): Promise<Row[]> {
  const [before, started] = [process.memoryUsage().rss, process.cpuUsage()];
  let most = before;
  const grow = async () => void (most = Math.max(most, process.memoryUsage().rss));
  const write = async () => (await batchFile(officer, root, new Date(), testConfig().publicUrl)).write(grow);
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) times.push(await timed(write));
  const { user, system } = process.cpuUsage(started);
  const detail = `${((user + system) / 1e6 / rounds).toFixed(2)} s of processor`;
  return [
    atMost(`authority's file of ${family} descendants, in seconds`, median(times) / 1000, 5, detail),
    atMost('the most memory it takes more, in MiB', (most - before) / 2 ** 20, 100, 'database in the same process'),
  ];
}

/** Fifty scanners walk through all pages, over and over, while the recall is spoken: how long after its answer pages without it were sent. */
async function recallRow(officer: Actor, codes: readonly string[]): Promise<Row> {
  const config = testConfig();
  const services = { config, now: () => new Date() };
  const server = http.createServer(provenanceFront(services, createApp(services, findActor))).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/t/`;
  const root = codes[0] ?? '';
  await sweepUntil(url, codes, (seen) => seen.length >= codes.length);
  let answered = Number.POSITIVE_INFINITY;
  const since = () => performance.now() - answered;
  const sweeping = sweepUntil(url, codes, (seen) => since() > 1000 && isEachSeenSince(codes, seen, answered + 1000));
  const started = performance.now();
  await callBack(officer, root, { reason: 'Có mốc', advice: 'Mang trả' }, new Date());
  answered = performance.now();
  const without = (await sweeping).filter(({ tells, at }) => !tells && at > answered);
  await endRecall(officer, root, { reason: 'Đạt' }, new Date());
  server.close();
  const lastSeconds = Math.max(0, ...without.map(({ at }) => at - answered)) / 1000;
  const detail = `answer after ${(answered - started).toFixed(0)} ms, ${without.length} pages without it since`;
  const what = `of ${family} pages swept by ${scanners} scanners the last one that does not tell of a recall, in seconds after its answer`;
  return atMost(what, lastSeconds, 1, detail);
}

interface Seen {
  code: string;
  /** When the page was there. */
  at: number;
  tells: boolean;
}

/** @param isEnough asked before each page */
async function sweepUntil(url: string, codes: readonly string[], isEnough: (seen: Seen[]) => boolean): Promise<Seen[]> {
  const seen: Seen[] = [];
  let turn = 0;
  const scanner = async (): Promise<void> => {
    while (!isEnough(seen)) {
      const code = codes[turn++ % codes.length] ?? '';
      const page = await (await fetch(url + code, { headers: { accept: 'text/html' } })).text();
      seen.push({ code, at: performance.now(), tells: page.includes('Có mốc') });
    }
  };
  await Promise.all(Array.from({ length: scanners }, scanner));
  return seen;
}

const isEachSeenSince = (codes: readonly string[], seen: readonly Seen[], since: number): boolean =>
  new Set(seen.filter(({ at }) => at > since).map(({ code }) => code)).size === codes.length;
