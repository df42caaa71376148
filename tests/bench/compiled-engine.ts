import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { fromRoot } from '../../server/root.ts';

/**
 * The engine as it runs in production: compiled. From its sources every start would pay for translating them, and every
 * closure for the name that the translator keeps.
 */
export async function compiledEngine(): Promise<typeof import('../../server/database/embedded/engine.ts')> {
  const out = fromRoot('node_modules', '.cache', `engine-bench-${process.pid}`);
  process.once('exit', () => rmSync(out, { recursive: true, force: true }));
  const line = ['tsc', '-p', 'tsconfig.build.json', '--outDir', out];
  execFileSync('npx', line, { cwd: fromRoot(), stdio: ['ignore', 'inherit', 'ignore'] });
  return await import(pathToFileURL(`${out}/server/database/embedded/engine.js`).href);
}
