import mongoose from 'mongoose';
import { readConfig } from '../config.ts';
import { restore } from '../database/backup.ts';
import { offered } from '../integration.ts';
import { command, withDatabase } from './command.ts';
import { fileArgument } from './file-argument.ts';

// `npm run restore -- FILE`: brings a backup into an empty database.

await command(async () => {
  const file = fileArgument('restore');
  await withDatabase(readConfig(), async () => {
    const { collections, documents } = await restore(mongoose.connection.getClient(), mongoose.connection.name, file);
    process.stdout.write(`${documents} documents of ${collections} collections are back.\n`);
    process.stdout.write(
      'The server starts only with the keys (SESSION_SECRET, LABEL_KEY, LOG_KEY) that belong to them.\n',
    );
    for (const { offer } of await offered<() => string>('saidAfterRestore')) process.stdout.write(`${offer()}\n`);
  });
});
