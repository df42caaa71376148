import { writeFile } from 'node:fs/promises';
import { newKeyPair } from '../database/copies/sealed-copy.ts';
import { command } from './command.ts';
import { fileArgument } from './file-argument.ts';

// `npm run -s backup-key -- FILE`: a new pair of keys for copies at a second place. The one that opens goes into the file, which
// belongs elsewhere; the one that seals is a setting.

await command(async () => {
  const file = fileArgument('backup-key');
  const { identity, recipient } = await newKeyPair();
  await writeFile(file, `# opens the market's copies; seals: ${recipient}\n${identity}\n`, { mode: 0o600, flag: 'wx' });
  process.stdout.write(`BACKUP_RECIPIENT=${recipient}\n`);
  process.stderr.write(`${file} opens the copies. Keep it away from this machine, twice: without it they are lost.\n`);
});
