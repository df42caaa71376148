import { withPatience } from '../patience.ts';
import { takeTurns } from './turns.ts';

/** A map that forgets what was not asked for longest. */
export interface Cache<T> {
  get: (key: string) => T | undefined;
  set: (key: string, value: T) => void;
}

/** @param most how many entries are remembered */
export function latestCache<T>(most: number): Cache<T> {
  const entries = new Map<string, T>();
  return {
    get: (key) => {
      const value = entries.get(key);
      if (value === undefined) return undefined;
      entries.delete(key);
      entries.set(key, value);
      return value;
    },
    set: (key, value) => {
      entries.delete(key);
      entries.set(key, value);
      const [oldest] = entries.keys();
      if (entries.size > most && oldest !== undefined) entries.delete(oldest);
    },
  };
}

/** Something read from the database, and how fresh it is. */
export interface Reading<T> {
  value: T;
  /** Milliseconds of the clock when the reading began. */
  readAt: number;
  /** Set while newer readings fail: when the first of them did. */
  failingSince: Date | null;
}

interface Source<T> {
  read: (key: string) => Promise<T | null>;
  now: () => Date;
  /** A reading is used for so long, counted from when it began. */
  freshMs: number;
  /** A newer reading counts as failed, while there is an older one, when nothing at all is heard for so long. */
  patienceMs: number;
  /** How many answers were heard so far of whom readings are asked, whatever the answers were about. */
  heard?: () => number;
  most: number;
}

// Enough to keep one process and its database busy. Each more would only make all of them older when they are done, and what
// waits for its turn is read, when it comes, as things are then.
const atOnce = 16;

/**
 * Readings shared by everybody who asks for the same thing at the same time: at most one reading a key is under way, and one
 * that is fresh is not repeated. So many keys are read at once and no more: a reading that waits for its turn is not old when it
 * comes, and waiting for the others is no silence. What is not there (null) is not remembered.
 */
export function sharedReadings<T>(source: Source<T>) {
  const cache = latestCache<Reading<T>>(source.most);
  const patiently = <R>(work: Promise<R>): Promise<R> => withPatience(work, source.patienceMs, source.heard);
  const inTurn = takeTurns(atOnce, patiently);
  const underWay = new Map<string, Promise<Reading<T> | null>>();

  const join = (key: string): Promise<Reading<T> | null> => {
    const running = underWay.get(key);
    if (running) return running;
    const started = inTurn(() => renew(source, cache, key)).finally(() => underWay.delete(key));
    underWay.set(key, started);
    return started;
  };

  return {
    /** The reading if it is fresh, without waiting. */
    fresh: (key: string): Reading<T> | undefined => {
      const reading = cache.get(key);
      const age = reading && source.now().getTime() - reading.readAt;
      // Read in the future: the clock was set back, and nobody knows how old the reading is.
      const isFresh = age !== undefined && age >= 0 && age < source.freshMs;
      return isFresh && reading?.failingSince === null ? reading : undefined;
    },
    /** A fresh reading; an older one, marked, when none can be had; null when there is nothing. */
    get: async (key: string): Promise<Reading<T> | null> => {
      const older = cache.get(key);
      // Who has nothing older asks again in another way, which takes its own time.
      if (!older) return patiently(join(key));
      if (older.failingSince !== null && underWay.has(key)) return older;
      try {
        return await patiently(join(key));
      } catch {
        older.failingSince ??= source.now();
        return older;
      }
    },
  };
}

async function renew<T>(source: Source<T>, cache: Cache<Reading<T>>, key: string): Promise<Reading<T> | null> {
  const readAt = source.now().getTime();
  const value = await source.read(key);
  if (value === null) return null;
  const reading = { value, readAt, failingSince: null };
  cache.set(key, reading);
  return reading;
}
