import { BSONRegExp, ObjectId, serialize } from 'bson';
import { runStatements, withErrors } from '../change/statements.ts';
import { truthy } from '../ground/arguments.ts';
import { decodeForIndexes } from '../keep/decode-for-indexes.ts';
import type { Index } from '../keep/index-spec.ts';
import type { Stored } from '../keep/records.ts';
import { rawArray, withIdFirst } from '../language/bson-bytes.ts';
import { CommandError, dollarPrefixed } from '../language/errors.ts';
import { isDocument } from '../language/values.ts';
import { type Command, type Context, collectionName } from './context.ts';

export const insert: Command = {
  options: ['insert', 'documents', 'ordered', 'bypassDocumentValidation'],
  async run(context) {
    const { engine, database, command } = context;
    const name = collectionName(context);
    const documents = documentsToInsert(context);
    let n = 0;
    const errors = await runStatements(context, {
      count: documents.length,
      ordered: command.ordered === undefined || truthy(command.ordered),
      attempt(at) {
        const bytes = documents[at] ?? new Uint8Array();
        const stored = read(bytes, engine.catalogue.find(database, name)?.indexes ?? []);
        engine.records.insert(engine.catalogue.ensure(database, name), stored);
        n += 1;
        return true;
      },
      slowly: () => Promise.resolve(),
    });
    return withErrors({ n }, errors);
  },
};

function documentsToInsert({ sequences, body }: Context): Uint8Array[] {
  return sequences.get('documents') ?? rawArray(body, 'documents');
}

/** The document as it came, byte for byte, except that `_id` comes first. */
function read(bytes: Uint8Array, indexes: readonly Index[]): Stored {
  const complete = withIdFirst(bytes, () => serialize({ _id: new ObjectId() }));
  const document = decodeForIndexes(complete, indexes);
  checkId(document._id);
  return { bytes: complete, document };
}

function checkId(id: unknown): void {
  if (Array.isArray(id) || id instanceof RegExp || id instanceof BSONRegExp || id === undefined) {
    throw new CommandError(
      53,
      'InvalidIdField',
      "The '_id' value cannot be an array, a regular expression or undefined",
    );
  }
  const dollar = isDocument(id) ? Object.keys(id).find((field) => field.startsWith('$')) : undefined;
  if (dollar !== undefined)
    throw dollarPrefixed(`_id fields may not contain '$'-prefixed fields: ${dollar} is not valid for storage.`);
}
