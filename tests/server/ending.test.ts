import { fork } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { fromRoot } from '../../server/root.ts';

it.each([
  ['hangs', 'took too long'],
  ['throws', 'ending in order failed'],
  ['ends', ''],
])('a process is gone after SIGTERM when what it lets go of %s', async (how, told) => {
  const child = fork(fromRoot('tests/server/ending-child.ts'), [how], { execArgv: ['--import', 'tsx'], silent: true });
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await once(child, 'message');
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  if (told === '') expect(said).toBe('');
  else expect(said).toContain(told);
});
