import { open, rename, rm } from 'node:fs/promises';
import { type Document, deserialize, serialize } from 'bson';
import type { ClientSession, Db, MongoClient } from 'mongodb';
import { OperatorError } from '../errors.ts';
import { type ArchivedCollection, ArchiveWriter, readArchive } from './archive.ts';
import { exactDocument } from './exact-document.ts';

export interface Copied {
  collections: number;
  documents: number;
}

/** The restore was not begun: there is something in the database already. */
export class NotEmptyError extends OperatorError {}

const documentsAtOnce = 500;

/**
 * Why the copy cannot be of one moment, in words that say how to mend it; null for what else went wrong. MongoDB has snapshots
 * as a replica set alone, from version 5 on, and keeps what they see for five minutes unless it is told to.
 */
export function whyNoSnapshot(error: unknown): string | null {
  const { name, code } = (error instanceof Error ? error : {}) as { name?: string; code?: unknown };
  if (code === 239)
    return 'The copy took longer than MongoDB keeps what it read: raise minSnapshotHistoryWindowInSeconds (setParameter), or use mongodump --oplog';
  if (code === 123 || code === 246 || code === 20 || name === 'MongoCompatibilityError')
    return 'MongoDB reads one moment only as a replica set of version 5 or later: make this server one of a single member (rs.initiate()), or stop the market and use mongodump';
  return null;
}

/** Building indexes takes as long as it takes. */
const unhurried: object = { socketTimeoutMS: 0 };

/**
 * Copies a database into a file while others go on using it. All of it is read as of one moment (a snapshot session;
 * the embedded engine has them, and MongoDB from version 5 as a replica set). The file is complete or not there.
 * @throws OperatorError where the database can read no such moment, or forgot it before the copy was done
 */
export async function backup(client: MongoClient, databaseName: string, file: string): Promise<Copied> {
  const partial = `${file}.partial`;
  const session = client.startSession({ snapshot: true });
  const handle = await open(partial, 'wx', 0o600);
  try {
    const copied = await copyAll(client.db(databaseName), new ArchiveWriter(handle), session);
    await handle.sync();
    await handle.close();
    await rename(partial, file);
    return copied;
  } catch (error) {
    await handle.close();
    await rm(partial, { force: true });
    const why = whyNoSnapshot(error);
    throw why === null ? error : new OperatorError(why, { cause: error });
  } finally {
    await letGo(client, session);
  }
}

// The driver keeps a session for whoever comes next and tells the server nothing; until it is told, the file grows, because
// no page of the snapshot can be used again. A server that is gone by now has let go already.
async function letGo(client: MongoClient, session: ClientSession): Promise<void> {
  const { id } = session;
  await session.endSession();
  if (!id) return;
  await client
    .db('admin')
    .command({ endSessions: [id] })
    .catch(() => undefined);
}

async function copyAll(db: Db, archive: ArchiveWriter, session: ClientSession): Promise<Copied> {
  const collections = await describe(db);
  const { version } = await db.admin().command({ buildInfo: 1 });
  await archive.start(collections, String(version));
  let documents = 0;
  for (const { collection } of collections) {
    let some: Uint8Array[] = [];
    for await (const document of db
      .collection(collection)
      .find({}, { raw: true, session, batchSize: documentsAtOnce })) {
      some.push(document as unknown as Uint8Array);
      documents += 1;
      if (some.length < documentsAtOnce) continue;
      await archive.add(db.databaseName, collection, some);
      some = [];
    }
    if (some.length > 0) await archive.add(db.databaseName, collection, some);
    await archive.end(db.databaseName, collection);
  }
  return { collections: collections.length, documents };
}

async function describe(db: Db): Promise<ArchivedCollection[]> {
  const names = (await db.listCollections({ type: 'collection' }, { nameOnly: true }).toArray()).map(
    ({ name }) => name,
  );
  const described = names
    .filter((name) => !name.startsWith('system.'))
    .toSorted()
    .map(async (collection) => ({
      db: db.databaseName,
      collection,
      indexes: await db.collection(collection).indexes(),
    }));
  return await Promise.all(described);
}

/**
 * Brings a backup back into a database without documents. The file is read to its end first, so a damaged one changes
 * nothing. Throws NotEmptyError or ArchiveError.
 */
export async function restore(client: MongoClient, databaseName: string, file: string): Promise<Copied> {
  const db = client.db(databaseName);
  await requireEmpty(db);
  for await (const part of (await readArchive(file)).parts) part.documents.length = 0;
  const { collections, parts } = await readArchive(file);
  const there = new Set((await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name));
  for (const { collection } of collections) if (!there.has(collection)) await db.createCollection(collection);
  let documents = 0;
  for await (const part of parts) {
    for (const some of inPieces(part.documents))
      await db.collection(part.collection.collection).insertMany(some.map(asInserted));
    documents += part.documents.length;
  }
  for (const { collection, indexes } of collections) await createIndexes(db, collection, indexes);
  return { collections: collections.length, documents };
}

async function requireEmpty(db: Db): Promise<void> {
  for (const { name } of await db.listCollections({}, { nameOnly: true }).toArray()) {
    if ((await db.collection(name).estimatedDocumentCount()) > 0) {
      throw new NotEmptyError(
        `The database ${db.databaseName} has documents in ${name}; a backup goes into an empty one only`,
      );
    }
  }
}

function* inPieces(documents: Uint8Array[]): Generator<Uint8Array[]> {
  for (let at = 0; at < documents.length; at += documentsAtOnce) yield documents.slice(at, at + documentsAtOnce);
}

/** JavaScript puts field names like "1" first; a document that has them where it matters is rebuilt field by field. */
function asInserted(bytes: Uint8Array): Document {
  const document = deserialize(bytes, { promoteValues: false, bsonRegExp: true });
  const isSame = Buffer.from(serialize(document)).equals(bytes);
  return isSame ? document : exactDocument(bytes);
}

async function createIndexes(db: Db, collection: string, indexes: Document[]): Promise<void> {
  const wanted = indexes.filter(({ name }) => name !== '_id_').map(({ v: _v, ns: _ns, ...index }) => index);
  if (wanted.length > 0) await db.command({ createIndexes: collection, indexes: wanted }, unhurried);
}
