import type { Collection } from './catalogue.ts';
import { type Engine, openEngineState } from './engine-state.ts';
import type { Index } from './index-spec.ts';
import { decode } from './language/values.ts';
import { prefixOf, readNumber, recordKey, recordOf, recordsIndex } from './layout.ts';
import { takeLock } from './lock.ts';
import { turn } from './patience.ts';
import { entryKey, keysOf } from './records.ts';
import type { Entry, Snapshot } from './store.ts';

export interface Findings {
  collections: number;
  documents: number;
  entries: number;
  /** What is wrong, in words; empty when everything fits together. */
  problems: string[];
}

const mostProblems = 100;

/** Compares every document with its index entries, every entry with its document, and every count with what is there. */
export async function checkStore(engine: Engine): Promise<Findings> {
  const findings: Findings = { collections: 0, documents: 0, entries: 0, problems: [] };
  const snapshot = engine.store.snapshot();
  try {
    for (const collection of engine.catalogue.list()) {
      findings.collections += 1;
      await checkDocuments(engine, { collection, snapshot, findings });
      for (const index of collection.indexes)
        if (index.ready) await checkEntries(engine, { collection, snapshot, findings, index });
    }
  } finally {
    snapshot.done();
  }
  return findings;
}

/** Checks a directory that nobody serves. Throws LockedError when somebody does. */
export async function checkDirectory(dataDir: string): Promise<Findings> {
  const lock = await takeLock(dataDir, '');
  try {
    const engine = openEngineState({ dataDir }, () => {});
    try {
      return await checkStore(engine);
    } finally {
      await engine.store.close();
    }
  } finally {
    lock.release();
  }
}

interface Checking {
  collection: Collection;
  snapshot: Snapshot;
  findings: Findings;
}

async function checkDocuments(engine: Engine, { collection, snapshot, findings }: Checking): Promise<void> {
  let documents = 0;
  for await (const { key, value } of entriesUnder(engine, prefixOf(collection.id, recordsIndex), snapshot)) {
    documents += 1;
    for (const problem of missingEntries(
      engine,
      { collection, snapshot, findings },
      { record: recordOf(key), value },
    )) {
      note(findings, collection, problem);
    }
  }
  const counted = engine.catalogue.count(collection, snapshot);
  if (counted !== documents) note(findings, collection, `${documents} documents, but the count says ${counted}`);
  findings.documents += documents;
}

function missingEntries(
  engine: Engine,
  { collection, snapshot }: Checking,
  at: { record: number; value: Buffer },
): string[] {
  try {
    const document = decode(at.value);
    return collection.indexes
      .filter(({ ready }) => ready)
      .flatMap((index) =>
        keysOf(index, document).map((key) => ({ index, key: entryKey(collection, index, { key, record: at.record }) })),
      )
      .filter(({ key }) => !isRecord(engine.store.get(key, snapshot), at.record))
      .map(({ index }) => `record ${at.record} is not in its index ${index.name}`);
  } catch (error) {
    return [`record ${at.record} cannot be read: ${error instanceof Error ? error.message : String(error)}`];
  }
}

const isRecord = (value: Buffer | undefined, record: number): boolean =>
  value !== undefined && readNumber(value) === record;

async function checkEntries(
  engine: Engine,
  { collection, snapshot, findings, index }: Checking & { index: Index },
): Promise<void> {
  for await (const { key, value } of entriesUnder(engine, prefixOf(collection.id, index.id), snapshot)) {
    findings.entries += 1;
    const record = readNumber(value);
    const bytes = engine.store.get(recordKey(collection.id, record), snapshot);
    if (!bytes) note(findings, collection, `index ${index.name} has an entry for record ${record}, which is not there`);
    else if (!hasKey(index, { collection, record, bytes, key })) {
      note(
        findings,
        collection,
        `index ${index.name} has an entry for record ${record} that does not fit its document`,
      );
    }
  }
}

function hasKey(index: Index, at: { collection: Collection; record: number; bytes: Buffer; key: Buffer }): boolean {
  try {
    return keysOf(index, decode(at.bytes)).some((key) =>
      entryKey(at.collection, index, { key, record: at.record }).equals(at.key),
    );
  } catch {
    return true; // Unreadable documents are reported with the documents.
  }
}

/** The snapshot keeps everything still, so the walk may let others work in between. */
async function* entriesUnder(engine: Engine, prefix: Buffer, snapshot: Snapshot): AsyncGenerator<Entry> {
  let seen = 0;
  for (const entry of engine.store.all(prefix, { snapshot })) {
    yield entry;
    seen += 1;
    if (seen % 200 === 0) await turn();
  }
}

function note(findings: Findings, { database, name }: Collection, problem: string): void {
  if (findings.problems.length < mostProblems) findings.problems.push(`${database}.${name}: ${problem}`);
}
