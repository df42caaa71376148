import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { EngineError } from './ground/engine-error.ts';
import type { EngineOptions } from './keep/engine-state.ts';
import { answers, type Holder, LockedError, readHolder } from './keep/lock.ts';

export interface RunningEngine {
  /** What a MongoDB driver connects to. */
  uri: string;
  stop(): Promise<void>;
}

export interface StartOptions extends EngineOptions {
  /** Hears what the operator should know (a slow scan, say); by default it goes to standard error. */
  warn?: (message: string) => void;
}

/**
 * Starts the embedded engine on a data directory, in a thread of its own. Throws LockedError, naming the holder, when
 * another process or thread already serves the directory.
 */
export async function startEngine({ warn = toStandardError, ...options }: StartOptions): Promise<RunningEngine> {
  const worker = newWorker({ ...options, dataDir: resolve(options.dataDir) });
  const socket = await untilReady(worker, options.dataDir, warn);
  worker.unref();
  let stopping: Promise<void> | null = null;
  const stop = (): Promise<void> => {
    stopping ??= stopWorker(worker);
    return stopping;
  };
  return { uri: uriOf(socket), stop };
}

/**
 * The engine of a data directory: the one that already serves it, or one that is started now. Only what was started
 * here is stopped by `stop`.
 */
export async function openEngine(dataDir: string, options: Omit<StartOptions, 'dataDir'> = {}): Promise<RunningEngine> {
  for (let attempt = 0; ; attempt += 1) {
    const holder = readHolder(resolve(dataDir));
    if (holder && (await answers(holder.socket))) return { uri: uriOf(holder.socket), stop: () => Promise.resolve() };
    try {
      return await startEngine({ ...options, dataDir });
    } catch (error) {
      // Somebody else is about to serve it, or about to end.
      if (!(error instanceof LockedError) || attempt >= patientAttempts) throw error;
      await wait(100);
    }
  }
}

const patientAttempts = 50;

/**
 * `directConnection`: there is one member, and its name is not an address. `retryWrites=false`: the engine keeps no
 * history of writes, so a driver must not send one a second time by itself.
 */
function uriOf(socket: string): string {
  return `mongodb://${encodeURIComponent(socket)}/?directConnection=true&retryWrites=false`;
}

interface Message {
  ready?: string;
  warning?: string;
  failed?: string;
  holder?: Holder | null;
}

function newWorker(options: EngineOptions): Worker {
  const isSource = import.meta.url.endsWith('.ts');
  const file = new URL(isSource ? './talk/worker-from-source.mjs' : './talk/worker.js', import.meta.url);
  return new Worker(file, { workerData: options, execArgv: [] });
}

function untilReady(worker: Worker, dataDir: string, warn: (message: string) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    let isReady = false;
    worker.on('error', (error) => {
      reject(error);
      // Without its database the application can only give wrong answers, so it goes down with it and is restarted.
      if (isReady) throw error;
    });
    worker.once('exit', () => reject(new Error(`The embedded engine on ${dataDir} ended before it was ready`)));
    worker.on('message', ({ ready, warning, failed, holder }: Message) => {
      if (warning !== undefined) warn(warning);
      if (failed !== undefined) reject(holder ? new LockedError(dataDir, holder) : new EngineError(failed));
      if (ready === undefined) return;
      isReady = true;
      resolve(ready);
    });
  });
}

function stopWorker(worker: Worker): Promise<void> {
  return new Promise((resolve) => {
    worker.once('exit', () => resolve());
    worker.ref();
    worker.postMessage('stop', []);
  });
}

const toStandardError = (message: string): void => {
  process.stderr.write(`embedded engine: ${message}\n`);
};
