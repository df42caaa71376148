import { readFile } from 'node:fs/promises';
import { OperatorError } from '../errors.ts';

/** The key in a file as `npm run -s backup-key` and age-keygen write it: one line, with remarks around it. @throws OperatorError */
export async function readKeyFile(file: string): Promise<string> {
  const line = (await readFile(file, 'utf8')).split('\n').find((text) => text.startsWith('AGE-SECRET-KEY-'));
  if (line === undefined) throw new OperatorError(`There is no key in ${file}: it is a line AGE-SECRET-KEY-1…`);
  return line.trim();
}
