import { command, withDatabase } from '../server/commands/command.ts';
import { readConfig } from '../server/config.ts';
import { OperatorError } from '../server/errors.ts';
import { seed } from './seed.ts';

// `npm run seed`: loads the demonstration data, or finishes what an earlier run began. Refuses in production.

await command(async () => {
  const config = readConfig();
  if (config.production) throw new OperatorError('The demonstration is not for production');
  await withDatabase(config, () => seed(new Date()));
  process.stdout.write('The demonstration data is there.\n');
});
