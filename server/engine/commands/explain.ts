import { Matching, type Query } from '../find/matching.ts';
import type { Plan } from '../find/plan.ts';
import { planFor } from '../find/planner.ts';
import { asNumber, documentArgument, stringArgument } from '../ground/arguments.ts';
import { unsupported } from '../language/errors.ts';
import { type Document, isDocument } from '../language/values.ts';
import type { Command, Reply } from './context.ts';

/** Which index a find uses, and (unless `queryPlanner` is asked for) how many keys and documents it looks at. It changes nothing. */
export const explain: Command = {
  options: ['explain', 'verbosity'],
  async run(context) {
    const { command, database, engine, patience } = context;
    const explained = documentArgument(command, 'explain');
    const name = stringArgument(explained, Object.keys(explained)[0] ?? '');
    const query = queryOf(explained);
    const collection = engine.catalogue.find(database, name);
    const namespace = `${database}.${name}`;
    if (!collection) return { queryPlanner: { namespace, winningPlan: { stage: 'EOF' } }, ok: 1 };
    const plan = planFor(collection, query);
    const queryPlanner = { namespace, parsedQuery: query.filter, winningPlan: present(plan, query) };
    if (command.verbosity === 'queryPlanner') return { queryPlanner, ok: 1 };
    const matching = new Matching(engine, collection, { query, patience });
    const started = performance.now();
    while (!matching.done) await matching.next(1_000);
    const { keysExamined, documentsExamined } = matching.scan;
    const executionStats = {
      executionSuccess: true,
      nReturned: matching.returned,
      executionTimeMillis: Math.round(performance.now() - started),
      totalKeysExamined: plan.index ? keysExamined : 0,
      totalDocsExamined: documentsExamined,
    };
    return { queryPlanner, executionStats, ok: 1 };
  },
};

function queryOf(explained: Document): Query {
  const [name] = Object.keys(explained);
  if (name !== 'find') throw unsupported(`explain of ${name}`);
  const { sort, hint, skip, limit } = explained;
  return {
    filter: documentArgument(explained, 'filter'),
    sort: isDocument(sort) ? sort : undefined,
    hint,
    skip: asNumber(skip) || 0,
    limit: asNumber(limit) || 0,
  };
}

function present(plan: Plan, { sort }: Query): Reply {
  const direction = plan.reverse ? 'backward' : 'forward';
  const source = plan.index ? { stage: 'FETCH', inputStage: presentIndexes(plan) } : { stage: 'COLLSCAN', direction };
  return plan.sorted ? source : { stage: 'SORT', sortPattern: sort, inputStage: source };
}

function presentIndexes(plan: Plan): Reply {
  if (plan.branches.length > 0) return { stage: 'OR', inputStages: plan.branches.map(presentIndexes) };
  const { index, reverse } = plan;
  return {
    stage: 'IXSCAN',
    indexName: index?.name,
    keyPattern: index?.key,
    isMultiKey: index?.multikey,
    isUnique: index?.unique,
    isSparse: index?.sparse,
    isPartial: index?.partial !== null,
    direction: reverse ? 'backward' : 'forward',
  };
}
