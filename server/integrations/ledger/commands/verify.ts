import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { command } from '../../../commands/command.ts';
import { OperatorError } from '../../../errors.ts';
import { verifyBatch } from '../verifying.ts';

// `npm run -s verify -- URL [--key VKEY] [--since FILE]`: checks a batch's public proof from outside; exits with 1 and names
// the first thing that does not hold.

await command(async () => {
  const options = { key: { type: 'string' }, since: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true, strict: false });
  const [address] = positionals;
  if (address === undefined) throw new OperatorError('npm run -s verify -- URL [--key VKEY] [--since FILE]');
  const since = typeof values.since === 'string' ? readFileSync(values.since, 'utf8') : null;
  const { whole, lines } = await verifyBatch(address, typeof values.key === 'string' ? values.key : null, since);
  process.stdout.write(`${lines.join('\n')}\n`);
  if (!whole) process.exitCode = 1;
});
