import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { checkKeyFingerprints } from '../database/marks.ts';
import { OperatorError } from '../errors.ts';
import { sealUnder } from '../identity/accounts.ts';
import { inviteOfficer } from '../identity/invites.ts';
import { command, withDatabase } from './command.ts';

// `npm run -s invite -- --officer NAME`: prints a one-use link for a commune officer. Whoever may run programs on the
// server may do this; nobody else can, and an empty production database has no other way in.

const usage = 'npm run -s invite -- --officer NAME';

await command(async () => {
  const name = readName();
  const config = readConfig();
  await withDatabase(config, async () => {
    await checkKeyFingerprints(config);
    sealUnder(config.sessionSecret, config.formerSessionSecrets);
    const { path } = await inviteOfficer(name, new Date());
    process.stdout.write(`${config.publicUrl}${path}\n`);
  });
});

function readName(): string {
  const options = { officer: { type: 'string' } } as const;
  const { values } = parseArgs({ options, strict: false });
  const name = typeof values.officer === 'string' ? values.officer.normalize('NFC').replaceAll(/\s+/g, ' ').trim() : '';
  if (name === '' || name.length > 60) throw new OperatorError(`Name the officer: ${usage}`);
  return name;
}
