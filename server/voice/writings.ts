import type { Actor } from '../actor.ts';
import { upsert } from '../database/upsert.ts';
import { requireLanguage, requireOfficer } from './clips.ts';
import { WritingModel } from './writing.ts';

/** No sentence of ours is half as long. */
export const longestWriting = 200;

/** The sentences of a language that somebody has written, by their key. */
export async function listWritings(language: string): Promise<Record<string, string>> {
  const found = await WritingModel.find({ language }).lean();
  return Object.fromEntries(found.map(({ key, words }) => [key, words]));
}

/**
 * Keeps sentences as they are written in a language, in place of those before; blank ones go.
 * @param writings by keys of sentences that there are
 * @throws forbidden('officers-only'), missing('language-unknown')
 */
export async function writeSentences(
  actor: Actor,
  language: string,
  { writings, at }: { writings: Readonly<Record<string, string>>; at: Date },
): Promise<void> {
  requireOfficer(actor);
  await requireLanguage(language);
  const before = await listWritings(language);
  for (const [key, words] of Object.entries(writings)) {
    if ((before[key] ?? '') === words) continue;
    const _id = `${language} ${key}`;
    if (words === '') await WritingModel.deleteOne({ _id });
    else
      await upsert(() =>
        WritingModel.updateOne({ _id }, { $set: { language, key, words, by: actor.name, at } }, { upsert: true }),
      );
  }
}
