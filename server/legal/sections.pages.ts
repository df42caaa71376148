import { deadlinesIn } from '../complaints/deadlines.pages.ts';
import { backupsKept } from '../database/daily-backup.ts';
import { formatMoney, formatNumber } from '../format.ts';
import { findSentence, sentence } from '../http/messages.ts';
import { standingRules } from '../identity/identity-checks.ts';
import type { Language } from '../language.ts';
import { cashHoldDays, cashLimits, getRetention, holdMinutes, mostOrderVnd } from '../orders/orders.ts';
import { returnLimits } from '../orders/return-rules.ts';
import { refusesSensitive } from '../platform.ts';
import { recallNoticeDays } from '../traceability/recall-book.ts';
import { type Group, groups } from './groups.ts';

/** One numbered part of a page. */
export interface Said {
  title: string | null;
  text: string;
}

export type SaidFacts = Readonly<Record<string, string>>;

/**
 * The figures that the pages promise, from where the program itself takes them: what a page says and what happens cannot differ.
 * @param domain the market's address without its scheme
 */
export async function saidFacts(domain: string, language: Language): Promise<SaidFacts> {
  const { months } = await getRetention();
  const personal = deadlinesIn(language).find(({ id }) => id === 'personal-data');
  const prices = groups.find(({ id }) => id === 'prices');
  const n = (value: number) => formatNumber(value, language);
  return {
    domain,
    months: n(months),
    backupDays: n(backupsKept),
    sensitive: sentence(language, `sensitive.said.${refusesSensitive() ? 'refused' : 'taken'}`),
    respond: personal?.respond ?? '',
    settle: personal?.settle ?? '',
    noticeDays: n(recallNoticeDays),
    faultDays: n(returnLimits.faultDays.least),
    suspendDays: n(standingRules.suspensionNoticeDays),
    feeNotice: prices ? n(prices.noticeDays) : '',
    mostVnd: formatMoney(mostOrderVnd),
    minutes: n(holdMinutes),
    days: n(cashHoldDays),
    packs: n(cashLimits.packsAnybodyMayHold),
    share: n(cashLimits.shareOfStock * 100),
  };
}

/** What a group's page says by itself, part by part as the catalogue numbers them. */
export function saidOf(group: Pick<Group, 'id'>, facts: SaidFacts, language: Language): Said[] {
  const parts: Said[] = [];
  for (let n = 1; ; n += 1) {
    const key = `legal.says.${group.id}.${n}`;
    if (findSentence(language, `${key}.text`) === null) return parts;
    parts.push({ title: findSentence(language, `${key}.title`), text: sentence(language, `${key}.text`, facts) });
  }
}
