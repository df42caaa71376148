import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import autocannon from 'autocannon';
import { fromRoot } from '../../server/root.ts';

/** A way of asking: the addresses are walked through in turn. */
export interface Variant {
  name: string;
  /** Bare Express, the page cache, or the app behind it. */
  server: 'bare' | 'front' | 'app';
  paths: string[];
  headers: Record<string, string>;
}

export interface Market {
  path: string;
  unit: string;
  /** Pages of other batches, so many that each is cold when its turn comes. */
  others: string[];
  ports: Record<Variant['server'], number>;
  child: ChildProcess;
  stop: () => void;
}

export interface Shot {
  requestsPerSecond: number;
  /** Milliseconds. */
  p99: number;
  /** Processor time of the server process with its database engine, a request. */
  cpuMicroseconds: number;
}

export const html = { accept: 'text/html', 'user-agent': 'Mozilla/5.0 (Linux; Android 10) Chrome/120 Mobile' };

/**
 * A market of so many batches in a process of its own. Of one kind of goods, whoever scans finds what surrounds a batch read
 * already, for the one before; of many kinds, mostly not.
 */
export async function startMarket(batches: number, goods = 1): Promise<Market> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'cho-bench-'));
  const child = fork(fromRoot('tests/bench/scan-servers.ts'), [dataDir, String(batches), String(goods)], {
    execArgv: ['--import', 'tsx'],
  });
  const stop = () => {
    child.kill();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { ...(await nextMessage<Omit<Market, 'child' | 'stop'>>(child)), child, stop };
}

/** Fifty connections for so many seconds, or until so many requests are answered. */
export async function shoot(
  { child, ports }: Market,
  variant: Variant,
  until: { duration: number } | { amount: number },
): Promise<Shot> {
  let turn = 0;
  const next = (): string => variant.paths[turn++ % variant.paths.length] ?? '/';
  const before = await usage(child);
  const result = await autocannon({
    url: `http://127.0.0.1:${ports[variant.server]}`,
    // Every connection walks through the same list, so each request takes the next address of all.
    requests: [{ setupRequest: (request) => ({ ...request, path: next(), headers: variant.headers }) }],
    connections: 50,
    timeout: 60,
    ...until,
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

/** Processor time of the server process so far, in microseconds. */
export async function usage(child: ChildProcess): Promise<number> {
  child.send('usage');
  const { cpu } = await nextMessage<{ cpu: NodeJS.CpuUsage }>(child);
  return cpu.user + cpu.system;
}

async function nextMessage<T>(child: ChildProcess): Promise<T> {
  const [message] = (await once(child, 'message')) as [T];
  return message;
}
