import mongoose from 'mongoose';
import { ConfigError, readConfig } from '../config.ts';
import { restore } from '../database/backup.ts';
import { connectDatabase } from '../database/connection.ts';

// `npm run restore -- FILE`: brings a backup into an empty database.

try {
  await run(process.argv[2]);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function run(file: string | undefined): Promise<void> {
  if (file === undefined) throw new ConfigError('Name the file: npm run restore -- FILE');
  const disconnect = await connectDatabase(readConfig());
  try {
    const { collections, documents } = await restore(mongoose.connection.getClient(), mongoose.connection.name, file);
    process.stdout.write(`${documents} documents of ${collections} collections are back.\n`);
    process.stdout.write('The server starts only with the keys (SESSION_SECRET, LABEL_KEY) that belong to them.\n');
  } finally {
    await disconnect();
  }
}
