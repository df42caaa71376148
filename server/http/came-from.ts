import type { Request, Response } from 'express';
import { type Channel, findChannel } from '../channels.ts';
import type { Config } from '../config.ts';
import { readCookie, writeCookie } from './cookies.ts';

const name = 'tu';
const aWeek = 7 * 24 * 3600;

/** Remembers for a week by which channel this browser came: the channel's name and nothing else. */
export const keepCameFrom = (response: Response, config: Pick<Config, 'publicUrl'>, channel: Channel): void =>
  writeCookie(response, name, channel, { maxAgeSeconds: aWeek, secure: config.publicUrl.startsWith('https:') });

/** By which channel this browser came last; null when by none that is known. */
export const cameFrom = (request: Request): Channel | null =>
  findChannel(readCookie(request, name) ?? '')?.name ?? null;
