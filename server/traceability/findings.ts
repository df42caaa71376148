import { findStage, type Profile } from '../catalog/profiles.ts';
import { invalid, type Mistake, mistakesMade } from '../errors.ts';
import { foldText } from '../fold.ts';
import type { MeasuredValue } from './event.ts';
import { compare, type Finding, plainFinding, saysFailed, verdictOfFinding } from './finding.ts';
import { inspectionStage } from './gate.ts';

/**
 * The findings of one step: only an inspection has them, none of them is something the profile measures itself, a limit
 * names its source, and a limit that is no plain number comes with what the report concludes.
 * @throws invalid('event-mistaken') with a pointer for each mistake
 */
export function readFindings(profile: Profile, stageId: string, findings: readonly Finding[]): Finding[] {
  if (findings.length > 0 && stageId !== inspectionStage) {
    throw invalid('event-mistaken', {}, [{ pointer: '/findings', code: 'findings-of-inspection' }]);
  }
  const measured = findStage(profile, stageId)?.measurements.flatMap(({ name }) => Object.values(name)) ?? [];
  const known = new Set(measured.map(foldText));
  const mistakes = findings.flatMap((one, index) => mistakesIn(one, known, `/findings/${index}`));
  if (mistakes.length > 0) throw invalid('event-mistaken', {}, mistakes);
  return findings.map(plainFinding);
}

interface Said {
  stage: string;
  measurements: readonly MeasuredValue[];
  findings: readonly Finding[];
  note?: string | null | undefined;
}

/**
 * A note is for people and can be erased, so no gate hangs on it: an inspection whose note says that it failed says so in a
 * result too, by its conclusion. @throws invalid('event-mistaken') at the note
 */
export function requireNoSilentFailure({ stage, measurements, findings, note }: Said): void {
  if (stage !== inspectionStage || !saysFailed(note ?? '')) return;
  const words = measurements.map(({ value }) => String(value));
  if (words.some(saysFailed) || findings.some((one) => verdictOfFinding(one) === 'outside')) return;
  throw invalid('event-mistaken', {}, [{ pointer: '/note', code: 'failure-in-note' }]);
}

function mistakesIn(finding: Finding, known: ReadonlySet<string>, pointer: string): Mistake[] {
  const { name, value, unit, limit, source, conclusion } = finding;
  return mistakesMade([
    [known.has(foldText(name)), `${pointer}/name`, 'measured-by-profile'],
    [limit !== null && source === null, `${pointer}/source`, 'required'],
    [
      limit !== null && conclusion === null && compare(value, limit, unit) === null,
      `${pointer}/conclusion`,
      'conclusion-needed',
    ],
  ]);
}
