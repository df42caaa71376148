export type DateOrder = 'day-first' | 'month-first';
const orders: readonly DateOrder[] = ['day-first', 'month-first'];

/**
 * In which order a column writes day and month: as somebody said, or the only one in which every day of the file is there and over;
 * null when both are possible and say different days.
 */
export function orderOf(kind: string, days: readonly string[], until: Date): DateOrder | null {
  const said = orders.find((order) => kind === `date-${order}`);
  if (said) return said;
  const read = days.filter((day) => orders.some((order) => readDate(day, order) !== null));
  const possible = orders.filter((order) => read.every((day) => isOver(readDate(day, order), until)));
  if (possible.length < 2) return possible[0] ?? 'day-first';
  return read.some(hasTwoReadings) ? null : 'day-first';
}

const isOver = (instant: Date | null, until: Date): boolean => instant !== null && instant <= until;

export const hasTwoReadings = (day: string): boolean =>
  new Set(orders.map((order) => readDate(day, order)?.getTime())).size > 1;

const time = String.raw`(?:[\sT]+(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}))?(?:\.\d+)?(?: ?(?<half>[AP]M|SA|CH)\b)?(?: ?(?<zone>Z|[+-]\d{2}:?\d{2}))?)?`;
const numbers = new RegExp(String.raw`^(?<one>\d{1,2})[/.-](?<two>\d{1,2})[/.-](?<year>\d{4})${time}`, 'i');
const yearFirst = new RegExp(String.raw`^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})${time}`, 'i');

/**
 * `16/11/2026 12:00:05`, `16-11-2026`, `2026-11-16 12:00`, `11/16/2026 1:30 PM` (month first), `16/11/2026 1:30 CH` (chiều, the
 * afternoon), in Vietnamese time unless a zone stands behind it; null when it is no date.
 */
export function readDate(text: string, order: DateOrder = 'day-first'): Date | null {
  const { groups } = found(text) ?? {};
  if (!groups) return null;
  const day = dayOf(groups, order);
  // 31/02 would slip into March.
  if (!new Date(`${day}T00:00Z`).toJSON()?.startsWith(day)) return null;
  const instant = new Date(`${day}T${clockOf(groups)}${zoneOf(groups.zone)}`);
  return Number.isNaN(instant.getTime()) ? null : instant;
}

const found = (text: string) => numbers.exec(text) ?? yearFirst.exec(text);

/** What a bank writes behind the day, as Vietcombank the number of the entry; empty when that is nothing, or no date. */
export const behindDate = (text: string): string => text.slice(found(text)?.[0].length ?? text.length).trim();

type Groups = Readonly<Record<string, string | undefined>>;

function dayOf({ year, month, day, one, two }: Groups, order: DateOrder): string {
  const [ofMonth, ofDay] = order === 'day-first' ? [two, one] : [one, two];
  return [year, month ?? ofMonth, day ?? ofDay].map(twoDigits).join('-');
}

const clockOf = ({ hour, minute, second, half }: Groups): string =>
  [String(hourOf(hour ?? '0', half?.toUpperCase())), minute, second].map(twoDigits).join(':');

const twoDigits = (text: string | undefined): string => (text ?? '0').padStart(2, '0');

function hourOf(hour: string, half: string | undefined): number {
  if (half === undefined) return Number(hour);
  return (Number(hour) % 12) + (half === 'PM' || half === 'CH' ? 12 : 0);
}

const zoneOf = (zone: string | undefined): string =>
  zone?.toUpperCase().replace(/(\d{2}):?(\d{2})$/, '$1:$2') ?? '+07:00';
