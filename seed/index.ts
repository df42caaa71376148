import { ConfigError, readConfig } from '../server/config.ts';
import { connectDatabase } from '../server/database/connection.ts';
import { seed } from './seed.ts';

const config = readConfig();
if (config.production) throw new ConfigError('The demonstration is not for production');
const disconnect = await connectDatabase(config);
await seed(config, new Date());
await disconnect();
process.stdout.write('The demonstration data is there.\n');
