import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { checkEmbedded, serveEmbedded } from '../database/embedded.ts';
import { OperatorError } from '../errors.ts';
import { command } from './command.ts';

/**
 * `npm run -s database -- --data DIR`: the embedded engine alone. Prints its connection string, nothing else, and serves
 * until SIGTERM. `--check` verifies every document and index entry instead, and exits with 1 when something is wrong.
 */
const { values } = parseArgs({ options: { data: { type: 'string' }, check: { type: 'boolean', default: false } } });

await command(async () => {
  if (values.data === undefined) throw new OperatorError('Say which folder: npm run -s database -- --data DIR');
  if (values.check) await check(values.data);
  else await serve(values.data);
});

async function serve(dataDir: string): Promise<void> {
  const engine = await serveEmbedded(dataDir);
  // The engine's thread does not keep the process alive by itself.
  const staying = setInterval(() => {}, 60_000);
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    clearInterval(staying);
    engine.stop().catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.stdout.write(`${engine.uri}\n`);
}

async function check(dataDir: string): Promise<void> {
  if (!existsSync(dataDir)) throw new OperatorError(`There is no folder ${dataDir}`);
  const { collections, documents, entries, problems } = await checkEmbedded(dataDir);
  for (const problem of problems) process.stdout.write(`${problem}\n`);
  const verdict = problems.length === 0 ? 'everything fits together' : `${problems.length} problems`;
  process.stdout.write(`${collections} collections, ${documents} documents, ${entries} index entries: ${verdict}\n`);
  if (problems.length > 0) process.exitCode = 1;
}
