import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import mongoose from 'mongoose';
import { type Config, readConfig } from '../config.ts';
import { connectTo } from '../database/connection.ts';
import { type Drilled, drill } from '../database/copies/drill.ts';
import { newestThere, placeOf } from '../database/copies/elsewhere.ts';
import { inScratch, opened } from '../database/copies/opened.ts';
import { backupsThere } from '../database/daily-backup.ts';
import { OperatorError } from '../errors.ts';
import { backupsIn } from '../sweeping.ts';
import { examineHistories } from '../traceability/histories.ts';
import { command } from './command.ts';
import { readKeyFile } from './key-file.ts';

// `npm run -s drill [-- FILE] [--identity KEYFILE]`: tries whether a backup brings everything back, in a database of its own that
// is gone afterwards. Without FILE the newest copy at the second place, or else the newest of this machine. Ends with 1 when
// anything differs.

const { values, positionals } = parseArgs({ options: { identity: { type: 'string' } }, allowPositionals: true });

await command(async () => {
  const config = readConfig();
  const identity = values.identity === undefined ? null : await readKeyFile(values.identity);
  const started = performance.now();
  await inScratch(async (folder) => {
    const file = positionals[0] ?? (await newest(config, folder));
    tell(await drill(await opened(file, identity, folder), folder, brokenHistories), {
      file: basename(file),
      seconds: (performance.now() - started) / 1000,
    });
  });
});

async function newest({ elsewhere, dataDir }: Config, folder: string): Promise<string> {
  if (elsewhere !== null) {
    const place = placeOf(elsewhere);
    const name = await newestThere(place);
    await place.get(name, join(folder, name));
    return join(folder, name);
  }
  const name = (await backupsThere(backupsIn(dataDir))).at(-1);
  if (name === undefined) throw new OperatorError(`There is no backup in ${backupsIn(dataDir)}: name one`);
  return join(backupsIn(dataDir), name);
}

async function brokenHistories(uri: string, name: string): Promise<string[]> {
  await connectTo(uri, name);
  const broken: string[] = [];
  try {
    for await (const { code, fault } of examineHistories()) if (fault !== null) broken.push(`${code}: ${fault}`);
  } finally {
    await mongoose.disconnect();
  }
  return broken;
}

function tell({ collections, problems }: Drilled, { file, seconds }: { file: string; seconds: number }): void {
  const differing = collections.filter(({ inBackup, cameBack }) => inBackup !== cameBack);
  for (const { collection, inBackup, cameBack } of collections) {
    const verdict = inBackup === cameBack ? 'ok' : 'DIFFERS';
    process.stdout.write(
      `${collection.padEnd(28)}${String(inBackup).padStart(9)}${String(cameBack).padStart(9)}  ${verdict}\n`,
    );
  }
  for (const problem of problems) process.stdout.write(`${problem}\n`);
  const total = collections.reduce((sum, { cameBack }) => sum + cameBack, 0);
  const isWhole = differing.length === 0 && problems.length === 0;
  process.stdout.write(
    `${file}: ${total} documents of ${collections.length} collections ${isWhole ? 'came back whole' : 'did NOT come back whole'}, every history checked, in ${seconds.toFixed(1)} s\n`,
  );
  if (!isWhole) process.exitCode = 1;
}
