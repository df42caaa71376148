import {
  type Collection,
  type CollectionOptions,
  type Db,
  type Document,
  MongoBulkWriteError,
  MongoClient,
  MongoServerError,
} from 'mongodb';
import { type Fields, mismatch } from './matching.ts';
import { type Entity, perform, plain } from './operations.ts';

export interface Requirement {
  minServerVersion?: string;
  maxServerVersion?: string;
  topologies?: string[];
  serverless?: string;
}

interface Operation {
  object: string;
  name: string;
  arguments?: Fields;
  expectResult?: unknown;
  expectError?: Fields;
  ignoreResultAndError?: boolean;
}

export interface Scenario {
  description: string;
  runOnRequirements?: Requirement[];
  skipReason?: string;
  operations: Operation[];
  outcome?: { collectionName: string; databaseName: string; documents: Document[] }[];
}

type EntitySpec = Fields & { id: string };

export interface TestFile {
  description: string;
  runOnRequirements?: Requirement[];
  createEntities: Record<string, EntitySpec>[];
  initialData?: { collectionName: string; databaseName: string; documents: Document[] }[];
  tests: Scenario[];
}

/** An answer that is not what the specification says. */
export class WrongAnswer extends Error {}

/**
 * Runs one test of a file with entities of its own. What the driver sends (expectEvents) is the driver's business and is
 * not looked at. Throws WrongAnswer, or what an operation threw unexpectedly.
 */
export async function runScenario(
  file: TestFile,
  test: Scenario,
  { uri, plainClient }: { uri: string; plainClient: MongoClient },
): Promise<void> {
  await prepare(file, plainClient);
  const { entities, close } = await makeEntities(file, uri);
  try {
    for (const operation of test.operations) await runOperation(operation, entities);
    for (const expected of test.outcome ?? []) await checkOutcome(expected, plainClient);
  } finally {
    await close();
  }
}

async function prepare(file: TestFile, client: MongoClient): Promise<void> {
  for (const { databaseName, collectionName, documents } of file.initialData ?? []) {
    const database = client.db(databaseName);
    await database.collection(collectionName).drop();
    if (documents.length > 0) await database.collection(collectionName).insertMany(documents);
    else await database.createCollection(collectionName);
  }
}

async function makeEntities(file: TestFile, uri: string) {
  const entities = new Map<string, Entity>();
  const clients: MongoClient[] = [];
  for (const entity of file.createEntities) {
    const [[kind, spec] = ['', { id: '' } as EntitySpec]] = Object.entries(entity);
    if (kind === 'client') {
      const client = await new MongoClient(uri, spec.uriOptions as object).connect();
      clients.push(client);
      entities.set(spec.id, client);
    } else entities.set(spec.id, childEntity(kind, spec, entities));
  }
  return { entities, close: () => Promise.all(clients.map((client) => client.close())) };
}

function childEntity(kind: string, spec: Fields, entities: Map<string, Entity>): Db | Collection {
  if (kind === 'database')
    return (entities.get(String(spec.client)) as MongoClient).db(
      String(spec.databaseName),
      spec.databaseOptions as object,
    );
  if (kind !== 'collection') throw new Error(`The runner does not know the entity ${kind}`);
  const database = entities.get(String(spec.database)) as Db;
  return database.collection(String(spec.collectionName), spec.collectionOptions as CollectionOptions);
}

async function runOperation(operation: Operation, entities: Map<string, Entity>): Promise<void> {
  const { name, object, expectError } = operation;
  let answer: unknown;
  try {
    if (object === 'testRunner') return await runForTest(operation, entities);
    answer = await perform(name, entities.get(object), operation.arguments ?? {});
  } catch (error) {
    if (operation.ignoreResultAndError) return;
    if (!expectError) throw error;
    checkError(expectError, error);
    return;
  }
  if (expectError) throw new WrongAnswer(`${name} should have failed`);
  if (!('expectResult' in operation) || operation.ignoreResultAndError) return;
  const wrong = mismatch(operation.expectResult, answer);
  if (wrong) throw new WrongAnswer(`${name}: ${wrong}`);
}

async function runForTest({ name, arguments: given = {} }: Operation, entities: Map<string, Entity>): Promise<void> {
  if (name !== 'failPoint') throw new Error(`The runner does not know the operation ${name}`);
  await (entities.get(String(given.client)) as MongoClient).db('admin').command(given.failPoint as Document);
}

function checkError(expected: Fields, error: unknown): void {
  const isServerError = error instanceof MongoServerError;
  const result = error instanceof MongoBulkWriteError ? plain(error.result) : undefined;
  const found: Fields = {
    isError: true,
    isClientError: !isServerError,
    errorCode: isServerError ? error.code : undefined,
    errorResponse: isServerError ? { ...error.errorResponse, code: error.code } : undefined,
    expectResult: result,
  };
  for (const [name, wanted] of Object.entries(expected)) {
    if (name === 'errorContains') {
      if (!String(error).toLowerCase().includes(String(wanted).toLowerCase()))
        throw new WrongAnswer(`the error is ${String(error)}`);
    } else if (name in found) {
      const wrong = mismatch(wanted, found[name]);
      if (wrong) throw new WrongAnswer(`${name}: ${wrong}; the error is ${String(error)}`);
    } else throw new Error(`The runner does not know ${name}`);
  }
}

async function checkOutcome(
  expected: { collectionName: string; databaseName: string; documents: Document[] },
  client: MongoClient,
): Promise<void> {
  const collection = client.db(expected.databaseName).collection(expected.collectionName);
  const documents = await collection.find({}, { sort: { _id: 1 } }).toArray();
  const wrong =
    mismatch({ documents: expected.documents }, { documents }, false) ?? lengthMismatch(expected.documents, documents);
  if (wrong) throw new WrongAnswer(`afterwards, ${wrong}`);
}

const lengthMismatch = (expected: unknown[], actual: unknown[]): string | null =>
  expected.length === actual.length ? null : `there are ${actual.length} documents instead of ${expected.length}`;
