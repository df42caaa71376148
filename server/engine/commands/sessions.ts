import { documentsArgument } from '../ground/arguments.ts';
import { sessionName } from '../ground/sessions.ts';
import type { Command } from './context.ts';

/** Lets go what the sessions held: their cursors and their snapshots. */
export const endSessions: Command = {
  options: [],
  run: ({ command, engine }) => {
    for (const lsid of documentsArgument(command, 'endSessions')) {
      const session = sessionName(lsid);
      if (session === null) continue;
      engine.cursors.killSession(session);
      engine.snapshots.release(session);
    }
    return { ok: 1 };
  },
};
