import { Worker } from 'node:worker_threads';
import type { ThermalDpi } from './bitmap.ts';
import type { PrintJob } from './print-job.ts';

/** The files that can be made of a run. */
export const fileKinds = ['pdf', 'html', 'zip', 'zpl', 'tspl', 'csv', 'xlsx'] as const;
export type FileKind = (typeof fileKinds)[number];

/** What the press is asked to make. */
export interface PressOrder {
  kind: FileKind;
  job: PrintJob;
  dpi: ThermalDpi;
  /** Millimetres of carrier between labels of a roll. */
  feedGap: number;
}

/** What the worker says. */
export type PressMessage =
  | { say: 'progress'; done: number }
  | { say: 'chunk'; bytes: Uint8Array }
  | { say: 'ended' }
  | {
      say: 'failed';
      problem: { kind: string; code: string; facts: Record<string, string | number> } | null;
      message: string;
    };

/** The press was stopped before the file was whole. */
export class Cancelled extends Error {}

/** What the worker could not do. `problem` says it in the words of the business when the label itself was at fault. */
export class PressFailure extends Error {
  readonly problem: Extract<PressMessage, { say: 'failed' }>['problem'];
  constructor(message: string, problem: PressFailure['problem']) {
    super(message);
    this.problem = problem;
  }
}

// Longer than any page takes, even on a machine that is busy with other things.
const silentMs = 60_000;

let worker: Worker | null = null;
let queue: Promise<unknown> = Promise.resolve();

/**
 * Makes a file in the one worker thread, after what was ordered before it, so that the server goes on answering.
 * @throws Cancelled when `signal` ends it, PressFailure
 */
export function press(order: PressOrder, onProgress: (done: number) => void, signal?: AbortSignal): Promise<Buffer> {
  const result = queue.then(() => run(order, onProgress, signal));
  queue = result.catch(() => {});
  return result;
}

function run(order: PressOrder, onProgress: (done: number) => void, signal?: AbortSignal): Promise<Buffer> {
  if (signal?.aborted) return Promise.reject(new Cancelled());
  const own = started();
  const chunks: Uint8Array[] = [];
  return new Promise<Buffer>((resolve, reject) => {
    // Each by its name: `removeAllListeners` would also cut the thread's own wires, and the next order would never be heard.
    const silence = setTimeout(() => stop(new Error('the press fell silent')), silentMs);
    const end = (settle: () => void) => {
      clearTimeout(silence);
      own.off('error', broken).off('exit', ended).off('message', hear);
      own.unref();
      signal?.removeEventListener('abort', cancel);
      settle();
    };
    const stop = (error: Error) => {
      worker = null;
      void own.terminate();
      end(() => reject(error));
    };
    const cancel = () => stop(new Cancelled());
    const broken = (error: unknown) => stop(error instanceof Error ? error : new Error(String(error)));
    const ended = () => stop(new Error('the press ended'));
    const hear = (message: PressMessage) => {
      silence.refresh();
      if (message.say === 'progress') onProgress(message.done);
      else if (message.say === 'chunk') chunks.push(message.bytes);
      else if (message.say === 'ended') end(() => resolve(Buffer.concat(chunks)));
      else end(() => reject(new PressFailure(message.message, message.problem)));
    };
    signal?.addEventListener('abort', cancel);
    own.on('error', broken).on('exit', ended).on('message', hear);
    own.ref();
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    own.postMessage(order);
  });
}

// From sources the worker reads TypeScript through tsx; built, it is JavaScript.
function started(): Worker {
  if (worker) return worker;
  const file = import.meta.url.endsWith('.ts') ? './press-from-source.mjs' : './press-worker.js';
  worker = new Worker(new URL(file, import.meta.url), { execArgv: [] });
  return worker;
}
