import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { command } from '../../../commands/command.ts';
import { OperatorError } from '../../../errors.ts';
import { readJson } from '../../../reading/json.ts';
import { type Witnessed, WitnessFile, witnessLog } from '../witnessing.ts';

// `npm run -s witness -- URL --state FILE [--with FILE]`: checks that the log continues what FILE keeps of it, and what another
// witness keeps, countersigns its head, and keeps it. The file holds the witness's own key: it is readable by its owner alone.

await command(async () => {
  const options = { state: { type: 'string' }, with: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true, strict: false });
  const [address = ''] = positionals;
  const { state } = values;
  if (!URL.canParse(address) || typeof state !== 'string')
    throw new OperatorError('npm run -s witness -- URL --state FILE [--with FILE OF ANOTHER WITNESS]');
  const others = typeof values.with === 'string' ? [read(values.with).checkpoint] : [];
  const kept = existsSync(state) ? read(state) : null;
  const next = await witnessLog(new URL(address).origin, kept, { others, at: new Date() });
  writeFileSync(`${state}.new`, `${JSON.stringify(next, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(`${state}.new`, state);
  process.stdout.write(next.checkpoint);
});

function read(file: string): Witnessed {
  const found = WitnessFile.safeParse(readJson(readFileSync(file, 'utf8')));
  if (!found.success) throw new OperatorError(`${file} is not what a witness keeps`);
  return found.data;
}
