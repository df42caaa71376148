import { quickEach, quickOne, slowEach, slowOne, type Target } from '../change/changes.ts';
import { runStatements, withErrors } from '../change/statements.ts';
import { applyUpdate, insertUpsert, type Preparation, prepareUpdate } from '../change/update-statement.ts';
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
    const one = (at: number) => readUpdate(context, updates[at] ?? {}, { sums, at });
    const errors = await runStatements(context, {
      count: updates.length,
      ordered: command.ordered === undefined || truthy(command.ordered),
      attempt: (at) => attempt(context, one(at)),
      slowly: (at) => slowly(context, one(at)),
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

interface OneUpdate {
  prepared: Preparation;
  target: Target;
  sums: Sums;
  at: number;
}

const fields = ['q', 'u', 'multi', 'upsert', 'arrayFilters', 'hint', 'collation', 'c'];

function readUpdate(context: Context, statement: Document, place: Pick<OneUpdate, 'sums' | 'at'>): OneUpdate {
  checkStatement(statement, fields, 'update.updates');
  const scope = scopeOf(context);
  const prepared = prepareUpdate(statement, { filter: 'q', update: 'u' }, scope);
  const query = { filter: prepared.filter, hint: statement.hint, scope };
  const target = { database: context.database, name: collectionName(context), query, touched: prepared.touched };
  return { prepared, target, ...place };
}

/** Refuses what this engine does not know about a statement, by the server's words. */
export function checkStatement(statement: Document, known: readonly string[], where: string): void {
  const unknown = Object.keys(statement).find((field) => !known.includes(field));
  if (unknown !== undefined) throw unknownField(`BSON field '${where}.${unknown}' is an unknown field.`);
  checkCollation(statement.collation);
}

function attempt({ engine }: Context, one: OneUpdate): boolean {
  if (!one.prepared.multi) return quickOne(engine, one.target, changeOne(engine, one)) !== null;
  const before = one.sums.n;
  if (!quickEach(engine, one.target, changeEach(engine, one))) return false;
  if (one.sums.n === before && one.prepared.upsert) upsert(engine, one);
  return true;
}

async function slowly({ engine, patience }: Context, one: OneUpdate): Promise<void> {
  if (!one.prepared.multi) return slowOne(engine, one.target, { change: changeOne(engine, one), patience });
  const before = one.sums.n;
  await slowEach(engine, one.target, { change: changeEach(engine, one), patience });
  if (one.sums.n === before && one.prepared.upsert) await engine.store.write(() => upsert(engine, one));
}

const changeOne =
  (engine: Context['engine'], one: OneUpdate) =>
  (...[collection, found]: Parameters<Parameters<typeof quickOne>[2]>) => {
    if (collection && found) changeEach(engine, one)(collection, found);
    else if (one.prepared.upsert) upsert(engine, one);
  };

const changeEach =
  (engine: Context['engine'], { prepared, sums }: OneUpdate) =>
  (...[collection, found]: Parameters<Parameters<typeof quickEach>[2]>) => {
    const changed = applyUpdate(engine, { collection, found }, prepared);
    sums.n += 1;
    if (changed) sums.nModified += 1;
  };

function upsert(engine: Context['engine'], { prepared, target, sums, at }: OneUpdate): void {
  const { document } = insertUpsert(engine, target, prepared);
  sums.n += 1;
  sums.upserted.push({ index: at, _id: document._id });
}
