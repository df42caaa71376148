import { pointedBy } from '../errors.ts';
import type { Finding } from './finding.ts';
import type { TraceEvent } from './trace-event.ts';

/** A row of the form that was filled in, and the place where it stood. */
export interface FilledRow {
  index: number;
  finding: Finding;
}

/** So many rows for findings, numbered for people. */
export const findingRows = (count: number) =>
  Array.from({ length: count }, (_, index) => {
    const field = (name: keyof Finding): string => `findings.${index}.${name}`;
    return {
      number: index + 1,
      name: field('name'),
      value: field('value'),
      unit: field('unit'),
      limit: field('limit'),
      source: field('source'),
      conclusion: field('conclusion'),
    };
  });

/** An event's findings as the fields of its form show them. */
export const shownFindings = ({ findings }: Pick<TraceEvent, 'findings'>): Record<string, string> =>
  Object.fromEntries(
    findings.flatMap((finding, index) =>
      Object.entries(finding).map(([name, value]) => [`findings.${index}.${name}`, value ?? '']),
    ),
  );

/** Lets the mistakes of a verb, which knows only the rows that were filled in, point at the rows of the form. */
export const onRows = <T>(rows: readonly FilledRow[], result: Promise<T>): Promise<T> =>
  pointedBy(
    (pointer) => pointer.replace(/^\/findings\/(\d+)/, (_all, place) => `/findings/${rows[Number(place)]?.index ?? 0}`),
    result,
  );
