import { documentArgument, truthy } from '../arguments.ts';
import { type ChangeOne, quickOne, slowOne, type Target } from '../changes.ts';
import { type Command, type Context, collectionName, type Reply, scopeOf } from '../context.ts';
import { failedToParse } from '../language/errors.ts';
import { compileProjection } from '../language/projection.ts';
import { encode } from '../language/values.ts';
import type { Stored } from '../records.ts';
import { applyUpdate, insertUpsert, type Preparation, prepareUpdate } from '../update-statement.ts';

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
    const target = targetOf(context);
    const change = changeOf(context, target);
    const quick = await engine.store.write(() => quickOne(engine, target, change), { small });
    const outcome = quick ? quick.answer : await slowOne(engine, target, { change, patience });
    return { lastErrorObject: outcome.facts, value: present(context, outcome.shown), ok: 1 };
  },
};

interface Outcome {
  facts: Reply;
  /** The document to show, before or after the change. */
  shown: Stored | null;
}

function targetOf(context: Context): Target {
  const { command, database } = context;
  const sort = command.sort === undefined || command.sort === null ? undefined : documentArgument(command, 'sort');
  const query = { filter: documentArgument(command, 'query'), sort, hint: command.hint, scope: scopeOf(context) };
  return { database, name: collectionName(context), query };
}

function changeOf(context: Context, target: Target): ChangeOne<Outcome> {
  const { command, engine } = context;
  if (truthy(command.remove)) {
    if (command.update !== undefined || truthy(command.upsert) || truthy(command.new)) {
      throw failedToParse('Cannot specify both an update and remove=true, nor upsert or new with it');
    }
    return (collection, found) => {
      if (collection && found) engine.records.remove(collection, found.record, found.document);
      return { facts: { n: found ? 1 : 0 }, shown: found };
    };
  }
  const prepared = prepareUpdate(command, { filter: 'query', update: 'update' }, scopeOf(context));
  return updating(context, target, prepared);
}

function updating({ command, engine }: Context, target: Target, prepared: Preparation): ChangeOne<Outcome> {
  const wantsNew = truthy(command.new);
  return (collection, found) => {
    if (collection && found) {
      const changed = applyUpdate(engine, { collection, found }, prepared);
      return { facts: { n: 1, updatedExisting: true }, shown: wantsNew ? (changed ?? found) : found };
    }
    if (!prepared.upsert) return { facts: { n: 0, updatedExisting: false }, shown: null };
    const inserted = insertUpsert(engine, target, prepared);
    return {
      facts: { n: 1, updatedExisting: false, upserted: inserted.document._id },
      shown: wantsNew ? inserted : null,
    };
  };
}

function present({ command }: Context, shown: Stored | null): Uint8Array | null {
  const fields = documentArgument(command, 'fields');
  if (!shown || Object.keys(fields).length === 0) return shown?.bytes ?? null;
  return encode(compileProjection(fields, { filter: documentArgument(command, 'query') })(shown.document));
}
