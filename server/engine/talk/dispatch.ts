import { Timestamp } from 'bson';
import { commands } from '../commands/commands-table.ts';
import { checkOptions } from '../commands/common-options.ts';
import type { Context, Reply } from '../commands/context.ts';
import { countArgument } from '../ground/arguments.ts';
import { limits } from '../ground/limits.ts';
import { Patience } from '../ground/patience.ts';
import { commandNotFound, errorReply } from '../ground/replies.ts';
import { sessionName } from '../ground/sessions.ts';
import type { Engine } from '../keep/engine-state.ts';
import { fieldNames, onlyFields } from '../language/bson-bytes.ts';
import { failedToParse, unsupported } from '../language/errors.ts';
import { type Document, decode, decodeLoosely, isDocument } from '../language/values.ts';
import type { Request } from './wire.ts';

export interface Client {
  connectionId: number;
  /** Nobody waits for an answer any more. */
  isGone: () => boolean;
}

/** Answers one request; what goes wrong is an answer too. A promise only where the command has to wait for something. */
export function answer(engine: Engine, client: Client, request: Request): Reply | Promise<Reply> {
  try {
    const reply = run(engine, client, request);
    return reply instanceof Promise ? reply.catch(errorReply) : reply;
  } catch (error) {
    return errorReply(error);
  }
}

function run(engine: Engine, client: Client, { body, sequences, kind, size }: Request): Reply | Promise<Reply> {
  engine.store.commitWay.heard(client.connectionId);
  const command = readCommand(body);
  const name = Object.keys(command)[0] ?? '';
  const known = commands.get(name);
  if (!known) throw commandNotFound(`no such command: '${name}'`);
  checkOptions(name, command, known.options);
  const session = sessionName(command.lsid);
  const context: Context = {
    engine,
    database: kind === 'query' ? 'admin' : databaseOf(command),
    command,
    body,
    sequences,
    isSmall: size <= limits.smallMessageBytes,
    session,
    patience: new Patience(countArgument(command, 'maxTimeMS', 0), client.isGone),
    snapshot: snapshotFor(engine, command, session),
    connectionId: client.connectionId,
  };
  return known.run(context);
}

/** Documents to insert are kept as they came, so their fields may be in any order; whatever else is asked means its order. */
function readCommand(body: Uint8Array): Document {
  const { document, isExact } = decodeLoosely(body);
  if (isExact) return document;
  const others = fieldNames(Object.keys(document).filter((name) => name !== 'documents'));
  decode(onlyFields(Buffer.from(body), others));
  return document;
}

function databaseOf(command: Document): string {
  if (typeof command.$db !== 'string') throw failedToParse('$db is missing');
  return command.$db;
}

const snapshotReaders = ['find', 'aggregate', 'distinct', 'count', 'getMore'];

function snapshotFor(engine: Engine, command: Document, session: string | null): Context['snapshot'] {
  const concern = command.readConcern;
  if (!isDocument(concern)) return null;
  if (concern.level !== 'snapshot') return null;
  const name = Object.keys(command)[0] ?? '';
  if (!snapshotReaders.includes(name) || session === null) throw unsupported(`readConcern snapshot in ${name}`);
  const moment = concern.atClusterTime;
  return engine.snapshots.of(session, moment instanceof Timestamp ? moment : undefined);
}
