import { inEach, type Language, localeOf } from './language.ts';

/** Every date that people read is a day in Vietnam, wherever the server stands. */
export const timeZone = 'Asia/Ho_Chi_Minh';

const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

function clock(instant: Date): Record<string, string> {
  return Object.fromEntries(parts.formatToParts(instant).map(({ type, value }) => [type, value]));
}

const aheadMs = 7 * 3_600_000;

/** The Vietnamese day of an instant, `YYYY-MM-DD`: seven hours ahead of Greenwich all year, which is told much faster than by a calendar. */
export const dayOf = (instant: Date): string => new Date(instant.getTime() + aheadMs).toISOString().slice(0, 10);

/** `dd/mm/yyyy`, from a day `YYYY-MM-DD` or an instant; `mm/yyyy` from a month `YYYY-MM`. */
export function formatDay(value: string | Date): string {
  const day = typeof value === 'string' ? value : dayOf(value);
  return day.split('-').reverse().join('/');
}

/** `dd/mm/yyyy HH:mm` in Vietnamese time. */
export function formatMoment(instant: Date): string {
  const { hour, minute } = clock(instant);
  return `${formatDay(instant)} ${hour}:${minute}`;
}

const money = new Intl.NumberFormat('vi-VN', { style: 'currency', currency: 'VND', maximumFractionDigits: 0 });

/** `1.250.000 ₫` (with a no-break space), from whole đồng. */
export const formatMoney = (vnd: number): string => money.format(vnd);

const decimals = { maximumFractionDigits: 3, maximumSignificantDigits: 3, roundingPriority: 'morePrecision' } as const;

const numbers = inEach((language) => new Intl.NumberFormat(localeOf(language), decimals));

/** `1.250,5` in Vietnamese, `1,250.5` in English; at most three decimals, more where nothing else would be left. */
export const formatNumber = (value: number, language: Language): string =>
  (numbers[language] ?? numbers.vi).format(value);

/** `12 đường Nà Đon, Bình Lư, Lai Châu`: the parts that are known, from the nearest to the farthest. */
export const formatAddress = ({ line, commune, province }: Record<'line' | 'commune' | 'province', string>): string =>
  [line, commune, province].filter(Boolean).join(', ');

/** Number and unit, such as `12,5 kg`. Units in Vietnamese words are translated by the caller's catalogue. */
export const formatQuantity = (quantity: { value: number; unit: string }, language: Language): string =>
  `${formatNumber(quantity.value, language)}\u00a0${quantity.unit}`;
