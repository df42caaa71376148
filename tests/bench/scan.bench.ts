import { type ChildProcess, fork } from 'node:child_process';
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
  /** Processor time of the server process, microseconds a request. */
  cpuMicroseconds: number;
  /** The least share that passes, and the share aimed at. */
  bar: number | null;
  aim: number | null;
}

interface Variant {
  name: string;
  server: 'bare' | 'front' | 'app';
  path: string;
  headers: Record<string, string>;
  bar: number | null;
  aim: number | null;
}

interface Started {
  path: string;
  unit: string;
  ports: Record<Variant['server'], number>;
}

interface Shot {
  requestsPerSecond: number;
  p99: number;
  cpuMicroseconds: number;
}

const rounds = 5;
const html = { accept: 'text/html', 'user-agent': 'Mozilla/5.0 (Linux; Android 10) Chrome/120 Mobile' };

/** Public scans as shares of bare Express: medians of five interleaved rounds at 50 connections (performance.md). */
export async function scanBench(amount = 3000): Promise<Row[]> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'cho-bench-'));
  const child = fork(fromRoot('tests/bench/scan-servers.ts'), [dataDir], { execArgv: ['--import', 'tsx'] });
  try {
    const started = await nextMessage<Started>(child);
    const variants = await variantsOf(started);
    const shots = new Map(variants.map(({ name }) => [name, [] as Shot[]]));
    for (const variant of variants) await shoot(child, started, variant, amount / 3);
    for (let round = 0; round < rounds; round += 1) {
      for (const variant of variants) shots.get(variant.name)?.push(await shoot(child, started, variant, amount));
    }
    return variants.map((variant) => rowOf(variant, shots));
  } finally {
    child.disconnect();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function variantsOf({ path, unit, ports }: Started): Promise<Variant[]> {
  const page = await fetch(`http://127.0.0.1:${ports.front}${path}`, { headers: html });
  const etag = page.headers.get('etag') ?? '';
  return [
    { name: 'bare Express', server: 'bare', path: '/page', headers: html, bar: null, aim: null },
    { name: 'batch, warm', server: 'front', path, headers: html, bar: 2.5, aim: 4 },
    {
      name: 'batch, warm, brotli',
      server: 'front',
      path,
      headers: { ...html, 'accept-encoding': 'br' },
      bar: 2.5,
      aim: 4,
    },
    { name: 'batch, 304', server: 'front', path, headers: { ...html, 'if-none-match': etag }, bar: 4, aim: null },
    { name: 'unit, warm', server: 'front', path: unit, headers: html, bar: 1, aim: null },
    { name: 'batch, cold, full path', server: 'app', path, headers: html, bar: 0.15, aim: 0.2 },
  ];
}

async function shoot(child: ChildProcess, { ports }: Started, variant: Variant, amount: number): Promise<Shot> {
  const before = await usage(child);
  const result = await autocannon({
    url: `http://127.0.0.1:${ports[variant.server]}${variant.path}`,
    headers: variant.headers,
    connections: 50,
    amount: Math.round(variant.server === 'app' ? amount / 4 : amount),
  });
  const after = await usage(child);
  if (result.non2xx > 0 && variant.name !== 'batch, 304') throw new Error(`${variant.name}: ${result.non2xx} refused`);
  const answered = result.requests.total;
  return {
    requestsPerSecond: answered / ((result.finish.getTime() - result.start.getTime()) / 1000),
    p99: result.latency.p99,
    cpuMicroseconds: (after - before) / answered,
  };
}

async function usage(child: ChildProcess): Promise<number> {
  child.send('usage');
  const { cpu } = await nextMessage<{ cpu: NodeJS.CpuUsage }>(child);
  return cpu.user + cpu.system;
}

const nextMessage = <T>(child: ChildProcess): Promise<T> =>
  new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as T));
    child.once('exit', (code) => reject(new Error(`The servers ended with ${code}`)));
  });

function rowOf(variant: Variant, shots: ReadonlyMap<string, Shot[]>): Row {
  const mid = (name: string, key: keyof Shot) => median((shots.get(name) ?? []).map((shot) => shot[key]));
  const requestsPerSecond = mid(variant.name, 'requestsPerSecond');
  return {
    name: variant.name,
    requestsPerSecond: Math.round(requestsPerSecond),
    p99: mid(variant.name, 'p99'),
    share: Number((requestsPerSecond / mid('bare Express', 'requestsPerSecond')).toFixed(2)),
    cpuMicroseconds: Math.round(mid(variant.name, 'cpuMicroseconds')),
    bar: variant.bar,
    aim: variant.aim,
  };
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
