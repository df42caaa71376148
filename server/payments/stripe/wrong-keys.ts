import { tooMany } from '../../errors.ts';
import { networkOf } from '../../network.ts';

const mostAMinute = 30;
const mostNetworks = 10_000;

interface Misses {
  count: number;
  /** When they are forgotten, milliseconds. */
  until: number;
}

// In the process: a key made here has 256 random bits, so this only keeps a flood from the database.
const misses = new Map<string, Misses>();

/**
 * Refuses an address whose home has brought 30 wrong keys within a minute, until the minute is over, whatever it brings now: a
 * limit that lets the right key pass would be none.
 * @throws tooMany('api-too-many-keys') with `retryAfterSeconds`
 */
export function refuseKeyGuesser(address: string, at: Date): void {
  const found = misses.get(networkOf(address));
  if (!found || found.until <= at.getTime() || found.count < mostAMinute) return;
  throw tooMany('api-too-many-keys', { retryAfterSeconds: Math.ceil((found.until - at.getTime()) / 1000) });
}

export function countWrongKey(address: string, at: Date): void {
  const network = networkOf(address);
  const found = misses.get(network);
  if (found && found.until > at.getTime()) {
    found.count += 1;
    return;
  }
  makeRoom(at);
  misses.set(network, { count: 1, until: at.getTime() + 60_000 });
}

// The oldest go first when nobody's minute is over: what a flood from everywhere costs stays bounded.
function makeRoom(at: Date): void {
  if (misses.size < mostNetworks) return;
  for (const [network, { until }] of misses) if (until <= at.getTime()) misses.delete(network);
  for (const network of misses.keys()) if (misses.size >= mostNetworks) misses.delete(network);
}
