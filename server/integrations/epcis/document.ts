import { momentOn } from '../../days.ts';
import { isPrivateStep } from '../../traceability/timeline.ts';
import type { EpcisEvent, ErrorDeclaration } from './epcis-event.ts';
import { classOf, eventId, ownName } from './ids.ts';
import { type Facts, registrationEvent, type Step, type Subject, stepEvent } from './map.ts';

/** Who reads: everybody, or the authority that may know what the house does with its own goods. */
export type Audience = 'everybody' | 'authority';

/** An EPCIS 2.0 document (JSON-LD). */
export interface EpcisDocument {
  '@context': unknown[];
  id: string;
  type: 'EPCISDocument';
  schemaVersion: '2.0';
  creationDate: string;
  epcisBody: { eventList: EpcisEvent[] };
}

/** @param id the address of the document; @param at when it is written */
export const documentWith = (id: string, at: Date, eventList: EpcisEvent[]): EpcisDocument => ({
  '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
  id,
  type: 'EPCISDocument',
  schemaVersion: '2.0',
  creationDate: at.toISOString(),
  epcisBody: { eventList },
});

/** Everything that happened to a batch, in the order it was told; mistakes stay, marked, beside what took their place. */
export function eventsOf(subject: Subject, audience: Audience): EpcisEvent[] {
  const { batch } = subject;
  const steps = batch.events.filter((step) => isTold(step, audience));
  const corrections = batch.events.filter(({ corrects }) => corrects === 'registration');
  return [
    ...registrations(subject, corrections),
    ...steps.map((step) => stepEvent(subject, step, errorOf(subject, step))),
    ...recalledThrough(subject),
  ];
}

// A withdrawal has no values of its own: it is told by the declaration on the step that never happened.
function isTold(step: Step, audience: Audience): boolean {
  if (step.corrects === 'registration' || (step.corrects !== null && step.withdrawn)) return false;
  return audience === 'authority' || !isPrivateStep(step);
}

function registrations(subject: Subject, corrections: readonly Step[]): EpcisEvent[] {
  const { batch } = subject;
  const last = corrections.at(-1);
  const first: Facts = batch.registered ?? batch;
  const error = (declared: Step | undefined): ErrorDeclaration | undefined =>
    declared && wrong(subject, declared.recordedAt, last?.id ?? '');
  const made = (facts: Facts): Date => momentOn(facts.producedOn);
  return [
    registrationEvent(
      subject,
      { id: 'registration', happened: made(first), told: batch.createdAt, error: error(corrections[0]) },
      first,
    ),
    ...corrections.map((one, place) => {
      const facts = one.facts ?? batch;
      const next = corrections[place + 1];
      return registrationEvent(
        subject,
        { id: one.id, happened: made(facts), told: one.recordedAt, error: error(next) },
        facts,
      );
    }),
  ];
}

function errorOf(subject: Subject, step: Step): ErrorDeclaration | null {
  const { events } = subject.batch;
  const first = step.corrects ?? step.id;
  const later = events.slice(events.indexOf(step) + 1).filter(({ corrects }) => corrects === first);
  const [next] = later;
  const last = later.at(-1);
  if (!next || !last) return null;
  return last.withdrawn
    ? { declarationTime: last.recordedAt.toISOString(), reason: 'did_not_occur' }
    : wrong(subject, next.recordedAt, last.id);
}

const wrong = ({ publicUrl, batch }: Subject, at: Date, by: string): ErrorDeclaration => ({
  declarationTime: at.toISOString(),
  reason: 'incorrect_data',
  correctiveEventIDs: [eventId(publicUrl, batch.code, by)],
});

// What bars it through something it was made from stands in no step of its own.
function recalledThrough({ publicUrl, batch, named, sellerUrl }: Subject): EpcisEvent[] {
  const { recall } = batch;
  if (batch.state !== 'recalled' || recall === null || recall.from === batch.code) return [];
  const at = recall.at.toISOString();
  return [
    {
      type: 'ObjectEvent',
      eventID: eventId(publicUrl, batch.code, 'recalled-through'),
      eventTime: at,
      eventTimeZoneOffset: '+07:00',
      recordTime: at,
      action: 'OBSERVE',
      bizStep: 'holding',
      disposition: 'recalled',
      persistentDisposition: { set: ['recalled'] },
      quantityList: [{ epcClass: classOf(publicUrl, named) }],
      readPoint: { id: sellerUrl },
      [ownName(publicUrl, 'stage')]: 'recalled-through',
    },
  ];
}
