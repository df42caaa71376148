import cluster from 'node:cluster';
import { ConfigError, readConfig } from './config.ts';
import { KeyMismatch } from './database/marks.ts';
import { log } from './http/log.ts';
import { runPrimary, runWorker } from './run.ts';

try {
  const config = readConfig();
  log.level = config.logLevel;
  await (cluster.isPrimary ? runPrimary(config) : runWorker(config));
} catch (error) {
  if (!isForOperator(error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}

/** What the person who starts the program can mend: one clear line instead of a stack. */
function isForOperator(error: unknown): error is Error {
  return (
    error instanceof ConfigError ||
    error instanceof KeyMismatch ||
    (error as { forOperator?: boolean }).forOperator === true
  );
}
