import { Long } from 'bson';
import { documentsOf, Matching, type Query } from '../find/matching.ts';
import { planFor } from '../find/planner.ts';
import { asNumber, countArgument, documentArgument, documentsArgument } from '../ground/arguments.ts';
import type { Results } from '../keep/cursors.ts';
import { failedToParse, unsupported } from '../language/errors.ts';
import { compilePipeline } from '../language/pipeline.ts';
import { type Document, encode, int, isDocument } from '../language/values.ts';
import { type Command, type Context, type Reply, scopeOf } from './context.ts';
import { countMatches } from './count.ts';
import { countOnly } from './count-pipeline.ts';
import { cursorReply, openCursor } from './find.ts';

const firstBatchSize = 101;

export const aggregate: Command = {
  options: ['aggregate', 'pipeline', 'cursor', 'hint', 'collation', 'let', 'allowDiskUse', 'bypassDocumentValidation'],
  run(context) {
    const { command } = context;
    if (command.cursor === undefined) throw failedToParse("The 'cursor' option is required");
    if (asNumber(command.aggregate) === 1) throw unsupported('aggregate on a whole database');
    const size = countArgument(documentArgument(command, 'cursor'), 'batchSize', firstBatchSize);
    const counting = size > 0 ? countOnly(documentsArgument(command, 'pipeline')) : null;
    return counting
      ? count(context, counting)
      : openCursor(context, resultsOf(documentsFor(context)), { size, isSingle: false });
  },
};

function count(context: Context, query: Query): Reply | Promise<Reply> {
  const { aggregate: name, hint } = context.command;
  const counted = countMatches(context, String(name), { ...query, hint, scope: scopeOf(context) });
  return counted instanceof Promise ? counted.then((n) => countReply(context, n)) : countReply(context, counted);
}

/** $group makes no group where there are no documents. */
function countReply(context: Context, n: number): Reply {
  const documents = n > 0 ? [encode({ _id: int(1), n: n < 2 ** 31 ? int(n) : Long.fromNumber(n) })] : [];
  return cursorReply(context, { documents, cursorId: Long.ZERO }, 'firstBatch');
}

/** What the pipeline gives. Its first $match and $sort are left to an index where one serves them. */
function documentsFor(context: Context): AsyncIterable<Document> {
  const stages = documentsArgument(context.command, 'pipeline');
  const scope = scopeOf(context);
  const pipelineContext = { ...scope, pace: context.patience };
  const name = String(context.command.aggregate);
  const { query, rest } = pushDown(context, name, stages);
  const whole = compilePipeline(stages, pipelineContext);
  const pipeline = rest === stages ? whole : compilePipeline(rest, pipelineContext);
  return pipeline(read(context, name, { ...query, scope, hint: context.command.hint }));
}

function read(context: Context, name: string, query: Query): AsyncIterable<Document> {
  const { engine, database, patience, snapshot } = context;
  const collection = engine.catalogue.find(database, name);
  if (!collection) return nothing();
  return documentsOf(new Matching(engine, collection, { query: { ...query, snapshot: snapshot?.snapshot }, patience }));
}

async function* nothing(): AsyncGenerator<Document> {}

/** Takes a leading $match out of the pipeline, and a $sort behind it when an index gives that order. */
function pushDown(context: Context, name: string, stages: Document[]): { query: Query; rest: Document[] } {
  const filter = stages[0]?.$match;
  const matched = isDocument(filter);
  const rest = matched ? stages.slice(1) : stages;
  const query: Query = { filter: matched ? filter : {} };
  const sort = rest[0]?.$sort;
  const collection = context.engine.catalogue.find(context.database, name);
  if (!isDocument(sort) || !collection) return { query, rest };
  const sorted = { ...query, sort };
  const plan = planFor(collection, { ...sorted, hint: context.command.hint });
  return plan.index !== null && plan.sorted ? { query: sorted, rest: rest.slice(1) } : { query, rest };
}

function resultsOf(documents: AsyncIterable<Document>): Results {
  const iterator = documents[Symbol.asyncIterator]();
  const results: Results = {
    done: false,
    async next(wanted) {
      const batch: Uint8Array[] = [];
      while (batch.length < Math.min(wanted, 100) && !results.done) {
        const { done, value } = await iterator.next();
        if (done) results.done = true;
        else batch.push(encode(value));
      }
      return batch;
    },
  };
  return results;
}
