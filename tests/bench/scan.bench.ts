import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import autocannon from 'autocannon';
import { fromRoot } from '../../server/root.ts';

/** One line of the table: a way of answering, beside bare Express sending the same bytes in the same run. */
export interface Row {
  name: string;
  requestsPerSecond: number;
  /** Milliseconds. */
  p99: number;
  /** Share of bare Express's requests per second; 1 is the same. */
  share: number;
  /** Processor time of the server process with its database engine, microseconds a request. */
  cpuMicroseconds: number;
  /** Bare Express's processor time as a share of this one's: the figure that a busy machine disturbs least. */
  cpuShare: number;
  /** p99 as a share of bare Express's. */
  p99Share: number;
  /** The least share that passes, and the share aimed at. */
  bar: number | null;
  aim: number | null;
}

interface Variant {
  name: string;
  server: 'bare' | 'front';
  paths: string[];
  headers: Record<string, string>;
  bar: number | null;
  aim: number | null;
}

interface Started {
  path: string;
  unit: string;
  /** Pages of other batches of the same product, so many that each is cold when its turn comes. */
  others: string[];
  ports: Record<Variant['server'], number>;
}

interface Shot {
  requestsPerSecond: number;
  p99: number;
  cpuMicroseconds: number;
}

const rounds = 5;
const html = { accept: 'text/html', 'user-agent': 'Mozilla/5.0 (Linux; Android 10) Chrome/120 Mobile' };

/**
 * Public scans as shares of bare Express: medians of five interleaved rounds at 50 connections (performance.md).
 * @param seconds how long each of the rounds lasts
 */
export async function scanBench(seconds = 2): Promise<Row[]> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'cho-bench-'));
  const child = fork(fromRoot('tests/bench/scan-servers.ts'), [dataDir], { execArgv: ['--import', 'tsx'] });
  try {
    const started = await nextMessage<Started>(child);
    const variants = await variantsOf(started);
    const shots = new Map(variants.map(({ name }) => [name, [] as Shot[]]));
    for (const variant of variants) await shoot(child, started, variant, 1);
    for (let round = 0; round < rounds; round += 1) {
      for (const variant of variants) shots.get(variant.name)?.push(await shoot(child, started, variant, seconds));
    }
    return variants.map((variant) => rowOf(variant, shots));
  } finally {
    child.kill();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function variantsOf({ path, unit, others, ports }: Started): Promise<Variant[]> {
  const page = await fetch(`http://127.0.0.1:${ports.front}${path}`, { headers: html });
  const etag = page.headers.get('etag') ?? '';
  return [
    { name: 'bare Express', server: 'bare', paths: ['/page'], headers: html, bar: null, aim: null },
    { name: 'batch, warm', server: 'front', paths: [path], headers: html, bar: 2.5, aim: 4 },
    {
      name: 'batch, warm, brotli',
      server: 'front',
      paths: [path],
      headers: { ...html, 'accept-encoding': 'br' },
      bar: 2.5,
      aim: 4,
    },
    {
      name: 'batch, 304',
      server: 'front',
      paths: [path],
      headers: { ...html, 'if-none-match': etag },
      bar: 4,
      aim: null,
    },
    { name: 'unit, warm', server: 'front', paths: [unit], headers: html, bar: 1, aim: null },
    { name: 'batch, cold, full path', server: 'front', paths: others, headers: html, bar: 0.15, aim: 0.2 },
  ];
}

async function shoot(child: ChildProcess, { ports }: Started, variant: Variant, seconds: number): Promise<Shot> {
  let turn = 0;
  const next = (): string => variant.paths[turn++ % variant.paths.length] ?? '/';
  const before = await usage(child);
  const result = await autocannon({
    url: `http://127.0.0.1:${ports[variant.server]}`,
    // Every connection walks through the same list, so each request takes the next address of all.
    requests: [{ setupRequest: (request) => ({ ...request, path: next(), headers: variant.headers }) }],
    connections: 50,
    duration: seconds,
  });
  const after = await usage(child);
  const refused = result.errors + result['4xx'] + result['5xx'];
  if (refused > 0) throw new Error(`${variant.name}: ${refused} scans were refused`);
  return {
    requestsPerSecond: result.requests.total / result.duration,
    p99: result.latency.p99,
    cpuMicroseconds: (after - before) / result.requests.total,
  };
}

async function usage(child: ChildProcess): Promise<number> {
  child.send('usage');
  const { cpu } = await nextMessage<{ cpu: NodeJS.CpuUsage }>(child);
  return cpu.user + cpu.system;
}

async function nextMessage<T>(child: ChildProcess): Promise<T> {
  const [message] = (await once(child, 'message')) as [T];
  return message;
}

function rowOf(variant: Variant, shots: ReadonlyMap<string, Shot[]>): Row {
  const mid = (name: string, key: keyof Shot) => median((shots.get(name) ?? []).map((shot) => shot[key]));
  const own = (key: keyof Shot) => mid(variant.name, key);
  const bare = (key: keyof Shot) => mid('bare Express', key);
  return {
    name: variant.name,
    requestsPerSecond: Math.round(own('requestsPerSecond')),
    p99: own('p99'),
    share: twoPlaces(own('requestsPerSecond') / bare('requestsPerSecond')),
    cpuMicroseconds: Math.round(own('cpuMicroseconds')),
    cpuShare: twoPlaces(bare('cpuMicroseconds') / own('cpuMicroseconds')),
    p99Share: twoPlaces(own('p99') / bare('p99')),
    bar: variant.bar,
    aim: variant.aim,
  };
}

const twoPlaces = (value: number): number => Math.round(value * 100) / 100;

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
