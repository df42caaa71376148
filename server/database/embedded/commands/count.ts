import { type Command, type Context, collectionName, queryOf } from '../context.ts';
import { compileFilter } from '../language/matcher.ts';
import { Matching, type Query } from '../matching.ts';

export const count: Command = {
  options: ['count', 'query', 'limit', 'skip', 'hint', 'collation', 'fields'],
  async run(context) {
    const n = await countMatches(context, collectionName(context), queryOf(context, 'query'));
    return { n, ok: 1 };
  },
};

/** How many documents match; without a filter that is known without reading any. */
export async function countMatches(context: Context, name: string, given: Query): Promise<number> {
  const { database, engine, patience, snapshot } = context;
  const query = { ...given, snapshot: snapshot?.snapshot };
  const collection = engine.catalogue.find(database, name);
  if (!collection) {
    compileFilter(query.filter, query.scope);
    return 0;
  }
  if (Object.keys(query.filter).length === 0 && query.hint === undefined) {
    const all = Math.max(engine.catalogue.count(collection, query.snapshot) - (query.skip ?? 0), 0);
    return Math.min(all, query.limit || all);
  }
  const matching = new Matching(engine, collection, { query, patience });
  while (!matching.done) await matching.next(1_000);
  return matching.returned;
}
