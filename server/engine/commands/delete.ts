import { type ChangeEach, quickEach, quickOne, slowEach, slowOne, type Target } from '../change/changes.ts';
import { runStatements, withErrors } from '../change/statements.ts';
import { asNumber, documentArgument, truthy } from '../ground/arguments.ts';
import { failedToParse } from '../language/errors.ts';
import type { Document } from '../language/values.ts';
import { type Command, type Context, collectionName, scopeOf } from './context.ts';
import { checkStatement, statementsOf } from './update.ts';

export const remove: Command = {
  options: ['delete', 'deletes', 'ordered', 'let'],
  async run(context) {
    const { engine, command, patience } = context;
    const deletes = statementsOf(context, 'deletes');
    let n = 0;
    const change: ChangeEach = (collection, found) => {
      engine.records.remove(collection, found.record, found.needed);
      n += 1;
    };
    const errors = await runStatements(context, {
      count: deletes.length,
      ordered: command.ordered === undefined || truthy(command.ordered),
      attempt(at) {
        const { target, isSingle } = readDelete(context, deletes[at] ?? {});
        if (isSingle) return quickOne(engine, target, ifFound(change)) !== null;
        return quickEach(engine, target, change);
      },
      slowly(at) {
        const { target, isSingle } = readDelete(context, deletes[at] ?? {});
        if (isSingle) return slowOne(engine, target, { change: ifFound(change), patience });
        return slowEach(engine, target, { change, patience });
      },
    });
    return withErrors({ n }, errors);
  },
};

const ifFound =
  (change: ChangeEach): Parameters<typeof quickOne<void>>[2] =>
  (collection, found) => {
    if (collection && found) change(collection, found);
  };

function readDelete(context: Context, statement: Document): { target: Target; isSingle: boolean } {
  checkStatement(statement, ['q', 'limit', 'hint', 'collation'], 'delete.deletes');
  const limit = asNumber(statement.limit);
  if (limit !== 0 && limit !== 1) throw failedToParse('The limit of a delete must be 0 or 1');
  const query = { filter: documentArgument(statement, 'q'), hint: statement.hint, scope: scopeOf(context) };
  const target = { database: context.database, name: collectionName(context), query, touched: 'entries' as const };
  return { target, isSingle: limit === 1 };
}
