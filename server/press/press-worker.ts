import os from 'node:os';
import { parentPort } from 'node:worker_threads';
import { DomainError } from '../errors.ts';
import { htmlOf } from './html.ts';
import { writePdf } from './pdf.ts';
import type { PressMessage, PressOrder } from './press.ts';
import type { Progress } from './print-job.ts';
import { csvOf, xlsxOf } from './table.ts';
import { writeTspl } from './tspl.ts';
import { writeZip } from './zip.ts';
import { writeZpl } from './zpl.ts';

// The thread that draws: one order at a time, bytes handed over as they come.

// Whoever asks for a page goes before whoever prints. Linux lowers the calling thread alone (setpriority(2), "C library/kernel
// differences"); elsewhere it would be the whole server.
if (process.platform === 'linux') os.setPriority(os.constants.priority.PRIORITY_LOW);

type Write = (chunk: Buffer) => void;

const makers: Record<
  PressOrder['kind'],
  (order: PressOrder, write: Write, progress: Progress) => Promise<void> | void
> = {
  pdf: ({ job }, write, progress) => writePdf(job, write, progress),
  html: ({ job }, write) => write(Buffer.from(htmlOf(job))),
  zip: ({ job }, write, progress) => writeZip(job, write, progress),
  zpl: ({ job, dpi }, write, progress) => writeZpl(job, dpi, write, progress),
  tspl: ({ job, dpi, feedGap }, write, progress) => writeTspl(job, { dpi, feedGap }, write, progress),
  csv: ({ job }, write) => write(Buffer.from(csvOf(job))),
  xlsx: async ({ job }, write) => write(await xlsxOf(job)),
};

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
const say = (message: PressMessage): void => parentPort?.postMessage(message);

async function make(order: PressOrder): Promise<void> {
  try {
    const write: Write = (chunk) => say({ say: 'chunk', bytes: new Uint8Array(chunk) });
    await makers[order.kind](order, write, (done) => say({ say: 'progress', done }));
    say({ say: 'ended' });
  } catch (error) {
    const problem =
      error instanceof DomainError ? { kind: error.kind, code: error.code, facts: { ...error.facts } } : null;
    say({ say: 'failed', problem, message: error instanceof Error ? error.message : String(error) });
  }
}

parentPort?.on('message', (order: PressOrder) => void make(order));
