import { z } from 'zod';
import type { Stage } from '../catalog/profiles.ts';
import { DomainError, type Mistake } from '../errors.ts';
import { text } from '../http/fields.ts';
import type { TraceEvent } from './event.ts';
import type { Finding } from './finding.ts';
import { measuredForm, stepForm } from './forms.schemas.ts';
import { Finding as FindingFields } from './traceability.schemas.ts';

/** A row of the form that was filled in, and the place where it stood. */
interface FilledRow {
  index: number;
  finding: Finding;
}

/** The fields of one row, by their names in the form. */
export type FindingRow = ReturnType<typeof findingRows>[number];

const isBlank = (row: object | undefined): boolean => row === undefined || Object.values(row).every((one) => !one);

// A row left blank says nothing and does not move the others.
const SomeFields = FindingFields.partial().optional();
const FindingRows = z
  .array(SomeFields)
  .max(20)
  .default([])
  .superRefine((rows, context) => {
    for (const [index, row] of rows.entries()) {
      if (isBlank(row)) continue;
      if (!row?.name) context.addIssue({ code: 'custom', path: [index, 'name'], message: 'required' });
      if (!row?.value) context.addIssue({ code: 'custom', path: [index, 'value'], message: 'required' });
    }
  })
  .transform((rows) =>
    rows.flatMap((row, index): FilledRow[] => (isBlank(row) ? [] : [{ index, finding: whole(row) }])),
  );

const whole = (row: z.output<typeof SomeFields>): Finding => ({
  name: row?.name ?? '',
  value: row?.value ?? '',
  unit: row?.unit ?? '',
  limit: row?.limit ?? null,
  source: row?.source ?? null,
  conclusion: row?.conclusion ?? null,
});

/** The form of a laboratory's report: who tested and under which number must be said, and at least one result. */
export const inspectionForm = (stage: Stage) =>
  stepForm(stage)
    .omit({ packs: true, place: true })
    .extend({ m: measuredForm(stage, ['lab', 'report']).prefault({}), findings: FindingRows })
    .superRefine(({ m, findings }, context) => {
      if (findings.length > 0 || stage.measurements.some(({ key }) => m[key] !== undefined)) return;
      const [first] = stage.measurements;
      const path = first ? ['m', first.key] : ['findings', 0, 'name'];
      context.addIssue({ code: 'custom', path, message: 'result-needed' });
    });

/** The same for a correction, with its reason. */
export const inspectionCorrectionForm = (stage: Stage) => inspectionForm(stage).safeExtend({ reason: text(300) });

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
export async function onRows<T>(rows: readonly FilledRow[], result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new DomainError(
      error.kind,
      error.code,
      error.facts,
      error.mistakes.map((one) => moved(one, rows)),
    );
  }
}

const moved = (mistake: Mistake, rows: readonly FilledRow[]): Mistake => ({
  ...mistake,
  pointer: mistake.pointer.replace(
    /^\/findings\/(\d+)/,
    (_all, place) => `/findings/${rows[Number(place)]?.index ?? 0}`,
  ),
});
