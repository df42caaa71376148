import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { fromRoot } from '../../server/root.ts';

type Engine = typeof import('../../server/engine/engine.ts');

let compiled: Promise<Engine> | null = null;

/**
 * The engine as it runs in production: compiled. From its sources every start would pay for translating them, and every
 * closure for the name that the translator keeps. Compiled once however many benchmarks ask.
 */
export const compiledEngine = (): Promise<Engine> => (compiled ??= compile());

async function compile(): Promise<Engine> {
  const out = fromRoot('node_modules', '.cache', `engine-bench-${process.pid}`);
  process.once('exit', () => rmSync(out, { recursive: true, force: true }));
  const line = ['tsc', '-p', 'tsconfig.build.json', '--outDir', out];
  execFileSync('npx', line, { cwd: fromRoot(), stdio: ['ignore', 'inherit', 'ignore'] });
  return await import(pathToFileURL(`${out}/server/engine/engine.js`).href);
}
