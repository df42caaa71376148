import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { fromRoot } from '../../server/root.ts';

let child: ChildProcess;
let url: string;
let said = '';

beforeAll(async () => {
  child = fork(fromRoot('tests/server/lasting-child.ts'), [], { execArgv: ['--import', 'tsx'], silent: true });
  child.stdout?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const [port] = (await once(child, 'message')) as [number];
  url = `http://127.0.0.1:${port}`;
});
afterAll(() => child.kill('SIGKILL'));

const ask = async (path: string) => (await fetch(url + path)).text();

it('goes on serving, and writes down why, when a promise fails that nobody caught', async () => {
  expect(await ask('/promise')).toBe('served');
  expect(await ask('/')).toBe('served');
  await vi.waitFor(() => expect(said).toContain('nobody waits for this'));
});

it('ends in order, and not as if all were well, after an exception that nobody caught', async () => {
  const ended = once(child, 'exit');
  expect(await ask('/exception')).toBe('served');
  expect(await ended).toEqual([1, null]);
  expect(said).toContain('an exception that nobody caught ends this process');
});
