import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { type Market, mostTries, startMarket } from './market.ts';

declare module 'vitest' {
  interface ProvidedContext {
    begunMarket: string | null;
  }
}

/**
 * The program's first start, which makes the demonstration's data, once for all journeys. They come last: meanwhile others run,
 * and whoever needs it waits for it.
 */
export default function setup(project: TestProject): (() => Promise<void>) | undefined {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cho-begun-'));
  const isOfMongo = Boolean(process.env.MONGODB_URI);
  const beginning = isOfMongo ? Promise.resolve() : begin(path.join(folder, 'data'));
  project.provide('begunMarket', isOfMongo ? null : path.join(folder, 'data'));
  // Whoever waits for it says so; here it is told once more at the end.
  beginning.catch(() => {});
  return () => beginning.finally(() => rmSync(folder, { recursive: true, force: true }));
}

async function begin(folder: string): Promise<void> {
  const market = await startMarket();
  await market.end();
  renameSync(market.dataDir, folder);
}

/** Starts the program on a copy of the data directory of its first start; on MongoDB it begins anew. */
export async function goOnWithMarket(settings: Record<string, string> = {}): Promise<Market> {
  const begun = inject('begunMarket');
  if (begun !== null) await untilThere(begun);
  return startMarket(settings, { begun });
}

async function untilThere(folder: string): Promise<void> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    if (existsSync(folder)) return;
    await wait(100);
  }
  throw new Error('The first start of the program did not end in time');
}
