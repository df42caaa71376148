import type { Change } from '../change/changes.ts';
import { runChanges, withErrors } from '../change/statements.ts';
import { asNumber, documentArgument, truthy } from '../ground/arguments.ts';
import { failedToParse } from '../language/errors.ts';
import type { Document } from '../language/values.ts';
import { type Command, type Context, collectionName, scopeOf } from './context.ts';
import { checkStatement, statementsOf } from './update.ts';

export const remove: Command = {
  options: ['delete', 'deletes', 'ordered', 'let'],
  async run(context) {
    const { engine, command } = context;
    const deletes = statementsOf(context, 'deletes');
    let n = 0;
    const each: Change['each'] = (collection, found) => {
      engine.records.remove(collection, found.record, found.needed);
      n += 1;
    };
    const errors = await runChanges(context, {
      count: deletes.length,
      ordered: command.ordered === undefined || truthy(command.ordered),
      changeAt: (at) => ({ ...readDelete(context, deletes[at] ?? {}), each }),
    });
    return withErrors({ n }, errors);
  },
};

function readDelete(context: Context, statement: Document): Omit<Change, 'each'> {
  checkStatement(statement, ['q', 'limit', 'hint', 'collation'], 'delete.deletes');
  const limit = asNumber(statement.limit);
  if (limit !== 0 && limit !== 1) throw failedToParse('The limit of a delete must be 0 or 1');
  const query = { filter: documentArgument(statement, 'q'), hint: statement.hint, scope: scopeOf(context) };
  return {
    database: context.database,
    name: collectionName(context),
    query,
    touched: 'entries',
    isSingle: limit === 1,
  };
}
