import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { isHostOf, readOutsideUrl } from '../catalog/outside-url.ts';
import { fromRoot } from '../root.ts';

/** Where houses of the commune let themselves be booked: exactly these hosts and their www. forms, as for shops. */
export const bookingHosts: readonly string[] = z
  .array(z.string().regex(/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/))
  .parse(JSON.parse(readFileSync(fromRoot('server/visits/booking-hosts.json'), 'utf8')));

/** An address to book at, in its one spelling; null where it leads anywhere else. */
export const readBooking = (text: string): string | null =>
  readOutsideUrl(text, ({ hostname }) => isHostOf(bookingHosts, hostname));

/** The host as people know it. */
export const hostOf = (url: string): string => new URL(url).hostname.replace(/^www\./, '');
