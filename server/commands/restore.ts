import path from 'node:path';
import { parseArgs } from 'node:util';
import mongoose from 'mongoose';
import { type Config, readConfig } from '../config.ts';
import { restore } from '../database/backup.ts';
import { inScratch, opened } from '../database/copies/opened.ts';
import { sealUnder } from '../identity/accounts.ts';
import { offered } from '../integration.ts';
import { eraseAgain } from '../privacy/erasing-again.ts';
import { type Erasure, erasuresIn, readErasures } from '../privacy/erasures.ts';
import { backupsIn } from '../sweeping.ts';
import { command, withDatabase } from './command.ts';
import { fileArgument } from './file-argument.ts';
import { readKeyFile } from './key-file.ts';

// `npm run restore -- FILE [--identity KEYFILE]`: brings a backup into an empty database, a sealed one with the key that opens it.

const { values, positionals } = parseArgs({ options: { identity: { type: 'string' } }, allowPositionals: true });

await command(async () => {
  const file = fileArgument('restore', positionals);
  const identity = values.identity === undefined ? null : await readKeyFile(values.identity);
  const config = readConfig();
  const erasures = await erasuresBeside(file, config);
  await withDatabase(config, async () => {
    const { collections, documents } = await inScratch(async (folder) =>
      restore(mongoose.connection.getClient(), mongoose.connection.name, await opened(file, identity, folder)),
    );
    process.stdout.write(`${documents} documents of ${collections} collections are back.\n`);
    process.stdout.write(await erasedAgain(erasures, config));
    process.stdout.write(
      'The server starts only with the keys (SESSION_SECRET, LABEL_KEY, LOG_KEY) that belong to them.\n',
    );
    for (const { offer } of await offered<() => string>('saidAfterRestore')) process.stdout.write(`${offer()}\n`);
  });
});

/** Who was erased, as the lists say that lie beside the backup and beside this server's own; null where there is none. */
async function erasuresBeside(file: string, { dataDir }: Config): Promise<Erasure[] | null> {
  const folders = new Set([path.dirname(path.resolve(file)), path.resolve(backupsIn(dataDir))]);
  const lists = await Promise.all([...folders].map((folder) => readErasures(erasuresIn(folder))));
  const found = lists.filter((list) => list !== null);
  return found.length === 0 ? null : found.flat();
}

/** Who was erased after the backup was made does not come back with it. @returns what to tell the operator */
async function erasedAgain(erasures: Erasure[] | null, config: Config): Promise<string> {
  if (erasures === null)
    return 'No erasures.json lies beside the backup: whoever was erased since it was made is back. Erase them again.\n';
  sealUnder(config.sessionSecret, config.formerSessionSecrets);
  return `Erased since the backup was made, and now again: ${await eraseAgain(erasures)}.\n`;
}
