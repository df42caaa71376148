import { findStage, type Measurement, type Profile, type Stage } from '../catalog/profiles.ts';
import { invalid, type Mistake } from '../errors.ts';
import type { MeasuredValue } from './event.ts';

/**
 * The measurements of one step as its profile knows them: numbers in the profile's unit within what is plausible, words for
 * key data. A value outside a limit is taken; it is a fact about the batch, not a typing mistake.
 * @throws invalid('stage-unknown' | 'event-mistaken') with a pointer for each mistake
 */
export function readMeasurements(profile: Profile, stageId: string, wanted: readonly MeasuredValue[]): MeasuredValue[] {
  const stage = findStage(profile, stageId);
  if (!stage) throw invalid('stage-unknown', { stage: stageId }, [{ pointer: '/stage', code: 'stage-unknown' }]);
  const read = wanted.map((one) => readOne(stage, one));
  const mistakes = read.flatMap((one, index) => {
    const twice = wanted.findIndex(({ key }) => key === wanted[index]?.key) < index;
    const code = twice ? 'measured-twice' : 'code' in one ? one.code : null;
    return code === null ? [] : [mistake(index, code, stage, wanted[index])];
  });
  if (mistakes.length > 0) throw invalid('event-mistaken', {}, mistakes);
  return read.flatMap((one) => ('code' in one ? [] : [one]));
}

function readOne(stage: Stage, wanted: MeasuredValue): MeasuredValue | { code: string } {
  const measurement = stage.measurements.find(({ key }) => key === wanted.key);
  if (measurement) return readNumber(measurement, wanted);
  if (!stage.keyData.some(({ key }) => key === wanted.key)) return { code: 'measurement-unknown' };
  return { key: wanted.key, value: String(wanted.value), unit: '' };
}

function readNumber({ key, unit, plausible }: Measurement, wanted: MeasuredValue): MeasuredValue | { code: string } {
  if (wanted.unit !== unit) return { code: 'unit-wrong' };
  const { value } = wanted;
  if (typeof value !== 'number') return { code: 'not-a-number' };
  return value < plausible.min || value > plausible.max ? { code: 'implausible' } : { key, value, unit };
}

function mistake(index: number, code: string, stage: Stage, wanted: MeasuredValue | undefined): Mistake {
  const measurement = stage.measurements.find(({ key }) => key === wanted?.key);
  const field = { 'measurement-unknown': 'key', 'measured-twice': 'key', 'unit-wrong': 'unit' }[code] ?? 'value';
  const { min = 0, max = 0 } = measurement?.plausible ?? {};
  return {
    pointer: `/measurements/${index}/${field}`,
    code,
    facts: { unit: measurement?.unit ?? '', min, max, key: wanted?.key ?? '' },
  };
}
