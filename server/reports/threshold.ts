import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { fromRoot } from '../root.ts';

const Threshold = z.strictObject({
  from: z.iso.date(),
  untaxedVnd: z.number().int(),
  warnAtVnd: z.array(z.number().int()),
});

const { thresholds } = z
  .strictObject({ source: z.string(), asOf: z.string(), thresholds: z.array(Threshold).min(1) })
  .parse(JSON.parse(readFileSync(fromRoot('server/reports/tax-thresholds.json'), 'utf8')));

/** How a year's revenue stands to what is not taxed. */
export interface Meter {
  yearVnd: number;
  untaxedVnd: number;
  /** `warned`: past the first warning; `near`: past the last; `over`: past what is not taxed */
  state: 'below' | 'warned' | 'near' | 'over';
}

/** The meter of a year so far, by the threshold in force on its last day; null before any is known. */
export function meterOf(yearVnd: number, day: string): Meter | null {
  const inForce = thresholds.filter(({ from }) => from <= day).sort((a, b) => b.from.localeCompare(a.from))[0];
  if (!inForce) return null;
  const { untaxedVnd, warnAtVnd } = inForce;
  const warned = warnAtVnd.filter((vnd) => yearVnd >= vnd).length;
  if (yearVnd > untaxedVnd) return { yearVnd, untaxedVnd, state: 'over' };
  if (warned === 0) return { yearVnd, untaxedVnd, state: 'below' };
  return { yearVnd, untaxedVnd, state: warned === warnAtVnd.length ? 'near' : 'warned' };
}
