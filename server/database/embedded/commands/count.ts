import { countArgument } from '../arguments.ts';
import { type Command, type Context, findCollection, queryOf } from '../context.ts';
import { compileFilter } from '../language/matcher.ts';
import { Matching } from '../matching.ts';

export const count: Command = {
  options: ['count', 'query', 'limit', 'skip', 'hint', 'collation', 'fields'],
  async run(context) {
    return { n: await countMatches(context), ok: 1 };
  },
};

async function countMatches(context: Context): Promise<number> {
  const { engine, command, patience, snapshot } = context;
  const query = queryOf(context, 'query');
  const collection = findCollection(context);
  if (!collection) {
    compileFilter(query.filter, query.scope);
    return 0;
  }
  if (Object.keys(query.filter).length === 0 && command.hint === undefined) {
    const all = Math.max(engine.catalogue.count(collection, snapshot?.snapshot) - (query.skip ?? 0), 0);
    return Math.min(all, countArgument(command, 'limit', 0) || all);
  }
  const matching = new Matching(engine, collection, { query, patience });
  while (!matching.done) await matching.next(1_000);
  return matching.returned;
}
