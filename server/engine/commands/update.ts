import type { Change } from '../change/changes.ts';
import { runChanges, withErrors } from '../change/statements.ts';
import { applyUpdate, insertUpsert, prepareUpdate } from '../change/update-statement.ts';
import { checkCollation, documentsArgument, truthy } from '../ground/arguments.ts';
import { unknownField } from '../ground/replies.ts';
import { type Document, decode } from '../language/values.ts';
import { type Command, type Context, collectionName, type Reply, scopeOf } from './context.ts';

export const update: Command = {
  options: ['update', 'updates', 'ordered', 'let', 'bypassDocumentValidation'],
  async run(context) {
    const { command } = context;
    const updates = statementsOf(context, 'updates');
    const sums: Sums = { n: 0, nModified: 0, upserted: [] };
    const errors = await runChanges(context, {
      count: updates.length,
      ordered: command.ordered === undefined || truthy(command.ordered),
      changeAt: (at) => readUpdate(context, updates[at] ?? {}, { sums, at }),
    });
    const { n, nModified, upserted } = sums;
    return withErrors({ n, nModified, ...(upserted.length > 0 ? { upserted } : {}) }, errors);
  },
};

/** The statements of `update` and `delete`: in the command, or beside it. */
export function statementsOf({ command, sequences }: Context, field: string): Document[] {
  return sequences.get(field)?.map((bytes) => decode(bytes)) ?? documentsArgument(command, field);
}

interface Sums {
  n: number;
  nModified: number;
  upserted: Reply[];
}

const fields = ['q', 'u', 'multi', 'upsert', 'arrayFilters', 'hint', 'collation', 'c'];

function readUpdate(context: Context, statement: Document, { sums, at }: { sums: Sums; at: number }): Change {
  checkStatement(statement, fields, 'update.updates');
  const { database, engine } = context;
  const scope = scopeOf(context);
  const prepared = prepareUpdate(statement, { filter: 'q', update: 'u' }, scope);
  const into = { database, name: collectionName(context) };
  const upsert = () => {
    const { document } = insertUpsert(engine, into, prepared);
    sums.n += 1;
    sums.upserted.push({ index: at, _id: document._id });
  };
  return {
    ...into,
    query: { filter: prepared.filter, hint: statement.hint, scope },
    touched: prepared.touched,
    isSingle: !prepared.multi,
    each(collection, found) {
      const changed = applyUpdate(engine, { collection, found }, prepared);
      sums.n += 1;
      if (changed) sums.nModified += 1;
    },
    ...(prepared.upsert ? { none: upsert } : {}),
  };
}

/** Refuses what this engine does not know about a statement, by the server's words. */
export function checkStatement(statement: Document, known: readonly string[], where: string): void {
  const unknown = Object.keys(statement).find((field) => !known.includes(field));
  if (unknown !== undefined) throw unknownField(`BSON field '${where}.${unknown}' is an unknown field.`);
  checkCollation(statement.collation);
}
