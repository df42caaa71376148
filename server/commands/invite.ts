import { parseArgs } from 'node:util';
import { ConfigError, readConfig } from '../config.ts';
import { connectDatabase } from '../database/connection.ts';
import { checkKeyFingerprints } from '../database/marks.ts';
import { OperatorError } from '../errors.ts';
import { inviteOfficer } from '../identity/invites.ts';

// `npm run -s invite -- --officer NAME`: prints a one-use link for a commune officer. Whoever may run programs on the
// server may do this; nobody else can, and an empty production database has no other way in.

const usage = 'npm run -s invite -- --officer NAME';

try {
  process.stdout.write(`${await inviteLink(readName(), new Date())}\n`);
} catch (error) {
  if (!(error instanceof OperatorError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

async function inviteLink(name: string, at: Date): Promise<string> {
  const config = readConfig();
  const disconnect = await connectDatabase(config);
  try {
    await checkKeyFingerprints(config);
    const { path } = await inviteOfficer(name, at);
    return config.publicUrl + path;
  } finally {
    await disconnect();
  }
}

function readName(): string {
  const options = { officer: { type: 'string' } } as const;
  const { values } = parseArgs({ options, strict: false });
  const name = typeof values.officer === 'string' ? values.officer.normalize('NFC').replaceAll(/\s+/g, ' ').trim() : '';
  if (name === '' || name.length > 60) throw new ConfigError(`Name the officer: ${usage}`);
  return name;
}
