import cluster from 'node:cluster';
import { readConfig } from './config.ts';
import { OperatorError } from './errors.ts';
import { log } from './http/log.ts';
import { outlastFaults } from './lasting.ts';
import { runPrimary, runWorker } from './run.ts';

try {
  const config = readConfig();
  log.level = config.logLevel;
  await (cluster.isPrimary ? runPrimary(config) : runWorker(config));
  // Only from here on: whatever goes wrong while it starts ends the start.
  outlastFaults(log);
} catch (error) {
  if (!(error instanceof OperatorError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
