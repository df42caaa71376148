import { type ChangeOne, quickOne, slowOne, type Target } from '../change/changes.ts';
import { applyUpdate, insertUpsert, type Preparation, prepareUpdate } from '../change/update-statement.ts';
import { compileShow } from '../find/shown.ts';
import { documentArgument, truthy } from '../ground/arguments.ts';
import { failedToParse } from '../language/errors.ts';
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
    const { target, change } = readChange(context);
    const quick = await engine.store.write(() => quickOne(engine, target, change), { small });
    const outcome = quick ? quick.answer : await slowOne(engine, target, { change, patience });
    return { lastErrorObject: outcome.facts, value: present(context, outcome.shown), ok: 1 };
  },
};

interface Outcome {
  facts: Reply;
  /** The document to show, before or after the change. */
  shown: Buffer | null;
}

interface Wanted {
  target: Target;
  change: ChangeOne<Outcome>;
}

function readChange(context: Context): Wanted {
  const { command, database } = context;
  const sort = command.sort === undefined || command.sort === null ? undefined : documentArgument(command, 'sort');
  const query = { filter: documentArgument(command, 'query'), sort, hint: command.hint, scope: scopeOf(context) };
  const into = { database, name: collectionName(context) };
  if (truthy(command.remove)) return { target: { ...into, query, touched: 'entries' }, change: removing(context) };
  const prepared = prepareUpdate(command, { filter: 'query', update: 'update' }, query.scope);
  return { target: { ...into, query, touched: prepared.touched }, change: updating(context, into, prepared) };
}

function removing({ command, engine }: Context): ChangeOne<Outcome> {
  if (command.update !== undefined || truthy(command.upsert) || truthy(command.new)) {
    throw failedToParse('Cannot specify both an update and remove=true, nor upsert or new with it');
  }
  return (collection, found) => {
    if (collection && found) engine.records.remove(collection, found.record, found.needed);
    return { facts: { n: found ? 1 : 0 }, shown: found?.bytes ?? null };
  };
}

function updating(
  { command, engine }: Context,
  into: { database: string; name: string },
  prepared: Preparation,
): ChangeOne<Outcome> {
  const wantsNew = truthy(command.new);
  return (collection, found) => {
    if (collection && found) {
      const changed = applyUpdate(engine, { collection, found }, prepared);
      return { facts: { n: 1, updatedExisting: true }, shown: wantsNew ? (changed ?? found.bytes) : found.bytes };
    }
    if (!prepared.upsert) return { facts: { n: 0, updatedExisting: false }, shown: null };
    const { bytes, document } = insertUpsert(engine, into, prepared);
    return {
      facts: { n: 1, updatedExisting: false, upserted: document._id },
      shown: wantsNew ? Buffer.from(bytes) : null,
    };
  };
}

function present({ command }: Context, shown: Buffer | null): Uint8Array | null {
  const show = compileShow(documentArgument(command, 'fields'));
  return shown && show ? show(shown) : shown;
}
