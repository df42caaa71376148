import { Matching, type Query } from '../find/matching.ts';
import type { Found } from '../find/scan.ts';
import { compileShow, type Show } from '../find/shown.ts';
import { countArgument, documentArgument, truthy } from '../ground/arguments.ts';
import { limits } from '../ground/limits.ts';
import { CursorReply } from '../ground/reply-bytes.ts';
import type { Batch, Results } from '../keep/cursors.ts';
import { unsupported } from '../language/errors.ts';
import { compileFilter } from '../language/matcher.ts';
import { compileSort } from '../language/sort.ts';
import { type Command, type Context, findCollection, namespaceOf, queryOf, type Reply } from './context.ts';

const firstBatchSize = 101;

export const find: Command = {
  options: [
    'find',
    'filter',
    'sort',
    'projection',
    'hint',
    'skip',
    'limit',
    'batchSize',
    'singleBatch',
    'collation',
    'let',
    'allowDiskUse',
    'noCursorTimeout',
    'allowPartialResults',
    'tailable',
    'awaitData',
    'returnKey',
    'showRecordId',
    'min',
    'max',
    'oplogReplay',
  ],
  run(context) {
    refuseUnknownModes(context);
    const { command, engine, patience } = context;
    const query = queryOf(context, 'filter');
    const show = compileShow(documentArgument(command, 'projection'), query.scope);
    const collection = findCollection(context);
    const results = collection
      ? resultsOf(new Matching(engine, collection, { query, patience }), show)
      : nothing(query);
    const size = countArgument(command, 'batchSize', firstBatchSize);
    return openCursor(context, results, { size, isSingle: truthy(command.singleBatch) });
  },
};

function refuseUnknownModes({ command }: Context): void {
  for (const option of ['tailable', 'awaitData', 'returnKey', 'showRecordId', 'min', 'max', 'oplogReplay']) {
    if (command[option] !== undefined && command[option] !== false) throw unsupported(`find with '${option}'`);
  }
}

/** What a collection that is not there has; a mistake in the query is one all the same. */
function nothing({ filter, sort = {}, scope }: Query): Results {
  compileFilter(filter, scope);
  compileSort(sort);
  return { done: true, atOnce: () => [], next: () => Promise.resolve([]) };
}

/** Bytes of documents that may be decoded in one step. */
const quicklyProjected = 64 * 1024;

/** Without a projection the stored bytes themselves are the answer. */
function resultsOf(matching: Matching, show: Show | null): Results {
  const shown = (found: Found): Uint8Array => (show ? show(found.bytes) : found.bytes);
  return {
    get done() {
      return matching.done;
    },
    atOnce: (most) => matching.atOnce(most, show ? quicklyProjected : limits.replyBytes)?.map(shown) ?? null,
    async next(wanted) {
      const documents: Uint8Array[] = [];
      for (const one of await matching.next(wanted)) {
        // To project one document decodes it, so others have turns between them.
        if (show && matching.pace.isSliceOver()) await matching.pace.pause();
        documents.push(shown(one));
      }
      return documents;
    },
  };
}

/** The first batch of the results, of `find` and of `aggregate`; a promise only where it takes more than one step. */
export function openCursor(
  context: Context,
  results: Results,
  { size, isSingle }: { size: number; isSingle: boolean },
): Reply | Promise<Reply> {
  const { engine, session, patience } = context;
  const asking = { namespace: namespaceOf(context), session, patience, size };
  const batch = engine.cursors.open(results, asking, isSingle);
  const reply = (first: Batch) => cursorReply(context, first, 'firstBatch');
  return batch instanceof Promise ? batch.then(reply) : reply(batch);
}

/** A batch as `find`, `aggregate` and `getMore` answer it. */
export function cursorReply(
  context: Context,
  batch: Batch,
  field: 'firstBatch' | 'nextBatch',
  namespace = namespaceOf(context),
): Reply {
  const { documents, cursorId: id } = batch;
  const atClusterTime = context.snapshot?.at ?? null;
  return { cursor: new CursorReply({ field, documents, id, namespace, atClusterTime }), ok: 1 };
}
