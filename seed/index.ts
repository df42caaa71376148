import { ConfigError, readConfig } from '../server/config.ts';
import { connectDatabase } from '../server/database/connection.ts';
import { seed } from './seed.ts';

// `npm run seed`: loads the demonstration data, or finishes what an earlier run began. Refuses in production.

try {
  await load();
  process.stdout.write('The demonstration data is there.\n');
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function load(): Promise<void> {
  const config = readConfig();
  if (config.production) throw new ConfigError('The demonstration is not for production');
  const disconnect = await connectDatabase(config);
  try {
    await seed(config, new Date());
  } finally {
    await disconnect();
  }
}
