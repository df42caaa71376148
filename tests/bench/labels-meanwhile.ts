import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const rounds = 6;
const labels = 2000;
const looksWhenIdle = 250;

/**
 * The p99 of a batch's page, in milliseconds, while nothing prints and while labels print; rounds of both alternate, so that what
 * else the machine does meets both alike.
 */
export async function answersMeanwhile(): Promise<{ idle: number; busy: number; looks: number }> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'labels-market-'));
  const market = fork(fileURLToPath(new URL('labels-market.ts', import.meta.url)), [dataDir], {
    execArgv: ['--import', 'tsx'],
  });
  try {
    const [url] = (await once(market, 'message')) as [string];
    const print = async (count: number) => {
      market.send(count);
      await once(market, 'message');
    };
    await Promise.all([print(24), looksAt(url, (done) => done < 300)]);
    const times = { idle: [] as number[], busy: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      times.idle.push(...(await looksAt(url, (done) => done < looksWhenIdle)));
      let prints = true;
      const printing = print(labels).finally(() => (prints = false));
      times.busy.push(...(await looksAt(url, () => prints)));
      await printing;
    }
    return { idle: p99(times.idle), busy: p99(times.busy), looks: times.busy.length };
  } finally {
    market.disconnect();
    await once(market, 'exit');
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function looksAt(url: string, goesOn: (done: number) => boolean): Promise<number[]> {
  const times: number[] = [];
  while (goesOn(times.length)) {
    const began = performance.now();
    await (await fetch(url, { headers: { accept: 'text/html' } })).text();
    times.push(performance.now() - began);
  }
  return times;
}

const p99 = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0;
