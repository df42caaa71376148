import { z } from 'zod';
import { schemaFaults } from '../../../../tests/support/gs1-schemas.ts';
import { isGtin } from './gtin-check.ts';

// The rules of GS1's JSON schema for EPCIS 2.0 as facts, for the kinds of events that we write, and behind them what the schema
// lets pass. The schema itself has no licence to be copied; where it is at hand, documents are held against it too.

const Uri = z.string().refine((text) => /^[a-z][a-z0-9+.-]*:[^\s]+$/i.test(text), 'is a URI');
const Time = z.iso.datetime({ offset: true });
const isOwn = (key: string) => /^https?:\/\/[^#\s]+#[^\s]+$/.test(key);
const own = (names: readonly string[]) => (value: object) =>
  Object.keys(value).every((key) => names.includes(key) || isOwn(key));

const bizSteps =
  'accepting arriving assembling collecting commissioning consigning creating_class_instance cycle_counting decommissioning departing destroying disassembling dispensing encoding entering_exiting holding inspecting installing killing loading other packing picking receiving removing repackaging repairing replacing reserving retail_selling shipping staging_outbound stock_taking stocking storing transporting unloading unpacking void_shipping sensor_reporting sampling';
const dispositions =
  'active container_closed damaged destroyed dispensed disposed encoded expired in_progress in_transit inactive no_pedigree_match non_sellable_other partially_dispensed recalled reserved retail_sold returned sellable_accessible sellable_not_accessible stolen unknown available completeness_verified completeness_inferred conformant container_open mismatch_instance mismatch_class mismatch_quantity needs_replacement non_conformant unavailable';
const kinds = 'Mass Length Volume Time Temperature Dimensionless Area';
const word = (words: string) => z.union([z.enum(words.split(' ')), Uri]);

const QuantityElement = z.strictObject({
  epcClass: Uri,
  quantity: z.number().optional(),
  uom: z
    .string()
    .regex(/^[A-Z0-9]{2,3}$/)
    .optional(),
});
const Quantities = z.array(QuantityElement).min(1);
const reportFields = ['type', 'value', 'stringValue', 'uom', 'exception'];
const Report = z
  .looseObject({
    type: word(kinds),
    value: z.number().optional(),
    stringValue: z.string().optional(),
    uom: z.string().optional(),
    exception: z.enum(['ALARM_CONDITION', 'ERROR_CONDITION']).optional(),
  })
  .refine(own(reportFields), 'a report has known names')
  .refine(({ value, stringValue }) => (value === undefined) !== (stringValue === undefined), 'a report has one value');

const common = {
  eventID: Uri,
  eventTime: Time,
  recordTime: Time,
  eventTimeZoneOffset: z.string().regex(/^[+-](0\d|1[0-3]):[0-5]\d$/),
  bizStep: word(bizSteps),
  disposition: word(dispositions).optional(),
  persistentDisposition: z
    .strictObject({
      set: z.array(word(dispositions)).min(1).optional(),
      unset: z.array(word(dispositions)).min(1).optional(),
    })
    .optional(),
  readPoint: z.looseObject({ id: Uri }).optional(),
  bizLocation: z.looseObject({ id: Uri }).optional(),
  bizTransactionList: z
    .array(z.strictObject({ type: z.enum(['testres', 'cert', 'po']), bizTransaction: Uri }))
    .optional(),
  sensorElementList: z
    .array(z.strictObject({ sensorReport: z.array(Report).min(1) }))
    .min(1)
    .optional(),
  certificationInfo: z.array(Uri).optional(),
  errorDeclaration: z
    .strictObject({
      declarationTime: Time,
      reason: z.enum(['did_not_occur', 'incorrect_data']),
      correctiveEventIDs: z.array(Uri).optional(),
    })
    .optional(),
  ilmd: z.record(Uri, z.unknown()).optional(),
};
const ObjectEvent = z
  .looseObject({
    type: z.literal('ObjectEvent'),
    ...common,
    action: z.enum(['ADD', 'OBSERVE', 'DELETE']),
    quantityList: Quantities,
  })
  .refine(own(['type', 'action', 'quantityList', ...Object.keys(common)]), 'an object event has known names')
  .refine(({ action, ilmd }) => action === 'ADD' || ilmd === undefined, 'only new goods have ilmd');
const TransformationEvent = z
  .looseObject({
    type: z.literal('TransformationEvent'),
    ...common,
    transformationID: Uri,
    inputQuantityList: Quantities.optional(),
    outputQuantityList: Quantities,
  })
  .refine(
    own(['type', 'transformationID', 'inputQuantityList', 'outputQuantityList', ...Object.keys(common)]),
    'a transformation has known names',
  );

const Event = z.union([ObjectEvent, TransformationEvent]);
export type ReadEvent = z.infer<typeof Event>;

const Document = z.strictObject({
  '@context': z.array(z.union([Uri, z.record(z.string(), z.unknown())])).min(1),
  id: Uri,
  type: z.literal('EPCISDocument'),
  schemaVersion: z.literal('2.0'),
  creationDate: Time,
  epcisBody: z.strictObject({ eventList: z.array(Event).min(1) }),
});

/** What is wrong with a document, in words; nothing for a valid one. */
export function faultsIn(document: unknown): string[] {
  const read = Document.safeParse(document);
  const bySchema = schemaFaults('epcis', document);
  if (!read.success) return [...bySchema, z.prettifyError(read.error)];
  const { eventList } = read.data.epcisBody;
  const ids = eventList.map(({ eventID }) => eventID);
  const classes = eventList.flatMap(classesIn);
  const correctives = eventList.flatMap(({ errorDeclaration }) => errorDeclaration?.correctiveEventIDs ?? []);
  return [
    ...bySchema,
    ...ids.filter((id, place) => ids.indexOf(id) !== place).map((id) => `twice: ${id}`),
    ...correctives.filter((id) => !ids.includes(id)).map((id) => `corrected by nothing: ${id}`),
    ...classes.filter((one) => !isGoodClass(one)).map((one) => `no class of goods: ${one}`),
    ...eventList
      .filter((one) => one.eventTime > read.data.creationDate)
      .map(({ eventID }) => `yet to come: ${eventID}`),
  ];
}

export const classesIn = (event: ReadEvent): string[] =>
  (event.type === 'ObjectEvent'
    ? event.quantityList
    : [...(event.inputQuantityList ?? []), ...event.outputQuantityList]
  ).map(({ epcClass }) => epcClass);

/** A GS1 Digital Link with a lot and a right check digit, or a page of ours. */
function isGoodClass(one: string): boolean {
  const { pathname } = new URL(one);
  const gtin = /^\/01\/(\d{14})\/10\/[^/]+$/.exec(pathname)?.[1];
  return gtin === undefined ? /^\/t\/[0-9A-Z]{8}(\/epcis)?$/.test(pathname) : isGtin(gtin);
}
