import { limits } from '../ground/limits.ts';
import type { Command } from './context.ts';

/** Every replica set needs a name; drivers offer sessions only to a replica set member, even when connected directly. */
const setName = 'embedded';
/** MongoDB 7.0's. Later versions expect commands that this engine does not have (bulkWrite over several collections). */
export const maxWireVersion = 21;

/** `hello`, by which a driver learns whom it speaks to. `ismaster` and `isMaster` are its older names. */
export const hello: Command = {
  options: 'any',
  run: ({ connectionId }) => ({
    helloOk: true,
    isWritablePrimary: true,
    ismaster: true,
    setName,
    setVersion: 1,
    secondary: false,
    hosts: ['localhost:27017'],
    me: 'localhost:27017',
    maxBsonObjectSize: limits.documentBytes,
    maxMessageSizeBytes: limits.messageBytes,
    maxWriteBatchSize: limits.writeBatch,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: 30,
    connectionId,
    minWireVersion: 0,
    maxWireVersion,
    readOnly: false,
    ok: 1,
  }),
};
