import { formatMoney } from '../format.ts';
import { sentence } from '../http/messages.ts';
import { firstLanguage, inEach, type Language, type Localized } from '../language.ts';
import { amountHeard, partsOf, toldLate } from '../voice/money-heard.ts';
import { numberWords } from './number-words.ts';
import type { Saying } from './sale.ts';
import type { Verdict } from './verdicts.ts';

/** A saying as it is spoken, in each language. An amount is said in words where the phone might read its figures wrong. */
export const saidOf = (saying: Saying): Localized => inEach((language) => saidIn(language, saying));

function saidIn(language: Language, { kind, amountVnd }: Saying): string {
  const amount = language === firstLanguage ? `${numberWords(amountVnd)} đồng` : formatMoney(amountVnd);
  return sentence(language, `stalls.said.${kind}`, { amount });
}

/** Recordings by the keys of what they say. */
type Clips = Readonly<Record<string, string>>;

/**
 * The recordings that say a verdict, in their order, as the commune recorded them in one language; null while one of them is missing:
 * half an amount is another amount.
 */
export function clipsOf({ kind, amountVnd }: Pick<Verdict, 'kind' | 'amountVnd'>, clips: Clips): string[] | null {
  const keys = partsOf(kind, sentence(firstLanguage, `stalls.said.${kind}`)).flatMap((part) =>
    part.isAmount ? amountHeard(numberWords(amountVnd)) : [part.key],
  );
  const heard = keys.map((key) => clips[key]).filter((clip) => clip !== undefined);
  return heard.length === keys.length ? heard : null;
}

/** What is said before a verdict that is told late. */
export const lateClip = (clips: Clips): string | null => clips[toldLate] ?? null;
