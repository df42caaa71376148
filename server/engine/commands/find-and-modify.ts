import { type Change, makeChange } from '../change/changes.ts';
import { applyUpdate, insertUpsert, prepareUpdate } from '../change/update-statement.ts';
import type { Query } from '../find/matching.ts';
import { compileShow } from '../find/shown.ts';
import { documentArgument, truthy } from '../ground/arguments.ts';
import { failedToParse } from '../language/errors.ts';
import type { Scope } from '../language/scope.ts';
import { type Command, type Context, collectionName, type Reply, scopeOf } from './context.ts';

export const findAndModify: Command = {
  options: [
    'findAndModify',
    'findandmodify',
    'query',
    'sort',
    'remove',
    'update',
    'new',
    'fields',
    'upsert',
    'arrayFilters',
    'hint',
    'collation',
    'let',
    'bypassDocumentValidation',
  ],
  async run(context) {
    const { engine, patience, isSmall: small } = context;
    const outcome: Outcome = { facts: {}, shown: null };
    const change = truthy(context.command.remove) ? removal(context, outcome) : modification(context, outcome);
    await makeChange(engine, change, { patience, small });
    return { lastErrorObject: outcome.facts, value: present(context, outcome.shown), ok: 1 };
  },
};

/** What came of it; filled in by the change. */
interface Outcome {
  facts: Reply;
  /** The document to show, before or after the change. */
  shown: Buffer | null;
}

const placeOf = (context: Context) => ({ database: context.database, name: collectionName(context) });

function queryOf({ command }: Context, scope: Scope): Query {
  const sort = command.sort === undefined || command.sort === null ? undefined : documentArgument(command, 'sort');
  return { filter: documentArgument(command, 'query'), sort, hint: command.hint, scope };
}

function removal(context: Context, outcome: Outcome): Change {
  const { command, engine } = context;
  if (command.update !== undefined || truthy(command.upsert) || truthy(command.new)) {
    throw failedToParse('Cannot specify both an update and remove=true, nor upsert or new with it');
  }
  return {
    ...placeOf(context),
    query: queryOf(context, scopeOf(context)),
    touched: 'entries',
    isSingle: true,
    each(collection, found) {
      engine.records.remove(collection, found.record, found.needed);
      Object.assign(outcome, { facts: { n: 1 }, shown: found.bytes });
    },
    none: () => Object.assign(outcome, { facts: { n: 0 } }),
  };
}

function modification(context: Context, outcome: Outcome): Change {
  const { command, engine } = context;
  const scope = scopeOf(context);
  const prepared = prepareUpdate(command, { filter: 'query', update: 'update' }, scope);
  const wantsNew = truthy(command.new);
  return {
    ...placeOf(context),
    query: queryOf(context, scope),
    touched: prepared.touched,
    isSingle: true,
    each(collection, found) {
      const changed = applyUpdate(engine, { collection, found }, prepared);
      const shown = wantsNew ? (changed ?? found.bytes) : found.bytes;
      Object.assign(outcome, { facts: { n: 1, updatedExisting: true }, shown });
    },
    none() {
      if (!prepared.upsert) return Object.assign(outcome, { facts: { n: 0, updatedExisting: false } });
      const { bytes, document } = insertUpsert(engine, placeOf(context), prepared);
      const facts = { n: 1, updatedExisting: false, upserted: document._id };
      return Object.assign(outcome, { facts, shown: wantsNew ? Buffer.from(bytes) : null });
    },
  };
}

function present({ command }: Context, shown: Buffer | null): Uint8Array | null {
  const show = compileShow(documentArgument(command, 'fields'));
  return shown && show ? show(shown) : shown;
}
