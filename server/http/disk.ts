import type { RequestHandler } from 'express';
import { unavailable } from '../errors.ts';
import { log } from './log.ts';

/** So much is left free: what is under way is still written, and so are the log and the backup of the day. */
export const reserveBytes = 32 * 1024 * 1024;

const freshMs = 1000;
const reading = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses what would write while hardly anything is free on the disk, before the disk itself does in the middle of a write.
 * Reading goes on, and so does writing as soon as there is room again.
 * @param free how many bytes are free; asked once a second at most
 */
export function refuseOnFullDisk(free: () => Promise<number>): RequestHandler {
  let known = { at: Number.NEGATIVE_INFINITY, isFull: false };
  const look = async (): Promise<boolean> => {
    const at = performance.now();
    if (at - known.at < freshMs) return known.isFull;
    // Who cannot look does not know that it is full.
    const bytes = await free().catch(() => Number.POSITIVE_INFINITY);
    const isFull = bytes < reserveBytes;
    if (isFull && !known.isFull)
      log.error({ freeBytes: bytes }, 'the disk is full: nothing is written until there is room');
    known = { at, isFull };
    return isFull;
  };
  return async (request, _response, next) => {
    if (!reading.has(request.method) && (await look())) throw unavailable('disk-full', { retryAfterSeconds: 5 });
    next();
  };
}
