import { aggregate } from './commands/aggregate.ts';
import { create, drop, dropDatabase, listCollections, listDatabases } from './commands/collections.ts';
import { count } from './commands/count.ts';
import { getMore, killCursors } from './commands/cursors.ts';
import { remove } from './commands/delete.ts';
import { distinct } from './commands/distinct.ts';
import { explain } from './commands/explain.ts';
import { find } from './commands/find.ts';
import { findAndModify } from './commands/find-and-modify.ts';
import { hello } from './commands/hello.ts';
import { createIndexes, dropIndexes, listIndexes } from './commands/indexes.ts';
import { insert } from './commands/insert.ts';
import { buildInfo, ping } from './commands/server-facts.ts';
import { endSessions } from './commands/sessions.ts';
import { update } from './commands/update.ts';
import type { Command } from './context.ts';

/** Every command the engine knows. Anything else is refused by its name. */
export const commands: ReadonlyMap<string, Command> = new Map(
  Object.entries({
    aggregate,
    buildInfo,
    buildinfo: buildInfo,
    count,
    create,
    createIndexes,
    delete: remove,
    distinct,
    drop,
    dropDatabase,
    dropIndexes,
    endSessions,
    explain,
    find,
    findAndModify,
    findandmodify: findAndModify,
    getMore,
    hello,
    insert,
    isMaster: hello,
    ismaster: hello,
    killCursors,
    listCollections,
    listDatabases,
    listIndexes,
    ping,
    update,
  }),
);
