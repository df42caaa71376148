import { Matching, type Query } from '../find/matching.ts';
import type { Collection } from '../keep/catalogue.ts';
import { compileFilter } from '../language/matcher.ts';
import { type Command, type Context, collectionName, queryOf } from './context.ts';

export const count: Command = {
  options: ['count', 'query', 'limit', 'skip', 'hint', 'collation', 'fields'],
  run(context) {
    const counted = countMatches(context, collectionName(context), queryOf(context, 'query'));
    return counted instanceof Promise ? counted.then((n) => ({ n, ok: 1 })) : { n: counted, ok: 1 };
  },
};

/** How many documents match; without a filter that is known at once, without reading any. */
export function countMatches(context: Context, name: string, given: Query): number | Promise<number> {
  const { database, engine, snapshot } = context;
  const query = { ...given, snapshot: snapshot?.snapshot };
  const collection = engine.catalogue.find(database, name);
  if (!collection) {
    compileFilter(query.filter, query.scope);
    return 0;
  }
  if (Object.keys(query.filter).length > 0 || query.hint !== undefined)
    return countOneByOne(context, collection, query);
  const all = Math.max(engine.catalogue.count(collection, query.snapshot) - (query.skip ?? 0), 0);
  return Math.min(all, query.limit || all);
}

async function countOneByOne({ engine, patience }: Context, collection: Collection, query: Query): Promise<number> {
  const matching = new Matching(engine, collection, { query, patience });
  while (!matching.done) await matching.next(1_000);
  return matching.returned;
}
