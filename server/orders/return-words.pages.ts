import { formatNumber } from '../format.ts';
import { sentence } from '../http/messages.ts';
import type { Language } from '../language.ts';
import type { ReturnRules } from './return-rules.ts';

/** A seller's rules in sentences, as every page and paper says them: what is not given is said too. */
export function returnWordsOf(rules: ReturnRules, language: Language): string[] {
  const { faultDays, mindDays, wayBack, excluded, warrantyMonths, reach } = rules;
  const say = (key: string, facts = {}) => sentence(language, `returns.says.${key}`, facts);
  const days = (n: number) => formatNumber(n, language);
  const taken = mindDays > 0;
  return [
    say('fault', { days: days(faultDays) }),
    taken ? say(`mind.${wayBack}`, { days: days(mindDays) }) : say('mind.none'),
    ...(taken && excluded ? [say('excluded', { words: excluded })] : []),
    warrantyMonths > 0 ? say('warranty.some', { months: days(warrantyMonths) }) : say('warranty.none'),
    reach ? say('reach.seller', { words: reach }) : say('reach.market'),
  ];
}
