import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { startUpkeep } from '../change/upkeep.ts';
import { type EngineOptions, openEngineState } from '../keep/engine-state.ts';
import { forgetUnfinished } from '../keep/index-builds.ts';
import { takeLock } from '../keep/lock.ts';
import { ignoreEchoesOfFailedCommits } from '../keep/store.ts';
import { listen } from './server.ts';

/** A Unix socket's path has at most 107 bytes on Linux and 103 on macOS (unix(7)). */
const longestSocketPath = 100;

export interface Served {
  socket: string;
  stop(): Promise<void>;
}

/** Takes the directory, opens the store, and serves it. Throws LockedError when somebody else has it. */
export async function serve(options: EngineOptions, warn: (message: string) => void): Promise<Served> {
  const dataDir = resolve(options.dataDir);
  ignoreEchoesOfFailedCommits();
  const socket = socketFor(dataDir);
  const lock = await takeLock(dataDir, socket);
  try {
    const engine = openEngineState({ ...options, dataDir }, warn);
    engine.store.onBroken = () => endSoon(dataDir, warn);
    await forgetUnfinished(engine);
    const upkeep = startUpkeep(engine, { checkFirst: lock.wasUnclean });
    const listening = await listen(engine, socket);
    const stop = async () => {
      await listening.close();
      await upkeep.stop();
      engine.snapshots.close();
      await engine.store.close();
      removeSocket(dataDir, socket);
      lock.release();
    };
    return { socket, stop };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Ends the process, once those who wrote have been told: it is started anew by whoever started it, and reads the file again. */
function endSoon(dataDir: string, warn: (message: string) => void): void {
  const message = `The disk with ${dataDir} failed in the middle of a write; the process ends and must be started anew`;
  warn(message);
  setTimeout(() => {
    throw new Error(message);
  }, lastWordsMs);
}

const lastWordsMs = 100;

function socketFor(dataDir: string): string {
  const socket = join(dataDir, 'engine.sock');
  if (Buffer.byteLength(socket) <= longestSocketPath) return socket;
  return join(mkdtempSync(join(tmpdir(), 'engine-')), 'engine.sock');
}

function removeSocket(dataDir: string, socket: string): void {
  if (dirname(socket) === dataDir) rmSync(socket, { force: true });
  else rmSync(dirname(socket), { recursive: true, force: true });
}
