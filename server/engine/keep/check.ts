import { turn } from '../ground/patience.ts';
import { decodeLoosely } from '../language/values.ts';
import type { Collection } from './catalogue.ts';
import { type Engine, openEngineState } from './engine-state.ts';
import type { Index } from './index-spec.ts';
import { prefixOf, readNumber, recordKey, recordOf, recordsIndex } from './layout.ts';
import { takeLock } from './lock.ts';
import { entryKey, keysOf } from './records.ts';
import type { Snapshot } from './snapshot.ts';
import type { Entry } from './store.ts';

export interface Findings {
  collections: number;
  documents: number;
  entries: number;
  /** What is wrong, in words; empty when everything fits together. */
  problems: string[];
}

const mostProblems = 100;

/** Checks a directory that nobody serves. Throws LockedError when somebody does. */
export async function checkDirectory(dataDir: string): Promise<Findings> {
  const lock = await takeLock(dataDir, '');
  try {
    const engine = openEngineState({ dataDir }, () => {});
    return await checkStore(engine).finally(() => engine.store.close());
  } finally {
    lock.release();
  }
}

/**
 * Compares every document with its index entries, every entry with its document, and every count with what is there,
 * all as of the moment it starts; others may read and write meanwhile.
 */
export async function checkStore(engine: Engine, isStopping: () => boolean = () => false): Promise<Findings> {
  const findings: Findings = { collections: 0, documents: 0, entries: 0, problems: [] };
  const snapshot = engine.store.snapshot();
  // What is made later is not in the snapshot, so the list is taken at the same moment.
  const collections = engine.catalogue
    .list()
    .map((collection) => ({ ...collection, indexes: readyIndexes(collection) }));
  try {
    for (const collection of collections) {
      if (isStopping()) break;
      await checkCollection({ engine, collection, snapshot, findings });
    }
  } finally {
    snapshot.done();
  }
  return findings;
}

const readyIndexes = ({ indexes }: Collection): Index[] => indexes.filter(({ ready }) => ready);

interface Checking {
  engine: Engine;
  collection: Collection;
  snapshot: Snapshot;
  findings: Findings;
}

async function checkCollection(checking: Checking): Promise<void> {
  const { engine, collection, snapshot, findings } = checking;
  findings.collections += 1;
  const documents = await checkDocuments(checking);
  findings.documents += documents;
  const counted = engine.catalogue.count(collection, snapshot);
  if (counted !== documents) note(checking, `${documents} documents, but the count says ${counted}`);
  for (const index of collection.indexes) await checkEntries(checking, index);
}

async function checkDocuments(checking: Checking): Promise<number> {
  const { collection } = checking;
  let documents = 0;
  for await (const { key, value } of entriesUnder(checking, prefixOf(collection.id, recordsIndex))) {
    documents += 1;
    for (const problem of problemsOf(checking, recordOf(key), value)) note(checking, problem);
  }
  return documents;
}

function problemsOf(checking: Checking, record: number, bytes: Buffer): string[] {
  try {
    const { document } = decodeLoosely(bytes);
    return checking.collection.indexes
      .filter((index) => keysOf(index, document).some((key) => !hasEntry(checking, index, { key, record })))
      .map(({ name }) => `record ${record} is not in its index ${name}`);
  } catch (error) {
    return [`record ${record} cannot be read: ${error instanceof Error ? error.message : String(error)}`];
  }
}

function hasEntry(
  { engine, collection, snapshot }: Checking,
  index: Index,
  entry: { key: Buffer; record: number },
): boolean {
  const value = engine.store.get(entryKey(collection, index, entry), snapshot);
  return value !== undefined && readNumber(value) === entry.record;
}

async function checkEntries(checking: Checking, index: Index): Promise<void> {
  const { engine, collection, snapshot, findings } = checking;
  for await (const { key, value } of entriesUnder(checking, prefixOf(collection.id, index.id))) {
    findings.entries += 1;
    const record = readNumber(value);
    const bytes = engine.store.get(recordKey(collection.id, record), snapshot);
    if (!bytes) note(checking, `index ${index.name} has an entry for record ${record}, which is not there`);
    else if (!belongs(checking, index, { key, record, bytes })) {
      note(checking, `index ${index.name} has an entry for record ${record} that does not fit its document`);
    }
  }
}

function belongs({ collection }: Checking, index: Index, at: { key: Buffer; record: number; bytes: Buffer }): boolean {
  try {
    return keysOf(index, decodeLoosely(at.bytes).document).some((key) =>
      entryKey(collection, index, { ...at, key }).equals(at.key),
    );
  } catch {
    return true; // Unreadable documents are reported with the documents.
  }
}

/** The snapshot keeps everything still, so the walk may let others work in between. */
async function* entriesUnder({ engine, snapshot }: Checking, prefix: Buffer): AsyncGenerator<Entry> {
  let seen = 0;
  for (const entry of engine.store.all(prefix, { snapshot })) {
    yield entry;
    seen += 1;
    if (seen % 200 === 0) await turn();
  }
}

function note({ findings, collection }: Checking, problem: string): void {
  if (findings.problems.length >= mostProblems) return;
  findings.problems.push(`${collection.database}.${collection.name}: ${problem}`);
}
