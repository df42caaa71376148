import type { ReadEvent } from './rules.ts';

type Report = NonNullable<ReadEvent['sensorElementList']>[number]['sensorReport'][number];

const own = (word: string, of: Record<string, unknown>): unknown =>
  Object.entries(of).find(([key]) => key.endsWith(`/epcis#${word}`))?.[1] ?? null;

const lastOf = (uri: string): string => uri.split('#')[1] ?? '';

/** What a reader of the document gets back of a step, by the names of EPCIS and ours. */
export function stepIn(event: ReadEvent) {
  const reports = event.sensorElementList?.flatMap(({ sensorReport }) => sensorReport) ?? [];
  return {
    id: lastOf(event.eventID),
    stage: own('stage', event),
    occurredAt: new Date(event.eventTime),
    recordedAt: new Date(event.recordTime),
    place: event.readPoint ? own('place', event.readPoint) : null,
    note: own('note', event),
    hash: own('hash', event),
    corrects: own('corrects', event),
    measurements: reports.filter((report) => own('key', report) !== null).map(measurementIn),
    findings: reports.filter((report) => own('name', report) !== null).map(findingIn),
    packs: listed('packs', event).map((pack) => ({ packId: own('pack', pack), count: own('count', pack) })),
    photos: listed('photos', event).length,
    inputs: inputsIn(event).map(({ quantity }) => quantity),
    wrong: wrongIn(event),
  };
}

const listed = (word: string, event: ReadEvent) => (own(word, event) ?? []) as Record<string, unknown>[];

const inputsIn = (event: ReadEvent) => (event.type === 'TransformationEvent' ? (event.inputQuantityList ?? []) : []);

const wrongIn = ({ errorDeclaration: error }: ReadEvent) =>
  error ? { reason: error.reason, by: error.correctiveEventIDs?.map(lastOf) ?? [] } : null;

const measurementIn = (report: Report) => ({
  key: own('key', report),
  value: report.value ?? report.stringValue,
  unit: own('unit', report) ?? '',
});

const findingIn = (report: Report) => ({
  name: own('name', report),
  value: report.stringValue,
  unit: own('unit', report),
  limit: own('limit', report),
  source: own('source', report),
  conclusion: own('conclusion', report),
});
