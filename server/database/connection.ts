import mongoose, { type Model } from 'mongoose';
import type { Config } from '../config.ts';
import { openEngine } from './embedded/engine.ts';

const databaseName = 'chobinhlu';

/**
 * Connects mongoose to the MongoDB of `MONGODB_URI`, or to the embedded engine on the data directory (started here unless
 * another process serves it already). All indexes exist when it resolves.
 * @returns how to let go of it again
 */
export async function connectDatabase(config: Pick<Config, 'mongodbUri' | 'dataDir'>): Promise<() => Promise<void>> {
  const engine = config.mongodbUri === null ? await openEngine(config.dataDir) : null;
  const uri = config.mongodbUri ?? engine?.uri ?? '';
  await connectTo(uri, config.mongodbUri === null ? databaseName : undefined);
  return async () => {
    await mongoose.disconnect();
    await engine?.stop();
  };
}

/** Connects mongoose to a server by its connection string, and makes the indexes of all models. */
export async function connectTo(uri: string, dbName?: string): Promise<void> {
  mongoose.set('strictQuery', true);
  mongoose.set('sanitizeFilter', false);
  await mongoose.connect(uri, {
    ...(dbName === undefined ? {} : { dbName }),
    autoIndex: false,
    // An acknowledged write is on the disks of most of a replica set, and everybody reads what was acknowledged.
    writeConcern: { w: 'majority', journal: true },
    readPreference: 'primary',
    serverSelectionTimeoutMS: 5000,
    socketTimeoutMS: 30_000,
    maxPoolSize: 50,
  });
  await Promise.all(Object.values(mongoose.models).map(makeIndexes));
}

const changedIndex = new Set<unknown>([85, 86]);

// An index whose rules have changed since the database was made is made anew.
async function makeIndexes(model: Model<unknown>): Promise<void> {
  try {
    await model.createIndexes();
  } catch (error) {
    if (!changedIndex.has((error as { code?: unknown }).code)) throw error;
    await model.syncIndexes();
  }
}
