import mongoose from 'mongoose';
import type { Config } from '../config.ts';
import { OperatorError } from '../errors.ts';
import { listenTo } from './answers.ts';
import { clockSeconds, readClock } from './clock.ts';
import { joinEmbedded } from './embedded.ts';
import { makeIndexes } from './indexes.ts';
import { whyUnavailable } from './unavailable.ts';

const defaultName = 'chobinhlu';

/**
 * Whoever waits is told within five seconds that the database does not answer. The driver has no limit on the whole of an
 * operation (7.8: its timeoutMS has no effect), so each of its steps has one, and none is done a second time by itself:
 * who asked does that, and every step of ours is safe to repeat.
 */
const limits = {
  serverSelectionTimeoutMS: 2000,
  waitQueueTimeoutMS: 4000,
  connectTimeoutMS: 4000,
  socketTimeoutMS: 4000,
  retryReads: false,
  retryWrites: false,
};

/** An election in a replica set takes ten seconds and some; who starts just then waits it out. */
const electionMs = 15_000;

/**
 * Connects mongoose to the MongoDB of `MONGODB_URI`, or to the embedded engine on the data directory (started here unless
 * another process serves it already). All indexes exist when it resolves.
 * @returns how to let go of it again
 * @throws OperatorError when nobody answers at that address, or the data directory or its file is none
 */
export async function connectDatabase(config: Pick<Config, 'mongodbUri' | 'dataDir'>): Promise<() => Promise<void>> {
  const engine = config.mongodbUri === null ? await joinEmbedded(config.dataDir) : null;
  try {
    await connectPatiently(config.mongodbUri ?? engine?.uri ?? '');
  } catch (error) {
    throw inPlainWords(error);
  }
  const stopReading = await keepReadingClock();
  return async () => {
    stopReading();
    await mongoose.disconnect();
    await engine?.stop();
  };
}

// A database that does not answer just now is asked again at the next turn.
async function keepReadingClock(): Promise<() => void> {
  const admin = mongoose.connection.getClient().db('admin');
  await readClock(admin);
  const timer = setInterval(() => void readClock(admin).catch(() => null), clockSeconds * 1000).unref();
  return () => clearInterval(timer);
}

async function connectPatiently(uri: string): Promise<void> {
  const deadline = performance.now() + electionMs;
  for (;;) {
    try {
      return await connectTo(uri);
    } catch (error) {
      if (whyUnavailable(error) === null || performance.now() > deadline) throw error;
      await mongoose.disconnect();
    }
  }
}

/**
 * Connects mongoose to a server by its connection string, and makes the indexes of all models.
 * @param dbName the database; by default the one the address names, else `chobinhlu`
 */
export async function connectTo(uri: string, dbName = databaseIn(uri)): Promise<void> {
  mongoose.set('strictQuery', true);
  mongoose.set('sanitizeFilter', false);
  mongoose.set('bufferTimeoutMS', limits.serverSelectionTimeoutMS);
  await mongoose.connect(uri, {
    dbName,
    autoIndex: false,
    // An acknowledged write is on the disks of most of a replica set, and a step rests only on what was acknowledged: what
    // a lost primary alone had seen is never read.
    writeConcern: { w: 'majority', journal: true },
    readConcern: { level: 'majority' },
    readPreference: 'primary',
    maxPoolSize: 50,
    ...limits,
  });
  listenTo(mongoose.connection.getClient());
  await makeIndexes(Object.values(mongoose.models));
}

/** The database that an address names. The driver would silently take `test` for one that names none. */
export function databaseIn(uri: string): string {
  const [, name = ''] = /^mongodb(?:\+srv)?:\/\/[^/?]+\/([^?]*)/.exec(uri) ?? [];
  return decodeURIComponent(name) || defaultName;
}

// The address itself may hold a password, so only what the driver says of the servers is told.
const inPlainWords = (error: unknown): unknown =>
  error instanceof Error && error.name.startsWith('Mongo')
    ? new OperatorError(`The database of MONGODB_URI cannot be used: ${error.message}`, { cause: error })
    : error;
