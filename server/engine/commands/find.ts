import { Long } from 'bson';
import { keyedQuestion, readKeyed } from '../find/keyed-read.ts';
import { Matching } from '../find/matching.ts';
import type { Found } from '../find/scan.ts';
import { compileShow, type Show } from '../find/shown.ts';
import { countArgument, documentArgument, truthy } from '../ground/arguments.ts';
import { CursorReply } from '../ground/reply-bytes.ts';
import type { Collection } from '../keep/catalogue.ts';
import type { Batch, Results } from '../keep/cursors.ts';
import { unsupported } from '../language/errors.ts';
import { compileFilter } from '../language/matcher.ts';
import type { Pace } from '../language/pace.ts';
import { compileSort } from '../language/sort.ts';
import { type Command, type Context, findCollection, namespaceOf, queryOf, type Reply, scopeOf } from './context.ts';

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
    const collection = findCollection(context);
    if (!collection) return nothing(context);
    return findKeyed(context, collection) ?? findMatching(context, collection);
  },
};

function nothing(context: Context): Reply {
  const query = queryOf(context, 'filter');
  projectionOf(context);
  compileFilter(query.filter, query.scope);
  compileSort(query.sort ?? {});
  return cursorReply(context, { documents: [], cursorId: Long.ZERO }, 'firstBatch');
}

/** Options by which there is more to do than to read one document. */
const beyondKeyed = ['sort', 'hint', 'skip', 'let'];

/** The answer when one key of one unique index has it; null when it takes more than that. */
function findKeyed(context: Context, collection: Collection): Reply | null {
  const { command, engine, snapshot } = context;
  countArgument(command, 'limit', 0);
  const isEmpty = countArgument(command, 'batchSize', firstBatchSize) === 0;
  if (isEmpty || beyondKeyed.some((option) => command[option] !== undefined)) return null;
  const keyed = keyedQuestion(collection, documentArgument(command, 'filter'));
  if (!keyed) return null;
  const show = projectionOf(context);
  const bytes = readKeyed(engine.store, keyed, snapshot?.snapshot);
  const documents = bytes ? [show ? show(bytes) : bytes] : [];
  return cursorReply(context, { documents, cursorId: Long.ZERO }, 'firstBatch');
}

function findMatching(context: Context, collection: Collection): Reply | Promise<Reply> {
  const { command, engine, patience } = context;
  const query = queryOf(context, 'filter');
  const show = projectionOf(context);
  const matching = new Matching(engine, collection, { query, patience });
  const size = countArgument(command, 'batchSize', firstBatchSize);
  const all = size > 0 ? matching.atOnce(size) : null;
  if (!all) return openCursor(context, resultsOf(matching, show), size);
  const reply = (documents: Uint8Array[]) => cursorReply(context, { documents, cursorId: Long.ZERO }, 'firstBatch');
  const bytes = show ? all.reduce((sum, found) => sum + found.bytes.length, 0) : 0;
  if (bytes > quicklyProjected) return projected(all, show, patience).then(reply);
  return reply(all.map((found) => shown(found, show)));
}

/** Bytes of documents that may be decoded in one step. */
const quicklyProjected = 64 * 1024;

async function openCursor(context: Context, results: Results, size: number): Promise<Reply> {
  const { command, engine, session, patience } = context;
  const asking = { namespace: namespaceOf(context), session, patience, size };
  const batch = await engine.cursors.open(results, asking, truthy(command.singleBatch));
  return cursorReply(context, batch, 'firstBatch');
}

function refuseUnknownModes({ command }: Context): void {
  for (const option of ['tailable', 'awaitData', 'returnKey', 'showRecordId', 'min', 'max', 'oplogReplay']) {
    if (command[option] !== undefined && command[option] !== false) throw unsupported(`find with '${option}'`);
  }
}

function projectionOf(context: Context): Show | null {
  return compileShow(documentArgument(context.command, 'projection'), scopeOf(context));
}

/** Without a projection the stored bytes themselves are the answer. */
function resultsOf(matching: Matching, show: Show | null): Results {
  return {
    get done() {
      return matching.done;
    },
    async next(wanted) {
      return projected(await matching.next(wanted), show, matching.pace);
    },
  };
}

/** To project one document decodes it, so others have turns between them. */
async function projected(found: readonly Found[], show: Show | null, pace: Pace): Promise<Uint8Array[]> {
  const documents: Uint8Array[] = [];
  for (const one of found) {
    if (show && pace.isSliceOver()) await pace.pause();
    documents.push(shown(one, show));
  }
  return documents;
}

const shown = (found: Found, show: Show | null): Uint8Array => (show ? show(found.bytes) : found.bytes);

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
