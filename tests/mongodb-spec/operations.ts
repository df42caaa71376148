import type { BulkWriteResult, Collection, Db, Document, MongoClient } from 'mongodb';
import type { Fields } from './matching.ts';

export type Entity = MongoClient | Db | Collection;

interface Arguments extends Fields {
  filter?: Document;
  update?: Document;
  pipeline?: Document[];
  replacement?: Document;
}

type Run<T> = (target: T, given: Arguments, options: Fields) => Promise<unknown>;

// What the format calls an argument and the driver takes as a parameter; everything else is an option.
const parameters = [
  'filter',
  'update',
  'replacement',
  'pipeline',
  'document',
  'documents',
  'requests',
  'fieldName',
  'keys',
];

const onCollection: Record<string, Run<Collection>> = {
  aggregate: (collection, { pipeline }, options) => collection.aggregate(pipeline, options).toArray(),
  bulkWrite: (collection, given, options) => collection.bulkWrite(given.requests as never, options),
  count: (collection, { filter }, options) => collection.count(filter ?? {}, options),
  countDocuments: (collection, { filter }, options) => collection.countDocuments(filter, options),
  createIndex: (collection, given, options) => collection.createIndex(given.keys as never, options),
  deleteMany: (collection, { filter }, options) => collection.deleteMany(filter, options),
  deleteOne: (collection, { filter }, options) => collection.deleteOne(filter, options),
  distinct: (collection, given, options) =>
    collection.distinct(String(given.fieldName), given.filter ?? {}, options as never),
  estimatedDocumentCount: (collection, _given, options) => collection.estimatedDocumentCount(options),
  find: (collection, { filter }, options) => collection.find(filter ?? {}, options).toArray(),
  findOne: (collection, { filter }, options) => collection.findOne(filter ?? {}, options),
  findOneAndDelete: (collection, { filter }, options) => collection.findOneAndDelete(filter ?? {}, options),
  findOneAndReplace: (collection, { filter, replacement }, options) =>
    collection.findOneAndReplace(filter ?? {}, replacement ?? {}, withReturn(options)),
  findOneAndUpdate: (collection, { filter, update }, options) =>
    collection.findOneAndUpdate(filter ?? {}, update ?? {}, withReturn(options)),
  insertMany: (collection, given, options) => collection.insertMany(given.documents as Document[], options),
  insertOne: (collection, given, options) => collection.insertOne(given.document as Document, options),
  replaceOne: (collection, { filter, replacement }, options) =>
    collection.replaceOne(filter ?? {}, replacement ?? {}, options),
  updateMany: (collection, { filter, update }, options) => collection.updateMany(filter ?? {}, update ?? {}, options),
  updateOne: (collection, { filter, update }, options) => collection.updateOne(filter ?? {}, update ?? {}, options),
};

const onDatabase: Record<string, Run<Db>> = {
  aggregate: (database, { pipeline }, options) => database.aggregate(pipeline, options).toArray(),
  createCollection: (database, given, { collection: _name, ...options }) =>
    database.createCollection(String(given.collection), options),
  dropCollection: (database, given) => database.dropCollection(String(given.collection)),
  modifyCollection: (database, given) => database.command({ collMod: given.collection }),
};

const withReturn = (options: Fields): Fields =>
  'returnDocument' in options ? { ...options, returnDocument: String(options.returnDocument).toLowerCase() } : options;

/** Runs one operation of a test on its client, database or collection and gives the answer as the format shows it. */
export async function perform(name: string, target: Entity | undefined, given: Fields): Promise<unknown> {
  const options = Object.fromEntries(Object.entries(given).filter(([key]) => !parameters.includes(key)));
  if (target && 'collectionName' in target && onCollection[name])
    return plain(await onCollection[name](target, given, options));
  if (target && 'databaseName' in target && onDatabase[name]) {
    const answer = await onDatabase[name](target, given, options);
    return name === 'createCollection' ? undefined : answer;
  }
  throw new Error(`The runner does not know the operation ${name}`);
}

/** The driver's result classes as documents of what the format asks for. */
export function plain(answer: unknown): unknown {
  if (answer?.constructor.name !== 'BulkWriteResult') return answer;
  const { deletedCount, insertedCount, insertedIds, matchedCount, modifiedCount, upsertedCount, upsertedIds } =
    answer as BulkWriteResult;
  return { deletedCount, insertedCount, insertedIds, matchedCount, modifiedCount, upsertedCount, upsertedIds };
}
