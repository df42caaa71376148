import { isWithin, limitOn, type StageLimit } from '../../catalog/profiles.ts';
import type { Batch } from '../../traceability/batches.ts';
import { verdictOfFinding } from '../../traceability/timeline.ts';
import type { SensorReport } from './epcis-event.ts';
import { ownName } from './ids.ts';
import { unitOf } from './units.ts';

type Step = Batch['events'][number];

/** What was measured and found in a step, each as one report; what lies outside its limit is marked as an alarm. */
export function sensorReports(
  publicUrl: string,
  event: Pick<Step, 'stage' | 'measurements' | 'findings'>,
  limits: readonly StageLimit[],
): SensorReport[] {
  const own = (word: string) => ownName(publicUrl, word);
  return [
    ...event.measurements.map(({ key, value, unit }): SensorReport => {
      const limit = limitOn(limits, event.stage, key);
      const isOutside = limit !== null && typeof value === 'number' && !isWithin(value, limit);
      return {
        ...valueOf(value, unit, own(key)),
        ...(isOutside ? alarm : {}),
        [own('key')]: key,
        ...(unit ? { [own('unit')]: unit } : {}),
      };
    }),
    ...event.findings.map(
      (finding): SensorReport => ({
        type: own('finding'),
        stringValue: finding.value,
        ...(verdictOfFinding(finding) === 'outside' ? alarm : {}),
        [own('name')]: finding.name,
        [own('unit')]: finding.unit,
        ...(finding.limit === null ? {} : { [own('limit')]: finding.limit }),
        ...(finding.source === null ? {} : { [own('source')]: finding.source }),
        ...(finding.conclusion === null ? {} : { [own('conclusion')]: finding.conclusion }),
      }),
    ),
  ];
}

const alarm = { exception: 'ALARM_CONDITION' } as const;

// What the vocabulary has no quantity kind for keeps a name of our own and its unit in words.
function valueOf(value: number | string, unit: string, type: string): SensorReport {
  if (typeof value === 'string') return { type, stringValue: value };
  const known = unitOf(unit);
  return known ? { type: known.measures, value, uom: known.uom } : { type, value };
}
