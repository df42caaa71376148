/** The sentences of the notebook, as its page brought them. */
export type Words = (key: string, facts?: Record<string, string | number>) => string;

/** @param json sentences by key; `{fact}` in them is replaced by what the facts say */
export function wordsFrom(json: string): Words {
  const sentences = JSON.parse(json) as Record<string, string>;
  return (key, facts = {}) =>
    (sentences[key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => String(facts[name] ?? whole));
}

const zoneMs = 7 * 3_600_000;
const dayMs = 86_400_000;

/** The day in Vietnam at this time of the phone, or so many days from it. */
export const dayAt = (time: number, days = 0): string =>
  new Date(time + zoneMs + days * dayMs).toISOString().slice(0, 10);

/** 30/11 */
export const shortDay = (day: string): string => `${day.slice(8)}/${day.slice(5, 7)}`;

/** 30/11/2026 */
export const longDay = (day: string): string => `${shortDay(day)}/${day.slice(0, 4)}`;

/** 07:05 30/11 */
export function momentOf(time: number): string {
  const iso = new Date(time + zoneMs).toISOString();
  return `${iso.slice(11, 16)} ${shortDay(iso.slice(0, 10))}`;
}

/** 1.250,5 */
export const numberText = (value: number): string =>
  new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 6 }).format(value);
