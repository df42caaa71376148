import { formatMoney } from '../format.ts';
import { sentence } from '../http/messages.ts';
import { firstLanguage, inEach, type Language, type Localized } from '../language.ts';
import { numberWords } from './number-words.ts';
import type { Saying } from './sale.ts';

/** A saying as it is spoken, in each language. An amount is said in words where the phone might read its figures wrong. */
export const saidOf = (saying: Saying): Localized => inEach((language) => saidIn(language, saying));

function saidIn(language: Language, { kind, amountVnd }: Saying): string {
  const amount = language === firstLanguage ? `${numberWords(amountVnd)} đồng` : formatMoney(amountVnd);
  return sentence(language, `stalls.said.${kind}`, { amount });
}
