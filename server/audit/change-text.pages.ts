import { formatMoney, formatNumber } from '../format.ts';
import { findSentence, sentence } from '../http/messages.ts';
import type { Language } from '../language.ts';
import type { Told, ToldChange } from '../told-changes.ts';

/** `Giá, Gói 500 g: 60.000 ₫ → 65.000 ₫` */
export function changeText({ what, of, from, to, as }: ToldChange, language: Language): string {
  const thing = sentence(language, `audit.what.${what}`);
  const named = of === undefined ? thing : `${thing}, ${of}`;
  return `${named}: ${valueText(from, as, language)} → ${valueText(to, as, language)}`;
}

function valueText(value: Told, as: ToldChange['as'], language: Language): string {
  if (value === null || value === '') return sentence(language, 'audit.nothing');
  if (typeof value === 'boolean') return sentence(language, `audit.${value ? 'yes' : 'no'}`);
  if (typeof value === 'number') return as === 'money' ? formatMoney(value) : formatNumber(value, language);
  return as === 'word' ? (findSentence(language, `audit.word.${value}`, {}) ?? value) : value;
}
