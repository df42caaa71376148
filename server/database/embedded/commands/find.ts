import { Long } from 'bson';
import { countArgument, documentArgument, truthy } from '../arguments.ts';
import { RawDocuments } from '../bson-bytes.ts';
import { type Command, type Context, findCollection, namespaceOf, queryOf, type Reply } from '../context.ts';
import type { Batch, Results } from '../cursors.ts';
import { unsupported } from '../language/errors.ts';
import { compileFilter } from '../language/matcher.ts';
import { compileProjection, type Project } from '../language/projection.ts';
import { compileSort } from '../language/sort.ts';
import { encode } from '../language/values.ts';
import { Matching } from '../matching.ts';

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
  async run(context) {
    const { command } = context;
    refuseUnknownModes(context);
    const query = queryOf(context, 'filter');
    const project = projectionOf(context);
    const collection = findCollection(context);
    if (!collection) {
      compileFilter(query.filter, query.scope);
      compileSort(query.sort ?? {});
      return cursorReply(context, { documents: [], cursorId: Long.ZERO }, 'firstBatch');
    }
    const matching = new Matching(context.engine, collection, { query, patience: context.patience });
    const { engine, session, patience } = context;
    const asking = {
      namespace: namespaceOf(context),
      session,
      patience,
      size: countArgument(command, 'batchSize', firstBatchSize),
    };
    const batch = await engine.cursors.open(resultsOf(matching, project), asking, truthy(command.singleBatch));
    return cursorReply(context, batch, 'firstBatch');
  },
};

function refuseUnknownModes({ command }: Context): void {
  for (const option of ['tailable', 'awaitData', 'returnKey', 'showRecordId', 'min', 'max', 'oplogReplay']) {
    if (command[option] !== undefined && command[option] !== false) throw unsupported(`find with '${option}'`);
  }
}

function projectionOf(context: Context): Project | null {
  const spec = documentArgument(context.command, 'projection');
  if (Object.keys(spec).length === 0) return null;
  const { filter, scope } = queryOf(context, 'filter');
  return compileProjection(spec, { filter, ...(scope ? { scope } : {}) });
}

/** Without a projection the stored bytes themselves are the answer. */
function resultsOf(matching: Matching, project: Project | null): Results {
  return {
    get done() {
      return matching.done;
    },
    async next(wanted) {
      const found = await matching.next(wanted);
      return found.map(({ bytes, document }) => (project ? encode(project(document)) : bytes));
    },
  };
}

/** A batch as `find`, `aggregate` and `getMore` answer it. */
export function cursorReply(
  context: Context,
  batch: Batch,
  field: 'firstBatch' | 'nextBatch',
  namespace = namespaceOf(context),
): Reply {
  const moment = context.snapshot ? { atClusterTime: context.snapshot.at } : {};
  return {
    cursor: { [field]: new RawDocuments(batch.documents), id: batch.cursorId, ns: namespace, ...moment },
    ok: 1,
  };
}
