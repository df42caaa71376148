import type { Window } from '../database/windows.ts';
import { networkKey } from '../network.ts';

// Windows are clock minutes, so 30 in each keeps any sixty seconds at or under 60 misses (hardening bar 5).
export const perAddress: Window = { seconds: 60, most: 30 };

// A serial has 20 secret bits: at 2,000 wrong ones a batch and hour a forger needs some 500 hours for one; and a single
// address, held to 1,800 misses an hour, cannot take the verdict away from everybody else.
export const perBatch: Window = { seconds: 3600, most: 2000 };

/** An address as a key from which it cannot be read back. */
export const addressKey = (address: string, secret: string): string => networkKey('guess', address, secret);
