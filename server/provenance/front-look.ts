import type { IncomingMessage } from 'node:http';
import type { Services } from '../services.ts';
import { addressOf } from './front-request.ts';
import { isRefused } from './guesses.ts';
import { noteLook } from './scan-days.ts';

/** Whether whoever asks has guessed too often to be answered here. */
export const isGuesser = ({ config, now }: Services, request: IncomingMessage): boolean =>
  isRefused(addressOf(request, config.trustProxy), config.sessionSecret, now());

/** Notes an answered look for the tally of its day. */
export function noteScan(
  { config, now }: Services,
  request: IncomingMessage,
  scanned: { label: string; productId: string },
): void {
  const asking = { method: request.method ?? '', headers: request.headers };
  noteLook({ ...scanned, asking, address: addressOf(request, config.trustProxy), at: now() });
}
