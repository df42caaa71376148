import { limits } from '../ground/limits.ts';
import type { Patience } from '../ground/patience.ts';
import { invalidOptions, writeError } from '../ground/replies.ts';
import type { Engine } from '../keep/engine-state.ts';
import type { Document } from '../language/values.ts';
import { type Change, changeNow, changeSlowly } from './changes.ts';

export interface Statements {
  count: number;
  /** Stop at the first that fails. */
  ordered: boolean;
  /** Inside `store.write`: does one; false (with nothing changed) when it takes too long there. */
  attempt: (at: number) => boolean;
  /** Does one that takes long. */
  slowly: (at: number) => Promise<void>;
}

/** Who writes. */
export interface Writer {
  engine: Engine;
  patience: Patience;
  /** The message was short, so what it writes is little. */
  isSmall: boolean;
}

const fewStatements = 16;

/**
 * Runs the statements of a write command in their order, as many in one transaction as fit into a piece of time, and
 * answers with the errors of those that failed.
 */
export async function runStatements(writer: Writer, statements: Statements): Promise<Document[]> {
  const { engine, patience, isSmall } = writer;
  const { count, ordered } = statements;
  if (count === 0 || count > limits.writeBatch)
    throw invalidOptions(`A write has 1 to ${limits.writeBatch} statements, not ${count}`);
  const small = isSmall && count <= fewStatements;
  const errors: Document[] = [];
  const isOver = (at: number) => at >= count || (ordered && errors.length > 0);
  for (let at = 0; !isOver(at); ) {
    const first = at;
    const piece = await engine.store.write(() => attemptSome(statements, first, errors), { small });
    at = piece.next;
    if (piece.isSlow) {
      await statements.slowly(at).catch((error: unknown) => errors.push(writeError(error, piece.next)));
      at += 1;
    }
    patience.restart();
    patience.check();
  }
  return errors;
}

function attemptSome(
  { count, ordered, attempt }: Statements,
  first: number,
  errors: Document[],
): { next: number; isSlow: boolean } {
  const until = performance.now() + limits.sliceMs;
  let at = first;
  while (at < count && (at === first || performance.now() < until)) {
    try {
      if (!attempt(at)) return { next: at, isSlow: true };
    } catch (error) {
      errors.push(writeError(error, at));
      if (ordered) return { next: count, isSlow: false };
    }
    at += 1;
  }
  return { next: at, isSlow: false };
}

/** Runs the statements of `update` and `delete`, each of which is a change. */
export const runChanges = (
  writer: Writer,
  { changeAt, ...statements }: Pick<Statements, 'count' | 'ordered'> & { changeAt: (at: number) => Change },
): Promise<Document[]> =>
  runStatements(writer, {
    ...statements,
    attempt: (at) => changeNow(writer.engine, changeAt(at)),
    slowly: (at) => changeSlowly(writer.engine, changeAt(at), writer.patience),
  });

/** `writeErrors` only where there are some, as drivers expect. */
export const withErrors = (reply: Document, errors: Document[]): Document =>
  errors.length > 0 ? { ...reply, writeErrors: errors, ok: 1 } : { ...reply, ok: 1 };
