import { randomBytes } from 'node:crypto';
import { Long } from 'bson';
import { limits } from '../ground/limits.ts';
import type { Patience } from '../ground/patience.ts';
import { cursorNotFound } from '../ground/replies.ts';
import { CommandError } from '../language/errors.ts';

/** Documents, some at a time. `done` is set as soon as it is known that nothing follows. */
export interface Results {
  done: boolean;
  /** All there is, `most` at most, when it can be had in one piece; else null, and `next` begins with what was read. */
  atOnce?(most: number): Uint8Array[] | null;
  /** At least one document unless done; about `wanted` at most. */
  next(wanted: number): Promise<readonly Uint8Array[]>;
}

/** Who asks for documents, and how many at most. */
export interface Asking {
  namespace: string;
  session: string | null;
  patience: Patience;
  size: number;
}

interface Cursor extends Omit<Asking, 'size'> {
  results: Results;
  /** Read but not yet given out. */
  rest: Uint8Array[];
  usedAt: number;
  inUse: boolean;
}

export interface Batch {
  documents: Uint8Array[];
  /** Zero when there is nothing more. */
  cursorId: Long;
}

/** Open cursors. A cursor holds the place in its index, not LMDB's own cursor, so an idle one costs nothing but memory. */
export class Cursors {
  readonly #cursors = new Map<string, Cursor>();

  /** The first batch; a cursor is kept only when something may follow and it is not the only batch wanted. */
  open(results: Results, asking: Asking, isSingle = false): Batch | Promise<Batch> {
    const all = asking.size > 0 ? results.atOnce?.(asking.size) : null;
    return all ? { documents: all, cursorId: Long.ZERO } : this.#openSlowly(results, asking, isSingle);
  }

  async #openSlowly(results: Results, { size, ...asking }: Asking, isSingle: boolean): Promise<Batch> {
    const cursor: Cursor = { ...asking, results, rest: [], usedAt: Date.now(), inUse: false };
    const most = isSingle ? { size, bytes: limits.replyBytes } : batchOf(size);
    const documents = size === 0 ? [] : await fill(cursor, most);
    if (isSingle || isExhausted(cursor)) return { documents, cursorId: Long.ZERO };
    if (this.#cursors.size >= limits.cursors) throw new CommandError(1, 'InternalError', 'Too many open cursors');
    const cursorId = newCursorId();
    this.#cursors.set(cursorId.toString(), cursor);
    cursor.patience.suspend();
    return { documents, cursorId };
  }

  /** The next batch. Throws CursorNotFound for one that ended, was killed, timed out or belongs to somewhere else. */
  async more(id: Long, asking: Asking): Promise<Batch> {
    const name = id.toString();
    const cursor = this.#find(name, asking);
    cursor.inUse = true;
    cursor.usedAt = Date.now();
    cursor.patience.resume(asking.patience);
    try {
      const documents = await fill(cursor, batchOf(asking.size));
      if (isExhausted(cursor)) this.#cursors.delete(name);
      return { documents, cursorId: this.#cursors.has(name) ? id : Long.ZERO };
    } catch (error) {
      this.#cursors.delete(name);
      throw error;
    } finally {
      cursor.inUse = false;
      cursor.patience.suspend();
    }
  }

  #find(name: string, { namespace, session }: Asking): Cursor {
    const cursor = this.#cursors.get(name);
    if (!cursor || cursor.namespace !== namespace) throw cursorNotFound(`cursor id ${name} not found`);
    if (cursor.session !== session)
      throw new CommandError(13, 'Unauthorized', `cursor id ${name} belongs to another session`);
    if (cursor.inUse) throw new CommandError(12051, 'CursorInUse', `cursor id ${name} is already in use`);
    return cursor;
  }

  /** True when there was such a cursor. */
  kill(id: Long): boolean {
    return this.#cursors.delete(id.toString());
  }

  killSession(session: string): void {
    for (const [name, cursor] of this.#cursors) if (cursor.session === session) this.#cursors.delete(name);
  }

  /** Forgets cursors that nobody asked for ten minutes. */
  sweep(now = Date.now()): void {
    for (const [name, cursor] of this.#cursors) {
      if (!cursor.inUse && now - cursor.usedAt > limits.cursorIdleMs) this.#cursors.delete(name);
    }
  }

  get size(): number {
    return this.#cursors.size;
  }
}

const isExhausted = ({ results, rest }: Cursor): boolean => results.done && rest.length === 0;

const mostAtOnce = 200;

interface Most {
  size: number;
  bytes: number;
}

/** A batch may be shorter than asked for when another can follow. */
const batchOf = (size: number): Most => ({ size: Math.min(size, limits.batchDocuments), bytes: limits.batchBytes });

/** Takes as many documents as may be; one always fits, however long it is. */
async function fill(cursor: Cursor, most: Most): Promise<Uint8Array[]> {
  const documents: Uint8Array[] = [];
  let bytes = 0;
  for (;;) {
    while (cursor.rest.length > 0) {
      const next = cursor.rest[0];
      if (!next || documents.length >= most.size || (bytes > 0 && bytes + next.length > most.bytes)) return documents;
      cursor.rest.shift();
      documents.push(next);
      bytes += next.length;
    }
    if (cursor.results.done || documents.length >= most.size) return documents;
    cursor.rest = [...(await cursor.results.next(Math.min(most.size - documents.length, mostAtOnce)))];
  }
}

function newCursorId(): Long {
  const bytes = randomBytes(8);
  return new Long(bytes.readInt32LE(0), bytes.readInt32LE(4) & 0x7fffffff);
}
