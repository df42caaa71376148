import mongoose from 'mongoose';
import { readConfig } from '../config.ts';
import { backup } from '../database/backup.ts';
import { command, withDatabase } from './command.ts';
import { fileArgument } from './file-argument.ts';

// `npm run backup -- FILE`: a consistent copy of the database, also while the server runs, in the format of
// `mongodump --archive`, so that `mongorestore --archive=FILE` reads it as well as `npm run restore`.

await command(async () => {
  const file = fileArgument('backup');
  await withDatabase(readConfig(), async () => {
    const { collections, documents } = await backup(mongoose.connection.getClient(), mongoose.connection.name, file);
    process.stdout.write(`${file}: ${documents} documents of ${collections} collections.\n`);
    process.stdout.write('The keys (SESSION_SECRET, LABEL_KEY, LOG_KEY) are not in it: keep them apart, and safe.\n');
  });
});
