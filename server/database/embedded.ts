import { existsSync } from 'node:fs';
import { openEngine, type RunningEngine, startEngine } from '../engine/engine.ts';
import { EngineError } from '../engine/ground/engine-error.ts';
import { checkDirectory, type Findings } from '../engine/keep/check.ts';
import { dataFile } from '../engine/keep/layout.ts';
import { OperatorError } from '../errors.ts';
import { requireFolder, requireSoundFile } from './data-folder.ts';

/** The embedded engine as the house knows it. What the operator can mend comes as an OperatorError. */

export { dataFile } from '../engine/keep/layout.ts';

/** The engine of a folder: the one that serves it already, or one started now, which alone `stop` ends. */
export const joinEmbedded = (dataDir: string): Promise<RunningEngine> => plainly(() => openEngine(soundly(dataDir)));

/** Starts the engine on a folder. Throws OperatorError, naming the holder, when somebody serves it. */
export const serveEmbedded = (dataDir: string): Promise<RunningEngine> =>
  plainly(() => startEngine({ dataDir: soundly(dataDir) }));

/** Holds every document of a folder that nobody serves against its index entries. */
export const checkEmbedded = (dataDir: string): Promise<Findings> => plainly(() => checkDirectory(soundly(dataDir)));

/** Whether there is a database in the folder; to look makes none. */
export const isEmbeddedIn = (dataDir: string): boolean => existsSync(dataFile(dataDir));

// The engine would be ended by the system, without a word, in the middle of a file that is none.
function soundly(dataDir: string): string {
  requireFolder(dataDir);
  requireSoundFile(dataFile(dataDir));
  return dataDir;
}

async function plainly<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof EngineError ? new OperatorError(error.message, { cause: error }) : error;
  }
}
