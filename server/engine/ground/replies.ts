import { CommandError } from '../language/errors.ts';
import type { Document } from '../language/values.ts';

const refusal = (code: number, codeName: string) => (message: string) => new CommandError(code, codeName, message);

// Codes and names are those of MongoDB's error_codes.yml, because drivers decide by them.
export const illegalOperation = refusal(20, 'IllegalOperation');
export const namespaceNotFound = refusal(26, 'NamespaceNotFound');
export const indexNotFound = refusal(27, 'IndexNotFound');
export const cursorNotFound = refusal(43, 'CursorNotFound');
export const namespaceExists = refusal(48, 'NamespaceExists');
export const maxTimeExpired = refusal(50, 'MaxTimeMSExpired');
export const commandNotFound = refusal(59, 'CommandNotFound');
export const cannotCreateIndex = refusal(67, 'CannotCreateIndex');
export const invalidOptions = refusal(72, 'InvalidOptions');
export const invalidNamespace = refusal(73, 'InvalidNamespace');
export const indexOptionsConflict = refusal(85, 'IndexOptionsConflict');
export const indexKeyConflict = refusal(86, 'IndexKeySpecsConflict');
export const snapshotUnavailable = refusal(246, 'SnapshotUnavailable');
export const noQueryPlan = refusal(291, 'NoQueryExecutionPlans');
export const interrupted = refusal(11601, 'Interrupted');
export const tooLarge = refusal(10334, 'BSONObjectTooLarge');
export const unknownField = refusal(40415, 'UnknownField');
export const unknownIndexOption = (option: string): CommandError =>
  new CommandError(
    197,
    'InvalidIndexSpecificationOption',
    `Index option '${option}' is not supported by the embedded engine`,
  );

/** The disk failed where LMDB notes which transaction is the last: whether this one counts shows at the next start. */
export const diskFailed = (): CommandError =>
  new CommandError(
    14031,
    'OutOfDiskSpace',
    'The disk failed in the middle of a write, so the database ends and must be started anew; what was acknowledged is kept',
  );

/** The reply for whatever went wrong. */
export function errorReply(error: unknown): Document {
  const { code, codeName, message, extra } = describe(error);
  return { ok: 0, errmsg: message, code, codeName, ...extra };
}

/** What went wrong with one statement of a write command; `index` is its place there. */
export function writeError(error: unknown, index: number): Document {
  const { code, message, extra } = describe(error);
  return { index, code, errmsg: message, ...extra };
}

/** A full or read-only disk is named as such, because only a person can mend it; nothing acknowledged is lost by it. */
function describe(error: unknown): CommandError {
  if (error instanceof CommandError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (message.includes('MDB_PANIC')) return diskFailed();
  if (/no space left|ENOSPC|file too large|quota|MDB_MAP_FULL|mapsize|input\/output error/i.test(message)) {
    return new CommandError(
      14031,
      'OutOfDiskSpace',
      `The disk is full or broken, so the write was not made: ${message}`,
    );
  }
  if (/read-only|EROFS|EACCES|permission denied/i.test(message)) {
    return new CommandError(13, 'Unauthorized', `The data directory cannot be written: ${message}`);
  }
  return new CommandError(1, 'InternalError', message);
}
