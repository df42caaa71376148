import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import autocannon from 'autocannon';
import { type Market, startMarket } from '../support/market.ts';
import { type Mix, mixOf } from './load-mix.ts';
import { atMost, type Row } from './row.ts';

const connections = 50;
const loadSeconds = Number(process.env.LOAD_SECONDS ?? 60);
/** An hour with SOAK_MINUTES=60. */
const soakMinutes = Number(process.env.SOAK_MINUTES ?? 10);
/** The soak asks for so many a second, so that whoever else uses the machine changes nothing in what is kept. */
const soakRate = Number(process.env.SOAK_RATE ?? 400);
const mib = 1024 * 1024;

/** Memory of the program by kind, in MiB: what it made itself, of that JavaScript's heap, and pages of its files that the system may take. */
interface Memory {
  anonymous: number;
  heap: number;
  files: number;
}

/**
 * The whole program as a process of its own under what a market day asks: 90 % scans, 8 % API, 2 % writes, at fifty connections. First
 * as fast as it goes, then steadily, with memory told every minute (hardening.md, bar 27).
 */
export async function loadBench(): Promise<Row[]> {
  const market = await startMarket();
  try {
    const mix = await mixOf(market);
    await shoot(market, mix, { duration: 10 });
    await loopP99(market);
    const before = bytesOf(market.dataDir);
    const written = mix.written();
    const fast = await shoot(market, mix, { duration: loadSeconds });
    const growth = (bytesOf(market.dataDir) - before) / Math.max(1, mix.written() - written);
    const loop = await loopP99(market);
    const { memories, ...slow } = await soak(market, mix);
    return rowsOf(fast, { loop, growth, memories, slow, writes: mix.written() });
  } finally {
    await market.stop();
  }
}

interface Shot {
  total: number;
  perSecond: number;
  wrong: number;
  p99: number;
}

interface Found {
  loop: number;
  growth: number;
  memories: Memory[];
  slow: Shot;
  writes: number;
}

function rowsOf(fast: Shot, { loop, growth, memories, slow, writes }: Found): Row[] {
  const half = memories.slice(Math.floor(memories.length / 2));
  const told = (kind: keyof Memory) => memories.map((one) => one[kind].toFixed(0)).join(' ');
  return [
    atMost(
      'requests that failed under full load',
      fast.wrong,
      0,
      `${fast.total} at ${fast.perSecond.toFixed(0)} a second`,
    ),
    atMost('p99 of full load in ms, writes among it', fast.p99, 1000, `${connections} connections, ${loadSeconds} s`),
    atMost('p99 of the event loop in ms', loop, 50, 'as /metrics tells it after the load'),
    atMost(
      'requests that failed in the soak',
      slow.wrong,
      0,
      `${slow.total} at ${slow.perSecond.toFixed(0)} a second, p99 ${slow.p99} ms`,
    ),
    atMost(
      'memory that is no file’s, MiB a minute in the soak’s second half',
      slopeOf(half.map((one) => one.anonymous)),
      1,
      told('anonymous'),
    ),
    { name: 'heap, MiB at each minute', ratio: half.at(-1)?.heap ?? 0, bar: '', isMet: true, detail: told('heap') },
    {
      name: 'pages of files, MiB at each minute',
      ratio: half.at(-1)?.files ?? 0,
      bar: '',
      isMet: true,
      detail: told('files'),
    },
    {
      name: 'bytes on disk a registered batch',
      ratio: growth,
      bar: '',
      isMet: true,
      detail: `${writes} registered in all`,
    },
  ];
}

/** Least squares through what was measured a minute apart. */
function slopeOf(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const across = values.reduce((sum, value, at) => sum + (at - middle) * (value - mean), 0);
  const spread = values.reduce((sum, _, at) => sum + (at - middle) ** 2, 0);
  return spread === 0 ? 0 : across / spread;
}

async function soak(market: Market, mix: Mix): Promise<Shot & { memories: Memory[] }> {
  const memories: Memory[] = [];
  const shots: Shot[] = [];
  for (let minute = 0; minute < soakMinutes; minute += 1) {
    shots.push(await shoot(market, mix, { duration: 60, overallRate: soakRate }));
    memories.push(await memoryOf(market));
  }
  const total = shots.reduce((sum, shot) => sum + shot.total, 0);
  return {
    memories,
    total,
    perSecond: total / (soakMinutes * 60),
    wrong: shots.reduce((sum, shot) => sum + shot.wrong, 0),
    p99: Math.max(...shots.map(({ p99 }) => p99)),
  };
}

async function shoot(market: Market, mix: Mix, until: { duration: number; overallRate?: number }): Promise<Shot> {
  const result = await autocannon({
    url: market.url,
    requests: [{ setupRequest: (request) => ({ ...request, ...mix.next() }), onResponse: mix.answered }],
    connections,
    timeout: 60,
    ...until,
  });
  const { total } = result.requests;
  const wrong = result.errors + result['4xx'] + result['5xx'];
  return { total, perSecond: total / result.duration, wrong, p99: result.latency.p99 };
}

/** What the program's own figures say, and the kernel of its memory by kind. */
async function memoryOf(market: Market): Promise<Memory> {
  // What was just answered is given back first.
  await pause(1000);
  const status = readFileSync(`/proc/${market.pid()}/status`, 'utf8');
  const kib = (kind: string) => Number(new RegExp(`${kind}:\\s+(\\d+)`).exec(status)?.[1] ?? Number.NaN) / 1024;
  return {
    anonymous: kib('RssAnon'),
    files: kib('RssFile'),
    heap: (await figure(market, 'nodejs_heap_size_used_bytes')) / mib,
  };
}

/** Milliseconds since it was asked last. */
const loopP99 = async (market: Market): Promise<number> =>
  (await figure(market, 'nodejs_eventloop_lag_p99_seconds')) * 1000;

async function figure(market: Market, name: string): Promise<number> {
  const figures = await (await fetch(`${market.url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(figures)?.[1] ?? Number.NaN);
}

const bytesOf = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).blocks * 512, 0);
