import { z } from 'zod';
import { OperatorError } from '../../errors.ts';
import { readJson } from '../../reading/json.ts';
import { followKeys, type Known } from './key-changes.ts';
import { readVkey, type Verifier } from './note.ts';
import { type ReadTile, tilePath } from './tile.ts';

/** A log somewhere, over HTTP. */
export interface OutsideLog {
  text: (path: string) => Promise<string>;
  readTile: ReadTile;
  keys: () => Promise<Verifier[]>;
  /** The same keys and those that they have handed over to since. */
  follow: (keys: readonly Verifier[]) => Promise<Known[]>;
}

// A market that never changed its key may know nothing of changes.
const Changes = z.array(z.string()).catch([]);

/** @param origin scheme and host of a market; @param patienceMs for one answer */
export function outsideLog(origin: string, patienceMs = 20_000): OutsideLog {
  const ask = async (path: string): Promise<Response> => {
    const answer = await fetch(origin + path, { signal: AbortSignal.timeout(patienceMs) }).catch((error: unknown) => {
      throw new OperatorError(`${origin} does not answer: ${String(error)}`);
    });
    if (!answer.ok) throw new OperatorError(`${origin}${path} answers ${answer.status}`);
    return answer;
  };
  const text = async (path: string): Promise<string> => (await ask(path)).text();
  return {
    text,
    readTile: async (level, place, width) =>
      Buffer.from(await (await ask(`/log/tile/${tilePath(level, place, width)}`)).arrayBuffer()),
    follow: async (keys) => followKeys(keys, Changes.parse(readJson(await text('/log/key/changes').catch(() => '[]')))),
    keys: async () => (await text('/log/key')).split('\n').flatMap((line) => readVkey(line) ?? []),
  };
}
