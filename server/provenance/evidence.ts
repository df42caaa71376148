import type { Limit } from '../catalog/profiles.ts';
import { dayOf } from '../format.ts';
import type { Localized } from '../language.ts';
import {
  inspectionStage,
  type StoryFinding,
  type StoryMeasurement,
  type StoryStep,
  wordIn,
} from '../traceability/timeline.ts';

export type TestVerdict = 'within' | 'outside' | 'no-limit';

/** One parameter of a report, held against the limit the batch was made under or the report's own. */
export interface TestResult {
  /** In both languages for what the profile measures, else as the report names it. */
  name: Localized | string;
  value: number | string;
  unit: Localized | string;
  limit: { bounds: Limit | null; words: string | null; source: string | null; asOf: string | null } | null;
  verdict: TestVerdict;
}

/** A laboratory's report on the batch, as its producer recorded it. */
export interface LabTest {
  eventId: string;
  lab: string | null;
  report: string | null;
  /** YYYY-MM-DD, as the report says. */
  testedOn: string;
  recordedAt: Date;
  corrected: boolean;
  results: TestResult[];
  photoIds: string[];
}

export const isTest = ({ stage }: Pick<StoryStep, 'stage'>): boolean => stage === inspectionStage;

/** The laboratory's reports among a batch's steps, the latest first. */
export const testsIn = (steps: readonly StoryStep[]): LabTest[] => steps.filter(isTest).map(testOf).reverse();

/** How many results of a report keep to their limits, and how many do not. */
export function countVerdicts({ results }: Pick<LabTest, 'results'>): Record<TestVerdict, number> {
  const count = (wanted: TestVerdict): number => results.filter(({ verdict }) => verdict === wanted).length;
  return { within: count('within'), outside: count('outside'), 'no-limit': count('no-limit') };
}

function testOf(step: StoryStep): LabTest {
  const measured = step.measurements.filter(({ value }) => typeof value === 'number');
  return {
    eventId: step.eventId,
    lab: wordIn(step, 'lab'),
    report: wordIn(step, 'report'),
    testedOn: dayOf(step.occurredAt),
    recordedAt: step.recordedAt,
    corrected: step.corrected,
    results: [...measured.map(fromProfile), ...step.findings.map(fromReport)],
    photoIds: step.photoIds,
  };
}

const fromProfile = ({ name, value, unitName, limit, verdict }: StoryMeasurement): TestResult => ({
  name,
  value,
  unit: unitName,
  limit: limit && { bounds: limit, words: null, source: limit.source, asOf: limit.asOf },
  verdict,
});

const fromReport = ({ name, value, unit, limit, source, verdict }: StoryFinding): TestResult => ({
  name,
  value,
  unit,
  limit: limit === null ? null : { bounds: null, words: withUnit(limit, unit), source, asOf: null },
  verdict,
});

// A report has the unit in a column of its own; beside the limit it reads better than alone.
const withUnit = (limit: string, unit: string): string => (/\d$/.test(limit) ? `${limit} ${unit}`.trim() : limit);
