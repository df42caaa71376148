import { findStage, type Profile } from '../catalog/profiles.ts';
import { invalid, type Mistake, mistakesMade } from '../errors.ts';
import { foldText } from '../fold.ts';
import { compare, type Finding, plainFinding } from './finding.ts';
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
  const measured = findStage(profile, stageId)?.measurements.flatMap(({ name }) => [name.vi, name.en]) ?? [];
  const known = new Set(measured.map(foldText));
  const mistakes = findings.flatMap((one, index) => mistakesIn(one, known, `/findings/${index}`));
  if (mistakes.length > 0) throw invalid('event-mistaken', {}, mistakes);
  return findings.map(plainFinding);
}

function mistakesIn(finding: Finding, known: ReadonlySet<string>, pointer: string): Mistake[] {
  const { name, value, limit, source, conclusion } = finding;
  return mistakesMade([
    [known.has(foldText(name)), `${pointer}/name`, 'measured-by-profile'],
    [limit !== null && source === null, `${pointer}/source`, 'required'],
    [
      limit !== null && conclusion === null && compare(value, limit) === null,
      `${pointer}/conclusion`,
      'conclusion-needed',
    ],
  ]);
}
