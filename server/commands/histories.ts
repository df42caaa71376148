import { type Config, readConfig } from '../config.ts';
import { isEmbeddedIn } from '../database/embedded.ts';
import { OperatorError } from '../errors.ts';
import { examineHistories } from '../traceability/histories.ts';
import { command, withDatabase } from './command.ts';

// `npm run -s histories`: checks that nobody changed, removed, reordered or inserted a step of any batch past the program,
// also while the server runs. Prints each broken batch with its first broken link; exits with 1 when there is one.

await command(async () => {
  const config = readConfig();
  const name = databaseOf(config);
  await withDatabase(config, async () => {
    const { batches, steps, broken } = await printBroken();
    const verdict = broken === 0 ? 'every history is whole' : `${broken} broken`;
    process.stdout.write(`database ${name}\n${batches} batches, ${steps} steps: ${verdict}\n`);
    if (broken > 0) process.exitCode = 1;
  });
});

/** Its name for people, without a password. An empty one that is made by looking would be whole whatever was done to the real one. */
function databaseOf({ mongodbUri, dataDir }: Config): string {
  if (mongodbUri !== null) return mongodbUri.replace(/\/\/[^@/]*@/, '//');
  if (isEmbeddedIn(dataDir)) return dataDir;
  throw new OperatorError(`There is no database in ${dataDir}: say which with DATA_DIR or MONGODB_URI`);
}

async function printBroken(): Promise<{ batches: number; steps: number; broken: number }> {
  const found = { batches: 0, steps: 0, broken: 0 };
  for await (const { code, steps, fault } of examineHistories()) {
    found.batches += 1;
    found.steps += steps;
    if (fault === null) continue;
    found.broken += 1;
    process.stdout.write(`${code}: ${fault}\n`);
  }
  return found;
}
