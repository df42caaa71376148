import { z } from 'zod';
import type { Stage } from '../catalog/profiles.ts';
import { text } from '../http/fields.ts';
import type { Finding } from './finding.ts';
import { measuredForm, stepForm } from './forms.schemas.ts';
import type { FilledRow } from './inspection-form.ts';
import { Finding as FindingFields } from './traceability.schemas.ts';

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

const blank: Finding = { name: '', value: '', unit: '', limit: null, source: null, conclusion: null };
const whole = (row: z.output<typeof SomeFields>): Finding => Object.assign({ ...blank }, row);

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
