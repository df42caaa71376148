import type { Services } from '../../services.ts';
import { keepDay } from './days.ts';
import { checkLogKeys } from './keys.ts';
import { inOperatorsWords, wordsAfterRestore } from './operator.ts';
import { clearLoose } from './tail.ts';

/** Before the first request. @throws LogKeyMismatch for keys that are not this log's */
export const prepare = ({ config }: Services): Promise<void> => checkLogKeys(config);

/**
 * Writes what waits into the log, and keeps the head of the day. Safe to repeat.
 * @throws OperatorError that says what to do where the log is no longer what was signed
 */
export async function sweep({ config, now }: Services): Promise<void> {
  try {
    await keepDay(config, now());
    await clearLoose();
  } catch (error) {
    throw await inOperatorsWords(error, config);
  }
}

/** Said when a backup is back. */
export const saidAfterRestore = (): string => wordsAfterRestore;
