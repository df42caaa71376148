import { DomainError, OperatorError } from '../../errors.ts';
import { openLog } from './keys.ts';
import type { LogConfig } from './log.ts';
import { readTail, sizeOf } from './tail.ts';

/** What is wrong with the log in words that say to the operator what to do; any other error as it is. */
export async function inOperatorsWords(error: unknown, { publicUrl }: LogConfig): Promise<unknown> {
  if (!(error instanceof DomainError)) return error;
  if (error.code === 'log-shorter') return new OperatorError(whenShorter(await openLog(publicUrl), await readTail()));
  return error.code === 'log-changed' ? new OperatorError(whenChanged) : error;
}

const whenShorter = ({ size }: { size: number }, tail: Parameters<typeof sizeOf>[0]): string =>
  `The public log was signed with ${size} lines and holds ${sizeOf(tail)} (log-shorter): the database was put together from two ` +
  'moments. Nothing is signed, and histories cannot be checked, until one backup file, the latest there is, is restored whole into ' +
  'an empty database: npm run restore -- FILE (DATA_DIR/backups keeps 14 days). Never take lines or heads out by hand. README.md, ' +
  '“After a restore”, says whom to tell.';

const whenChanged =
  'A line of the public log that was signed is no longer what it was (log-changed). Nothing is signed until the tiles (collection ' +
  'ledger-tiles) come back from a backup; npm run -s histories names batches that were changed too. README.md, “After a restore”, ' +
  'says whom to tell.';

/** What has to be done about the log once a backup is back. */
export const wordsAfterRestore =
  'The public log goes on from the backup’s length: tell it before others find it. Post the day, what was lost and the new line of ' +
  '/log where the old ones were posted (README.md, “After a restore”).';
