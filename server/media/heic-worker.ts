import { parentPort, workerData } from 'node:worker_threads';
import libheif from 'libheif-js/wasm-bundle.js';
import type { HeicAnswer, HeicOrder } from './heic.ts';

// A thread for one photo: the decoder's memory grows with the picture and never shrinks, so it ends with the thread.

/** The size is read from the file's head and judged before a pixel is unpacked. */
async function decode({ bytes, mostPixels }: HeicOrder): Promise<HeicAnswer> {
  const [image] = new libheif.HeifDecoder().decode(bytes);
  if (!image) return { is: 'unread' };
  const [width, height] = [image.get_width(), image.get_height()];
  if (width * height > mostPixels) return { is: 'too-large' };
  const data = new Uint8ClampedArray(width * height * 4);
  const shown = await new Promise((resolve) => image.display({ data, width, height }, resolve));
  return shown === null ? { is: 'unread' } : { is: 'pixels', data, width, height };
}

const answer = await decode(workerData as HeicOrder).catch((): HeicAnswer => ({ is: 'unread' }));
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
parentPort?.postMessage(answer, answer.is === 'pixels' ? [answer.data.buffer] : []);
