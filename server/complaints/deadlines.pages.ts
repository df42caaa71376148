import { formatDay } from '../format.ts';
import { sentence } from '../http/messages.ts';
import type { Language } from '../language.ts';
import { type ComplaintKind, publicKinds } from './kinds.ts';
import { calendarUntil, workingTime } from './working-time.ts';

/** The table of deadlines, of the kinds that everybody may complain about. */
export const deadlinesIn = (language: Language) =>
  publicKinds.map(({ id, respond, settle }) => ({
    id,
    name: sentence(language, `complaints.kinds.${id}`),
    respond: spanText(respond, language),
    settle: spanText(settle, language),
  }));

/** A span of the table as people read it: `4 giờ làm việc`. */
export function spanText(span: ComplaintKind['respond'], language: Language): string {
  const [[unit, n] = ['days', 0]] = Object.entries(span);
  return sentence(language, `complaints.spans.${unit}`, { n });
}

/** In which time deadlines are reckoned, as the calendar has it: `Thứ Hai – Thứ Sáu, 07:30–11:30, 13:30–17:00`. */
export function workingTimeIn(language: Language): string {
  const names = workingTime.weekdays.map((day) => weekdayIn(day, language));
  const hours = workingTime.hours.map((span) => span.join('–')).join(', ');
  const isOneRun = workingTime.weekdays.every((day, place, days) => place === 0 || day === (days[place - 1] ?? 0) + 1);
  const days = isOneRun && names.length > 2 ? `${names[0]} – ${names.at(-1)}` : names.join(', ');
  return sentence(language, 'complaints.deadlines-lead', { days, hours });
}

/** Until when the holidays are known, and what is counted after that. */
export const calendarEndIn = (language: Language): string =>
  sentence(language, 'complaints.calendar-end', { until: formatDay(calendarUntil) });

// 1 January 2024 was a Monday.
const weekdayIn = (day: number, language: Language): string =>
  new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, 0, day));
