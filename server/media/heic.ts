import { Worker } from 'node:worker_threads';

export interface HeicOrder {
  bytes: Uint8Array;
  mostPixels: number;
}

/** What became of a HEIC file: its pixels (RGBA, upright), more of them than may be unpacked, or none. */
export type HeicAnswer =
  | { is: 'pixels'; data: Uint8ClampedArray<ArrayBuffer>; width: number; height: number }
  | { is: 'too-large' }
  | { is: 'unread' };

// One at a time: 12 megapixels take 190 MB and 1.4 s of one processor (decision 0036). Who comes when eight wait is told to
// convert the photo.
const mostWaiting = 8;
const longestMs = 30_000;
let waiting = 0;
let queue: Promise<unknown> = Promise.resolve();

/** Unpacks a HEIC photo in a thread of its own, after those that came before it. Never throws for what the file is. */
export async function decodeHeic(order: HeicOrder): Promise<HeicAnswer> {
  if (waiting >= mostWaiting) return { is: 'unread' };
  waiting += 1;
  const result = queue.then(() => run(order));
  queue = result;
  return result.finally(() => {
    waiting -= 1;
  });
}

function run(order: HeicOrder): Promise<HeicAnswer> {
  // From sources the worker reads TypeScript through tsx; built, it is JavaScript.
  const file = import.meta.url.endsWith('.ts') ? './heic-from-source.mjs' : './heic-worker.js';
  const worker = new Worker(new URL(file, import.meta.url), {
    workerData: order,
    execArgv: [],
    // What the decoder prints of a broken file is no line of our log.
    stdout: true,
    stderr: true,
  });
  return new Promise((resolve) => {
    const end = (answer: HeicAnswer) => {
      clearTimeout(late);
      void worker.terminate();
      resolve(answer);
    };
    const unread = () => end({ is: 'unread' });
    const late = setTimeout(unread, longestMs);
    worker.once('message', end).once('error', unread).once('exit', unread);
  });
}
