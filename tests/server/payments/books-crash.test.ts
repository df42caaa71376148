import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { BankMessage } from '../../../server/payments/bank.ts';
import type { Source } from '../../../server/payments/transfers.ts';
import { fromRoot } from '../../../server/root.ts';
import { asSent, type Books, faultsOf, inParallel } from './books.ts';
import type { Ask } from './books-child.ts';

const count = process.env.FULL ? 5000 : 40;
const dataDir = mkdtempSync(path.join(os.tmpdir(), 'cho-books-'));
let child: Child | null = null;

afterEach(async () => {
  await child?.kill();
  rmSync(dataDir, { recursive: true, force: true });
});

interface Child {
  ask: (ask: Ask) => Promise<unknown>;
  kill: () => Promise<void>;
}

/** The bank's receiver as a process of its own, on the one data directory. */
async function start(): Promise<Child> {
  const running: ChildProcess = fork(fromRoot('tests/server/payments/books-child.ts'), [dataDir], {
    execArgv: ['--import', 'tsx'],
    serialization: 'advanced',
  });
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  const answered = (id: number) => new Promise<unknown>((resolve, reject) => waiting.set(id, { resolve, reject }));
  running.on('message', ({ id, result, error }: { id: number; result?: unknown; error?: string }) => {
    if (error === undefined) waiting.get(id)?.resolve(result);
    else waiting.get(id)?.reject(new Error(error));
    waiting.delete(id);
  });
  running.on('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('killed'));
  });
  await answered(0);
  let ids = 0;
  return {
    ask: async (ask) => {
      if (!running.connected) throw new Error('killed');
      const answer = answered((ids += 1));
      running.send({ id: ids, ask });
      return await answer;
    },
    kill: async () => {
      if (running.exitCode !== null || running.signalCode !== null) return;
      const gone = new Promise((resolve) => running.once('exit', resolve));
      running.kill('SIGKILL');
      await gone;
    },
  };
}

it('balances the books to the đồng although the process is killed twice in the middle', async () => {
  child = await start();
  const prepared = (await child.ask({ do: 'prepare', count })) as {
    source: Source;
    messages: BankMessage[];
    numbers: string[];
  };
  let unanswered = asSent(prepared.messages);
  for (const share of [1 / 3, 1 / 2, null]) {
    const receiver = child;
    const killAt = share === null ? null : Math.floor(unanswered.length * share);
    let answers = 0;
    const left = await inParallel(unanswered, async (message) => {
      try {
        await receiver.ask({ do: 'receive', source: prepared.source, message });
        answers += 1;
        // Nineteen others are in the middle of their work.
        if (answers === killAt) void receiver.kill();
        return null;
      } catch {
        return message;
      }
    });
    // A bank repeats what was not answered.
    unanswered = left.filter((message) => message !== null);
    if (killAt === null) break;
    expect(unanswered.length).toBeGreaterThan(0);
    await receiver.kill();
    child = await start();
  }
  expect(unanswered).toEqual([]);
  await child.ask({ do: 'sweep' });
  const books = (await child.ask({ do: 'books', numbers: prepared.numbers })) as Books;
  expect(faultsOf(books, prepared.messages)).toEqual([]);
  expect(books.orders.filter(({ state }) => state === 'paid').length).toBeGreaterThan(count * 0.8);
}, 1_800_000);
