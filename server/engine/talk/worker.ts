import { parentPort, workerData } from 'node:worker_threads';
import type { EngineOptions } from '../keep/engine-state.ts';
import { LockedError } from '../keep/lock.ts';
import { serve } from './serve.ts';

/** The thread that the engine lives in: it starts by itself, says that it is ready, and stops when it is told to. */

const tell = (message: unknown): void => parentPort?.postMessage(message, []);

try {
  const served = await serve(workerData as EngineOptions, (warning) => tell({ warning }));
  tell({ ready: served.socket });
  parentPort?.once('message', () => {
    served
      .stop()
      .then(() => tell({ stopped: true }))
      .catch((error: unknown) => tell({ failed: String(error) }))
      .finally(() => parentPort?.close());
  });
} catch (error) {
  const holder = error instanceof LockedError ? error.holder : null;
  tell({ failed: error instanceof Error ? error.message : String(error), holder });
}
