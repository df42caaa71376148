import { bytesAfter, type Touched } from '../find/part.ts';
import type { Found } from '../find/scan.ts';
import { documentArgument, documentsArgument, truthy } from '../ground/arguments.ts';
import type { Collection } from '../keep/catalogue.ts';
import type { Engine } from '../keep/engine-state.ts';
import type { Stored } from '../keep/records.ts';
import { failedToParse } from '../language/errors.ts';
import type { Scope } from '../language/scope.ts';
import { touchedBy } from '../language/touched.ts';
import { compileUpdate, documentForUpsert, hasOperators, type Update } from '../language/updater.ts';
import { type Document, decode, encode, isDocument } from '../language/values.ts';

/** One update, ready to be applied: of the `update` command's statements, or of findAndModify. */
export interface Preparation {
  filter: Document;
  update: Update;
  upsert: boolean;
  multi: boolean;
  touched: Touched;
}

/** Reads an update. `updateField` is where the modifications stand: `u`, or `update` in findAndModify. */
export function prepareUpdate(
  statement: Document,
  fields: { filter: string; update: string },
  scope: Scope,
): Preparation {
  const filter = documentArgument(statement, fields.filter);
  const wanted: unknown = statement[fields.update];
  if (!isDocument(wanted) && !Array.isArray(wanted))
    throw failedToParse('An update is a document or an array of stages');
  const modifications = wanted as Document | Document[];
  const multi = truthy(statement.multi);
  if (multi && !hasOperators(modifications))
    throw failedToParse('multi update is not supported for replacement-style update');
  const arrayFilters = statement.arrayFilters === undefined ? undefined : documentsArgument(statement, 'arrayFilters');
  const update = compileUpdate(modifications, { arrayFilters, filter, scope });
  const touched = touchedBy(modifications);
  return { filter, update, upsert: truthy(statement.upsert), multi, touched };
}

/** Inside `store.write`: applies the update to a document. Its bytes afterwards, or null when it changes nothing. */
export function applyUpdate(
  engine: Engine,
  at: { collection: Collection; found: Found },
  { update }: Preparation,
): Buffer | null {
  const { collection, found } = at;
  const before = found.needed;
  const after = update(before);
  const bytes = bytesAfter(found.bytes, found.part, { before, after });
  if (bytes.equals(found.bytes)) return null;
  engine.records.replace(collection, found.record, before, { bytes, document: after });
  return bytes;
}

/** Inside `store.write`: inserts the document that an upsert makes. */
export function insertUpsert(
  engine: Engine,
  into: { database: string; name: string },
  { filter, update }: Preparation,
): Stored {
  const bytes = encode(documentForUpsert(filter, update));
  const document = decode(bytes);
  engine.records.insert(engine.catalogue.ensure(into.database, into.name), { bytes, document });
  return { bytes, document };
}
