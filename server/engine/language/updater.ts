import { ObjectId } from 'bson';
import { CommandError, dollarPrefixed, immutableField } from './errors.ts';
import { sameValue } from './order.ts';
import { noScope, type Scope } from './scope.ts';
import { compileTransform } from './stages/transforms.ts';
import { compileModifiers, type UpdateOptions } from './update-operators.ts';
import { equalitiesOf } from './upsert.ts';
import { checkDepth, type Document, setField } from './values.ts';

/**
 * Returns a new document; the one that came in is left as it was. `_id` cannot change (code 66). `inserting`: an upsert
 * makes a new document ($setOnInsert).
 */
export type Update = (document: Document, inserting?: boolean) => Document;

/** Compiles update operators, a replacement document or an aggregation pipeline (an array). */
export function compileUpdate(update: Document | Document[], options: UpdateOptions = {}): Update {
  const change = compileChange(update, options);
  return (document, inserting) => {
    const changed = keepId(document, change(document, inserting));
    checkDepth(changed);
    return changed;
  };
}

function compileChange(update: Document | Document[], options: UpdateOptions): Update {
  if (Array.isArray(update)) return compilePipelineUpdate(update, options.scope ?? noScope());
  if (hasOperators(update)) return compileModifiers(update, options);
  if (options.arrayFilters?.length) throw arrayFiltersOnlyWithOperators();
  const dollar = Object.keys(update).find((name) => name.startsWith('$'));
  if (dollar) throw dollarPrefixed(`The dollar ($) prefixed field '${dollar}' is not valid in a replacement document`);
  return () => update;
}

/** Whether the update names operators ($set …) rather than a whole replacement; pipelines count as operators. */
export function hasOperators(update: Document | Document[]): boolean {
  return Array.isArray(update) || Object.keys(update)[0]?.startsWith('$') === true;
}

function compilePipelineUpdate(stages: Document[], scope: Scope): Update {
  const allowed = ['$addFields', '$set', '$project', '$unset', '$replaceRoot', '$replaceWith'];
  const transforms = stages.map((stage) => {
    const [name = ''] = Object.keys(stage);
    if (!allowed.includes(name))
      throw new CommandError(72, 'InvalidOptions', `${name} is not allowed to be used within an update`);
    return compileTransform(stage, scope);
  });
  return (document) => transforms.reduce((current, transform) => transform(current), document);
}

const arrayFiltersOnlyWithOperators = (): CommandError =>
  new CommandError(9, 'FailedToParse', 'arrayFilters may not be specified for a replacement');

// The stored _id stays, in front, whatever the update says of it; saying something else is an error.
function keepId(before: Document, after: Document): Document {
  if (!Object.hasOwn(before, '_id')) return after;
  if (Object.hasOwn(after, '_id') && !sameValue(before._id, after._id)) {
    throw immutableField("Performing an update on the path '_id' would modify the immutable field '_id'");
  }
  // Usually the update has left it alone.
  return idFirst(after._id === before._id ? after : { ...after, _id: before._id });
}

function idFirst(document: Document): Document {
  if (Object.keys(document)[0] === '_id') return document;
  const ordered: Document = { _id: document._id };
  for (const name of Object.keys(document)) setField(ordered, name, document[name]);
  return ordered;
}

/** The document an upsert inserts: the filter's equalities, then the update; `_id` comes first and is made when absent. */
export function documentForUpsert(filter: Document, update: Update): Document {
  const document = update(equalitiesOf(filter), true);
  return idFirst(Object.hasOwn(document, '_id') ? document : { _id: new ObjectId(), ...document });
}
