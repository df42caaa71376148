import { listProfiles } from '../catalog/profiles.ts';
import { slugOf } from '../fold.ts';

/** What the kinds of goods call their stages (`stage-…`) and questions (`question-…`), in Vietnamese. */
export const namesHeard: readonly { what: string; words: string }[] = listProfiles().flatMap(({ stages }) => [
  ...stages.map(({ id, name }) => ({ what: `stage-${id}`, words: name.vi })),
  ...stages.flatMap(({ keyData, measurements }) =>
    [...keyData, ...measurements].map(({ key, name }) => ({ what: `question-${key}`, words: name.vi })),
  ),
]);

const callings = new Map<string, Set<string>>();
for (const { what, words } of namesHeard) callings.set(what, (callings.get(what) ?? new Set()).add(words));

/**
 * By which key a stage or question is said. Kinds of goods may call the same thing by other words ("Giống", "Giống chè"): then its
 * words are part of the key, or one kind would be heard in the words of another.
 * @param what as `namesHeard` has it
 * @param words Vietnamese
 */
export const heardAs = (what: string, words: string): string =>
  (callings.get(what)?.size ?? 0) > 1 ? `${what}-${slugOf(words, 'khac')}` : what;
