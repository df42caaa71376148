import { Long } from 'bson';
import { asNumber, countArgument, stringArgument } from '../ground/arguments.ts';
import { typeMismatch } from '../language/errors.ts';
import { type Command, collectionName } from './context.ts';
import { cursorReply } from './find.ts';

export const getMore: Command = {
  options: ['getMore', 'collection', 'batchSize'],
  async run(context) {
    const { command, database, engine, session, patience } = context;
    const namespace = `${database}.${stringArgument(command, 'collection')}`;
    const size = countArgument(command, 'batchSize', 0) || Number.POSITIVE_INFINITY;
    const batch = await engine.cursors.more(longOf(command.getMore), { namespace, session, patience, size });
    return cursorReply(context, batch, 'nextBatch', namespace);
  },
};

export const killCursors: Command = {
  options: ['killCursors', 'cursors'],
  run(context) {
    collectionName(context);
    const ids = (context.command.cursors ?? []) as unknown[];
    const killed = ids.map(longOf).filter((id) => context.engine.cursors.kill(id));
    const isKilled = (id: Long) => killed.some((other) => other.equals(id));
    return {
      cursorsKilled: killed,
      cursorsNotFound: ids.map(longOf).filter((id) => !isKilled(id)),
      cursorsAlive: [],
      cursorsUnknown: [],
      ok: 1,
    };
  },
};

function longOf(value: unknown): Long {
  if (Long.isLong(value)) return value;
  if (Number.isNaN(asNumber(value))) throw typeMismatch('A cursor id is a number');
  return Long.fromNumber(asNumber(value));
}
