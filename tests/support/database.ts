import { randomUUID } from 'node:crypto';
import { Collection, Db } from 'mongodb';
import mongoose from 'mongoose';
import { afterAll, beforeAll, inject } from 'vitest';
import { connectTo } from '../../server/database/connection.ts';
import { makeIndexes } from '../../server/database/indexes.ts';
import { sealUnder } from '../../server/identity/accounts.ts';
import { testConfig } from './services.ts';

type Model = (typeof mongoose.models)[string];

/** The database that this process emptied for the next file, and the models whose indexes it has. */
let kept: { name: string; models: Set<Model> } | null = null;

/**
 * Gives the test file an empty database, with all indexes, and takes its data away again. Call it once, at the top of the file.
 * To make forty collections with their indexes costs as much as many a file's tests, so the files of one process take turns at
 * one database; whoever changes an index, drops something or lets go of the connection leaves the next file a new one.
 */
export function useDatabase(): void {
  beforeAll(async () => {
    sealUnder(testConfig().sessionSecret);
    // Emptied as late as can be: whatever the file before left running has ended by then.
    if (kept !== null && isConnectedTo(kept.name)) await empty();
    else await begin();
    if (kept) await addNewModels(kept);
  });
  afterAll(async () => {
    if (kept === null || !isConnectedTo(kept.name) || process.env.MONGODB_URI) await letGo();
  });
}

const isConnectedTo = (name: string): boolean =>
  mongoose.connection.readyState === mongoose.ConnectionStates.connected && mongoose.connection.name === name;

async function begin(): Promise<void> {
  await mongoose.disconnect();
  const name = `test_${randomUUID().replaceAll('-', '').slice(0, 16)}`;
  const models = Object.values(mongoose.models);
  await connectTo(inject('mongodbUri'), name);
  await keepForEver(models);
  kept = { name, models: new Set(models) };
}

async function letGo(): Promise<void> {
  kept = null;
  await mongoose.connection.dropDatabase();
  await mongoose.disconnect();
}

/** What files load for themselves comes in while others ran already. */
async function addNewModels({ models }: NonNullable<typeof kept>): Promise<void> {
  const added = Object.values(mongoose.models).filter((model) => !models.has(model));
  await makeIndexes(added);
  await keepForEver(added);
  for (const model of added) models.add(model);
}

const isModels = (name: string): boolean =>
  [...(kept?.models ?? [])].some(({ collection }) => collection.name === name);

/** Whether a collection stays for the next file: a model's, or one that the driver keeps photos in and indexes by itself. */
const isLasting = (name: string): boolean => isModels(name) || /\.(files|chunks)$/.test(name);

/** Takes all documents out, and whole collections that are nobody's. */
async function empty(): Promise<void> {
  const db = mongoose.connection.db;
  const names = (await db?.listCollections({}, { nameOnly: true }).toArray()) ?? [];
  await Promise.all(
    names.map(async ({ name }) => {
      const collection = db?.collection(name);
      if (!isLasting(name)) await collection?.drop();
      else if (await collection?.estimatedDocumentCount()) await collection?.deleteMany({});
    }),
  );
}

// The clock of the tests stands still at a day of its own; the database's would take away what is long over by now.
async function keepForEver(models: readonly Model[]): Promise<void> {
  for (const { collection, schema } of models) {
    if (!schema.indexes().some(([, { expireAfterSeconds }]) => expireAfterSeconds !== undefined)) continue;
    const indexes = await collection.indexes();
    const expiring = indexes.filter(({ expireAfterSeconds }) => expireAfterSeconds !== undefined);
    for (const { name } of expiring) if (name) await collection.dropIndex(name);
  }
}

for (const name of ['createIndex', 'createIndexes', 'dropIndex', 'dropIndexes', 'drop', 'rename'])
  noteCallsOf(Collection.prototype, name, (collection: Collection) => isModels(collection.collectionName));
for (const name of ['dropDatabase', 'dropCollection', 'renameCollection'])
  noteCallsOf(Db.prototype, name, (db: Db) => db.databaseName === kept?.name);

// Who connects by other means finds no connection, as if no file had been before.
const connectAnew = mongoose.connect.bind(mongoose);
mongoose.connect = async (...given) => {
  await mongoose.disconnect();
  return connectAnew(...given);
};

/** Whoever calls it so that `matters` leaves the next file a database of its own. */
function noteCallsOf<Owner extends object>(owner: Owner, name: string, matters: (one: Owner) => boolean): void {
  const real = Reflect.get(owner, name) as (...given: unknown[]) => unknown;
  Reflect.set(owner, name, function noted(this: Owner, ...given: unknown[]): unknown {
    if (matters(this)) kept = null;
    return real.apply(this, given);
  });
}
