import type { Services } from '../../services.ts';
import { keepDay } from './days.ts';
import { checkLogKeys } from './keys.ts';

/** Before the first request. @throws LogKeyMismatch for keys that are not this log's */
export const prepare = ({ config }: Services): Promise<void> => checkLogKeys(config);

/** Writes what waits into the log, and keeps the head of the day. Safe to repeat. */
export const sweep = ({ config, now }: Services): Promise<void> => keepDay(config, now());
