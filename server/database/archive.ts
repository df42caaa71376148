import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { type Document, deserialize, EJSON, Long, serialize } from 'bson';
import { OperatorError } from '../errors.ts';
import { Crc64 } from './crc64.ts';

/**
 * The archive format of mongodump and mongorestore (mongo-tools, common/archive/spec.md): a magic number, a header, one
 * document about each collection, then segments of documents. Each collection ends with the CRC-64 of its documents.
 */

const magic = Buffer.from([0x6d, 0xe2, 0x99, 0x81]);
const terminator = Buffer.from([0xff, 0xff, 0xff, 0xff]);

export interface ArchivedCollection {
  db: string;
  collection: string;
  indexes: Document[];
}

/** Not an archive, or one that was cut off or changed. */
export class ArchiveError extends OperatorError {}

export class ArchiveWriter {
  readonly #file: FileHandle;
  #sum = new Crc64();

  constructor(file: FileHandle) {
    this.#file = file;
  }

  async start(collections: readonly ArchivedCollection[], serverVersion: string): Promise<void> {
    const header = {
      concurrent_collections: 1,
      version: '0.1',
      server_version: serverVersion,
      tool_version: '100.9.0',
    };
    await this.#file.write(Buffer.concat([magic, serialize(header), ...collections.map(preludeOf), terminator]));
  }

  /** Some documents of a collection. */
  async add(db: string, collection: string, documents: readonly Uint8Array[]): Promise<void> {
    for (const document of documents) this.#sum.update(document);
    const header = serialize({ db, collection, EOF: false, CRC: Long.ZERO });
    await this.#file.write(Buffer.concat([header, ...documents, terminator]));
  }

  /** The collection is complete. */
  async end(db: string, collection: string): Promise<void> {
    const header = serialize({ db, collection, EOF: true, CRC: Long.fromBigInt(this.#sum.value) });
    this.#sum = new Crc64();
    await this.#file.write(Buffer.concat([header, terminator]));
  }
}

function preludeOf({ db, collection, indexes }: ArchivedCollection): Uint8Array {
  const metadata = EJSON.stringify(
    { options: {}, indexes, collectionName: collection, type: 'collection' },
    { relaxed: false },
  );
  return serialize({ db, collection, metadata, size: 0, type: 'collection' });
}

export interface ArchivePart {
  collection: ArchivedCollection;
  documents: Uint8Array[];
}

export interface Archive {
  collections: ArchivedCollection[];
  /** Documents, some at a time; throws ArchiveError at the end when something is missing or was changed. */
  parts: AsyncGenerator<ArchivePart>;
}

/** Opens an archive. Throws ArchiveError when it is none. */
export async function readArchive(path: string): Promise<Archive> {
  const blocks = blocksOf(path);
  const prelude: Block | undefined = (await blocks.next()).value;
  if (!prelude) throw new ArchiveError(`${path} is not a mongodump archive`);
  const [, ...about] = prelude;
  const collections = about.map((bytes) => describe(deserialize(bytes)));
  return { collections, parts: partsOf(blocks, collections) };
}

function describe({ db, collection, metadata }: Document): ArchivedCollection {
  const { indexes } = EJSON.parse(metadata || '{"indexes":[]}', { relaxed: false }) as { indexes: Document[] };
  return { db, collection, indexes };
}

async function* partsOf(blocks: AsyncGenerator<Block>, collections: ArchivedCollection[]): AsyncGenerator<ArchivePart> {
  const sums = new Map(
    collections.map((collection) => [`${collection.db}.${collection.collection}`, { collection, sum: new Crc64() }]),
  );
  for await (const [first, ...documents] of blocks) {
    const header = first ? deserialize(first, { promoteLongs: false }) : {};
    const name = `${header.db}.${header.collection}`;
    const known = sums.get(name);
    if (!known) throw new ArchiveError(`The archive has documents of ${name} that it did not announce`);
    for (const document of documents) known.sum.update(document);
    if (header.EOF === true) {
      if ((header.CRC as Long).toBigInt() !== known.sum.value)
        throw new ArchiveError(`The documents of ${name} were changed`);
      sums.delete(name);
    } else yield { collection: known.collection, documents };
  }
  if (sums.size > 0) throw new ArchiveError(`The archive ends before ${[...sums.keys()].join(', ')} is complete`);
}

/** The documents between two terminators. */
type Block = Uint8Array[];

async function* blocksOf(path: string): AsyncGenerator<Block> {
  const start = await readStart(path);
  if (!start.equals(magic)) return;
  let rest: Buffer = Buffer.alloc(0);
  let documents: Uint8Array[] = [];
  for await (const chunk of createReadStream(path, { start: magic.length, highWaterMark: 1 << 20 })) {
    rest = Buffer.concat([rest, chunk as Buffer]);
    for (let size = nextSize(rest); size !== null; size = nextSize(rest)) {
      if (size === terminator.length) {
        yield documents;
        documents = [];
      } else documents.push(rest.subarray(0, size));
      rest = rest.subarray(size);
    }
  }
  if (rest.length > 0 || documents.length > 0) throw new ArchiveError(`${path} was cut off`);
}

async function readStart(path: string): Promise<Buffer> {
  const file = await open(path);
  const { buffer, bytesRead } = await file
    .read(Buffer.alloc(magic.length), 0, magic.length, 0)
    .finally(() => file.close());
  return buffer.subarray(0, bytesRead);
}

/** The bytes of the next document, 4 for a terminator; null when they are not all there yet. */
function nextSize(bytes: Buffer): number | null {
  if (bytes.length < 4) return null;
  const size = bytes.readInt32LE(0);
  if (size === -1) return 4;
  if (size < 5 || size > 48_000_000) throw new ArchiveError('Not BSON');
  return size <= bytes.length ? size : null;
}
