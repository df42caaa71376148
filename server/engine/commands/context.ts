import type { Query } from '../find/matching.ts';
import { countArgument, documentArgument, stringArgument } from '../ground/arguments.ts';
import type { Patience } from '../ground/patience.ts';
import type { Collection } from '../keep/catalogue.ts';
import type { Engine } from '../keep/engine-state.ts';
import type { Snapshots } from '../keep/snapshots.ts';
import type { Scope } from '../language/scope.ts';
import type { Document } from '../language/values.ts';
import { scopeWith } from '../language/variables.ts';

/** One command on its way: what was asked, by whom, and the engine that answers. */
export interface Context {
  engine: Engine;
  database: string;
  command: Document;
  /** The command as it came; documents to insert are taken from it byte for byte. */
  body: Uint8Array;
  /** Documents that travelled beside the command (OP_MSG sections of kind 1), by field. */
  sequences: ReadonlyMap<string, Uint8Array[]>;
  /** Its message was short, so what it writes is little. */
  isSmall: boolean;
  session: string | null;
  patience: Patience;
  snapshot: ReturnType<Snapshots['of']> | null;
  connectionId: number;
}

export type Reply = Record<string, unknown>;

export interface Command {
  /**
   * The fields it accepts besides those of every command (see common-options.ts); `any` for the greeting, where each
   * version of a driver tells more about itself.
   */
  options: readonly string[] | 'any';
  run(context: Context): Reply | Promise<Reply>;
}

/** The name of the collection that the command is about: the value of its first field. */
export function collectionName({ command }: Context): string {
  return stringArgument(command, Object.keys(command)[0] ?? '');
}

export function findCollection(context: Context): Collection | null {
  return context.engine.catalogue.find(context.database, collectionName(context));
}

export const namespaceOf = (context: Context): string => `${context.database}.${collectionName(context)}`;

/** The moment and the variables (`let`) that the command's expressions see. */
export const scopeOf = ({ command }: Context): Scope => scopeWith(documentArgument(command, 'let'), new Date());

/** The command's query; `filterField` is where its filter stands. */
export function queryOf(context: Context, filterField: string): Query {
  const { command, snapshot } = context;
  return {
    filter: documentArgument(command, filterField),
    sort: command.sort === undefined ? undefined : documentArgument(command, 'sort'),
    hint: command.hint,
    skip: countArgument(command, 'skip', 0),
    limit: countArgument(command, 'limit', 0),
    scope: scopeOf(context),
    snapshot: snapshot?.snapshot,
  };
}
