import { imageUrl } from '../../media/images.ts';
import type { Batch } from '../../traceability/batches.ts';
import { transforms, whyOf } from './business-steps.ts';
import type { EpcisEvent, ErrorDeclaration, QuantityElement } from './epcis-event.ts';
import { classOf, eventId, type Named, ownName } from './ids.ts';
import { sensorReports } from './sensors.ts';
import { unitOf } from './units.ts';

export type Step = Batch['events'][number];
export type Input = Batch['inputs'][number];
export type Facts = Pick<Batch, 'producedOn' | 'expiresOn' | 'lot' | 'quantity'>;

/** A batch with what its events need to know of its surroundings. */
export interface Subject {
  publicUrl: string;
  batch: Batch;
  named: Named;
  /** Address of the page of its seller: where it lies. */
  sellerUrl: string;
  /** By which class an input goes; what the reader may not know has a name of this document alone. */
  classOfInput: (input: Input) => string;
  /** Addresses of certificates in force. */
  certificates: readonly string[];
}

const zone = '+07:00' as const;

const elementOf = (epcClass: string, quantity: Batch['quantity']): QuantityElement => {
  const known = unitOf(quantity.unit);
  return known ? { epcClass, quantity: quantity.value, uom: known.uom } : { epcClass, quantity: quantity.value };
};

/**
 * The batch as it was registered: new goods, or goods made of others.
 * @param at its id and when it happened and was told; @param facts what was said then
 */
export function registrationEvent(
  subject: Subject,
  at: { id: string; happened: Date; told: Date; error?: ErrorDeclaration | undefined },
  facts: Facts,
): EpcisEvent {
  const { publicUrl, batch, named, sellerUrl, certificates } = subject;
  const own = (word: string) => ownName(publicUrl, word);
  const made = elementOf(classOf(publicUrl, { ...named, lot: facts.lot }), facts.quantity);
  const base = {
    eventID: eventId(publicUrl, batch.code, at.id),
    eventTime: at.happened.toISOString(),
    eventTimeZoneOffset: zone,
    recordTime: at.told.toISOString(),
    bizLocation: { id: sellerUrl },
    ...(certificates.length > 0 ? { certificationInfo: [...certificates] } : {}),
    ...(at.error ? { errorDeclaration: at.error } : {}),
    ilmd: {
      'urn:epcglobal:cbv:mda:lotNumber': facts.lot,
      'urn:epcglobal:cbv:mda:countryOfOrigin': 'VN',
      ...(facts.expiresOn ? { 'urn:epcglobal:cbv:mda:itemExpirationDate': facts.expiresOn } : {}),
      [own('producedOn')]: facts.producedOn,
    },
    [own('stage')]: 'registration',
    [own('unit')]: facts.quantity.unit,
  };
  return { ...base, ...makingOf(subject, made) };
}

function makingOf(subject: Subject, made: ReturnType<typeof elementOf>) {
  const bizStep = 'creating_class_instance';
  const { inputs, besideOf } = subject.batch;
  const making = { type: 'TransformationEvent' as const, bizStep, transformationID: transformationOf(subject) };
  // What came out beside another batch is one more output of that making, which names what went in.
  if (besideOf) return { ...making, outputQuantityList: [made] };
  if (inputs.length === 0)
    return { type: 'ObjectEvent' as const, bizStep, action: 'ADD' as const, quantityList: [made] };
  const inputQuantityList = inputs.map((input) => elementOf(subject.classOfInput(input), input.quantity));
  return { ...making, inputQuantityList, outputQuantityList: [made] };
}

/** Any other step. @param error what was said later about it: that it was wrong, or never happened */
export function stepEvent(subject: Subject, step: Step, error: ErrorDeclaration | null): EpcisEvent {
  const { publicUrl, batch, named, sellerUrl } = subject;
  const own = (word: string) => ownName(publicUrl, word);
  const reports = sensorReports(publicUrl, step, batch.limits);
  const isMeasured = step.measurements.some(({ value }) => typeof value === 'number') || step.findings.length > 0;
  const isOutside = reports.some(({ exception }) => exception !== undefined);
  const { action = 'OBSERVE', ...why } = whyOf(
    batch.kind,
    { stage: step.stage, isOutside, isMeasured },
    own(step.stage),
  );
  const goods = classOf(publicUrl, named);
  const what = whatOf(subject, step, goods);
  const transactions = transactionsOf(subject, step);
  return {
    type: 'outputQuantityList' in what ? 'TransformationEvent' : 'ObjectEvent',
    eventID: eventId(publicUrl, batch.code, step.id),
    eventTime: step.occurredAt.toISOString(),
    eventTimeZoneOffset: zone,
    recordTime: step.recordedAt.toISOString(),
    ...('outputQuantityList' in what ? {} : { action }),
    ...why,
    ...what,
    readPoint: { id: sellerUrl, ...(step.place === null ? {} : { [own('place')]: step.place }) },
    ...(reports.length > 0 ? { sensorElementList: [{ sensorReport: reports }] } : {}),
    ...(transactions.length > 0 ? { bizTransactionList: transactions } : {}),
    ...(error ? { errorDeclaration: error } : {}),
    ...ownParts(step, own, publicUrl),
  };
}

// What goods become others in: with what went in now, or, where that was said earlier, as one more event of one making.
function whatOf(subject: Subject, step: Step, goods: string) {
  if (step.inputs.length > 0)
    return {
      transformationID: transformationOf(subject),
      inputQuantityList: step.inputs.map((input) => elementOf(subject.classOfInput(input), input.quantity)),
      outputQuantityList: [{ epcClass: goods }],
    };
  if (transforms(subject.batch.kind, step.stage))
    return { transformationID: transformationOf(subject), outputQuantityList: [{ epcClass: goods }] };
  return { quantityList: [step.amount ? elementOf(goods, step.amount) : { epcClass: goods }] };
}

const transformationOf = ({ publicUrl, batch }: Subject): string =>
  eventId(publicUrl, batch.besideOf ?? batch.code, 'making');

function transactionsOf({ publicUrl, batch }: Subject, step: Step): NonNullable<EpcisEvent['bizTransactionList']> {
  // Of an inspection: the number of the laboratory's report.
  const report = step.measurements.find(({ key }) => key === 'report')?.value;
  return [
    ...(typeof report !== 'string'
      ? []
      : [
          {
            type: 'testres' as const,
            bizTransaction: eventId(publicUrl, batch.code, `report-${encodeURIComponent(report)}`),
          },
        ]),
    ...(step.orderNumber === null
      ? []
      : [{ type: 'po' as const, bizTransaction: `${publicUrl}/don/${step.orderNumber}` }]),
  ];
}

function ownParts(step: Step, own: (word: string) => string, publicUrl: string): Record<string, unknown> {
  return {
    [own('stage')]: step.stage,
    [own('hash')]: step.hash,
    ...(step.note === null ? {} : { [own('note')]: step.note }),
    ...(step.corrects === null ? {} : { [own('corrects')]: step.corrects }),
    ...(step.amount === null ? {} : { [own('unit')]: step.amount.unit }),
    ...(step.packs.length === 0
      ? {}
      : { [own('packs')]: step.packs.map(({ packId, count }) => ({ [own('pack')]: packId, [own('count')]: count })) }),
    ...(step.photoIds.length === 0
      ? {}
      : { [own('photos')]: step.photoIds.map((id) => publicUrl + imageUrl(id, 1280)) }),
  };
}
