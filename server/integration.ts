import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { fromRoot } from './root.ts';

/** A page of an integration and the words that lead to it. */
const Way = z.strictObject({ path: z.string(), words: z.string() });

// What an integration says of itself: `integration.json` in its folder.
const About = z.strictObject({
  /** Where it stands among the others, the first on top. */
  place: z.number().int(),
  /** On the officer's desk; `picture` is one of the desk's. */
  officerDesk: z.array(z.strictObject({ ...Way.shape, hint: z.string().optional(), picture: z.string() })).default([]),
  /** Pages of a batch, below its own: linked from it. */
  batchPages: z.array(Way).default([]),
  /** What programs read of a batch, below its page. */
  batchDocuments: z.array(Way).default([]),
});

/** A connection to other systems: one folder in `integrations/` with all that it is; without the folder it is not there. */
export interface Integration extends z.output<typeof About> {
  /** Of its folder. */
  name: string;
}

const folder = fromRoot('server/integrations');

/** All there are, in the order they stand in. */
export const integrations: readonly Integration[] = (
  existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : []
)
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => ({ name, ...readAbout(path.join(folder, name, 'integration.json')) }))
  .sort((a, b) => a.place - b.place);

/** Where an integration keeps its views or words, for those that have such a folder. */
export const foldersOf = (part: 'views' | 'words'): { name: string; folder: string }[] =>
  integrations
    .map(({ name }) => ({ name, folder: path.join(folder, name, part) }))
    .filter((one) => existsSync(one.folder));

const belowBatch = new Set(
  integrations.flatMap(({ batchPages, batchDocuments }) =>
    [...batchPages, ...batchDocuments].map((way) => way.path.replace(/\?.*$/, '')),
  ),
);

/** Whether what stands behind a batch's code in an address is something of an integration's, and so no serial. */
export const isBelowBatch = (text: string): boolean => belowBatch.has(text.toLowerCase());

/**
 * What the integrations offer under a name, in their order: what each exports from `integration.ts`, or from another file of its
 * folder. Who asks says in its own room what such an offer is; the integrations write theirs against that type.
 */
// What an integration brings is known to whoever asks: nothing else could say it.
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
export async function offered<T>(name: string, file = 'integration'): Promise<{ by: string; offer: T }[]> {
  const all = await Promise.all(
    integrations.map(async (one) => {
      const code = await codeOf(one.name, file);
      return Object.hasOwn(code, name) ? [{ by: one.name, offer: code[name] as T }] : [];
    }),
  );
  return all.flat();
}

const codes = new Map<string, Promise<Record<string, unknown>>>();

// Loaded when somebody first asks, not with this file: the integrations look down on the rooms that ask here.
function codeOf(name: string, file: string): Promise<Record<string, unknown>> {
  const key = `${name}/${file}`;
  const code = codes.get(key) ?? load(key);
  codes.set(key, code);
  return code;
}

// Beside this file, whether it runs as it was written or as it was built.
async function load(key: string): Promise<Record<string, unknown>> {
  const written = path.join(import.meta.dirname, 'integrations', `${key}.ts`);
  const found = [written, written.replace(/\.ts$/, '.js')].find((one) => existsSync(one));
  return found === undefined ? {} : ((await import(pathToFileURL(found).href)) as Record<string, unknown>);
}

function readAbout(file: string): z.output<typeof About> {
  const read = About.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (read.success) return read.data;
  throw new Error(`${file}:\n${z.prettifyError(read.error)}`);
}
