import http from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { newCode } from '../../server/codes.ts';
import { atMost, median, type Row } from './row.ts';
import { html, type Market, startMarket, usage } from './scan-load.ts';

const batches = 1000;
const allowedMs = 100;
const phones = 20;

/**
 * One address guesses codes of a market of 1,000 batches as fast as it can, while somebody elsewhere scans a genuine label
 * ten times a second (hardening.md, 5).
 * @param guesses how many codes, each with a right check character
 */
export async function guessingBench(guesses = 10_000): Promise<Row[]> {
  const market = await startMarket(batches);
  try {
    await scan(market, market.path, '127.0.0.1');
    const before = await usage(market.child);
    const flood = guess(market, guesses);
    const over = new AbortController();
    void flood.finally(() => over.abort());
    const times: number[] = [];
    while (!over.signal.aborted) {
      times.push(await timeOf(market));
      await wait(100);
    }
    const statuses = await flood;
    const cpuMicroseconds = ((await usage(market.child)) - before) / guesses;
    return [rowOf({ statuses, times, cpuMicroseconds })];
  } finally {
    market.stop();
  }
}

/** How often each status was answered. */
async function guess(market: Market, guesses: number): Promise<Map<number, number>> {
  const statuses = new Map<number, number>();
  const agent = new http.Agent({ keepAlive: true });
  let left = guesses;
  const one = async () => {
    while (left > 0) {
      left -= 1;
      const status = await scan(market, `/t/${newCode()}`, '127.0.0.66', agent);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: phones }, one));
  agent.destroy();
  return statuses;
}

async function timeOf(market: Market): Promise<number> {
  const started = performance.now();
  const status = await scan(market, market.path, '127.0.0.1');
  if (status !== 200) throw new Error(`a genuine scan was answered with ${status}`);
  return performance.now() - started;
}

function scan({ ports }: Market, path: string, localAddress: string, agent?: http.Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const wanted = { host: '127.0.0.1', port: ports.front, path, headers: html, localAddress, agent };
    const request = http.get(wanted, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    });
    request.on('error', reject);
  });
}

interface Seen {
  statuses: ReadonlyMap<number, number>;
  times: readonly number[];
  cpuMicroseconds: number;
}

function rowOf({ statuses, times, cpuMicroseconds }: Seen): Row {
  const slowest = Math.max(...times);
  const told = [...statuses].map(([status, count]) => `${count} × ${status}`).join(', ');
  const detail =
    `${told}, ${cpuMicroseconds.toFixed(0)} µs of processor time each; ` +
    `genuine scans ${times.length}, median ${median(times).toFixed(0)} ms, slowest ${slowest.toFixed(0)} ms`;
  const row = atMost(
    `slowest genuine scan while one address guesses, of ${allowedMs} ms`,
    slowest / allowedMs,
    1,
    detail,
  );
  return { ...row, isMet: row.isMet && !statuses.has(200) };
}
