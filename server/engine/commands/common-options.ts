import { asNumber, checkCollation } from '../ground/arguments.ts';
import { illegalOperation, unknownField } from '../ground/replies.ts';
import { CommandError } from '../language/errors.ts';
import { type Document, isDocument } from '../language/values.ts';
import type { Command } from './context.ts';

/**
 * Fields that any command may have. The reading side: there is one member, so every read preference and every read
 * concern up to `linearizable` is met by reading what is on disk. The writing side: every reply comes after the flush,
 * which is more than any `writeConcern` of one member asks for.
 */
const common = [
  '$db',
  'lsid',
  '$clusterTime',
  '$readPreference',
  'readConcern',
  'writeConcern',
  'maxTimeMS',
  'comment',
];
const transactional = ['txnNumber', 'startTransaction', 'autocommit'];

/** Throws what MongoDB's standalone server would, and refuses by name what this engine does not know. */
export function checkOptions(name: string, command: Document, options: Command['options']): void {
  const [first, ...fields] = Object.keys(command);
  for (const field of fields) {
    // Retryable writes and transactions need a history of each session's writes. Drivers turn this very message into
    // the advice to set retryWrites=false, which the engine's own connection string has.
    if (transactional.includes(field)) {
      throw illegalOperation('Transaction numbers are only allowed on a replica set member or mongos');
    }
    if (options !== 'any' && !common.includes(field) && !options.includes(field) && field !== first) {
      throw unknownField(
        `BSON field '${name}.${field}' is an unknown field or is not supported by the embedded engine`,
      );
    }
  }
  checkWriteConcern(command.writeConcern);
  checkCollation(command.collation);
}

function checkWriteConcern(concern: unknown): void {
  if (!isDocument(concern) || concern.w === undefined) return;
  const members = asNumber(concern.w);
  if (concern.w === 'majority' || members === 0 || members === 1) return;
  throw new CommandError(
    100,
    'UnsatisfiableWriteConcern',
    'The embedded engine has one member: w is 0, 1 or "majority"',
  );
}
