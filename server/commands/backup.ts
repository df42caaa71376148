import mongoose from 'mongoose';
import { ConfigError, readConfig } from '../config.ts';
import { backup } from '../database/backup.ts';
import { connectDatabase } from '../database/connection.ts';

// `npm run backup -- FILE`: a consistent copy of the database, also while the server runs, in the format of
// `mongodump --archive`, so that `mongorestore --archive=FILE` reads it as well as `npm run restore`.

try {
  await run(process.argv[2]);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function run(file: string | undefined): Promise<void> {
  if (file === undefined) throw new ConfigError('Name the file: npm run backup -- FILE');
  const disconnect = await connectDatabase(readConfig());
  try {
    const { collections, documents } = await backup(mongoose.connection.getClient(), mongoose.connection.name, file);
    process.stdout.write(`${file}: ${documents} documents of ${collections} collections.\n`);
    process.stdout.write('The keys (SESSION_SECRET, LABEL_KEY) are not in it: keep them apart, and safe.\n');
  } finally {
    await disconnect();
  }
}
