import { z } from 'zod';
import { WrittenWords } from '../localized.ts';
import { isCommonUnit } from './unit-names.ts';

const Key = z.string().regex(/^[a-z][a-z0-9-]*$/);

/**
 * What the law asks the labels of some kinds of goods to say and of others not (Decree 37/2026/NĐ-CP, Art. 42 and Annex I),
 * by the names of a label's fields.
 */
export const legalParticulars = [
  'netQuantity',
  'producedOn',
  'expiresOn',
  'ingredients',
  'use',
  'storage',
  'warnings',
] as const;

const Required = WrittenWords.extend({
  /** What of a label says it; left out where no label has a field of its own for it. */
  field: z.enum(legalParticulars).optional(),
  /** Where it comes from, if not from the profile's source. */
  source: z.string().min(1).optional(),
});

/** A bound that some document sets; a bound nobody could source is not written at all (domain.md, head). */
const Limit = z
  .strictObject({
    min: z.number().optional(),
    max: z.number().optional(),
    source: z.string().min(1),
    asOf: z.iso.date(),
  })
  .refine((limit) => limit.min !== undefined || limit.max !== undefined, 'a limit has a side');

const Measurement = z.strictObject({
  key: Key,
  name: WrittenWords,
  unit: z.string(),
  /** Outside of it a value is a typing mistake, not a bad batch. */
  plausible: z.strictObject({ min: z.number(), max: z.number() }),
  /** What the craft aims at; said to people, never judged. */
  usual: WrittenWords.optional(),
  limit: Limit.optional(),
  /** There is a limit in law or custom, but no source for its number was found. */
  limitUnsourced: z.boolean().optional(),
});

const KeyDatum = z.strictObject({
  key: Key,
  name: WrittenWords,
  /** A history without it has a gap: asked for by name, and told of until it is there; never a reason to refuse a step. */
  needed: z.boolean().optional(),
  /** It names what was bought and used, such as a fertiliser: what all it touched can be called back by that name. */
  material: z.boolean().optional(),
});

const Stage = z.strictObject({
  id: Key,
  name: WrittenWords,
  picture: Key,
  measurements: z.array(Measurement),
  /** Words that belong to this stage, such as the variety or the flower: kept with the measurements, unit ''. */
  keyData: z.array(KeyDatum),
  makesStock: z.boolean(),
  /** Of a stage that turns goods into others: how much of their weight is expected to be left, as parts of one. */
  yield: z
    .strictObject({ least: z.number().positive(), most: z.number().positive().max(1), source: z.string().min(1) })
    .refine(({ least, most }) => least <= most, 'a yield is not upside down')
    .optional(),
  /** Not every batch goes through it, so it is never suggested as the next step. */
  optional: z.boolean().optional(),
});

export const ProfileFile = z
  .strictObject({
    kind: Key,
    name: WrittenWords,
    /** web/static/stages/<picture>.svg */
    picture: Key,
    /** Where it stands among the kinds that are offered; those without a place come after. */
    place: z.int().positive().optional(),
    shelfLifeDays: z.int().positive().nullable(),
    /** The goods do expire, but no source for a usual shelf life was found: the household says it. */
    shelfLifeUnsourced: z.boolean(),
    season: WrittenWords.nullable(),
    /** The months that `season` speaks of, where they are known: what is in season now. */
    seasonMonths: z
      .strictObject({ calendar: z.enum(['lunar', 'solar']), months: z.array(z.int().min(1).max(12)).min(1) })
      .optional(),
    units: z.array(z.string()).min(1),
    packUnits: z.array(z.string()).min(1),
    /** The English of units that no other goods are counted in. */
    unitNames: z.record(z.string().min(1), z.string().min(1)).optional(),
    /** Names that are other people's registered marks. */
    reservedNames: z.array(z.string()),
    stages: z.array(Stage).min(1),
    standards: z.array(WrittenWords),
    labelContents: z.strictObject({
      /** Which particulars the label must carry for this kind (Decree 37/2026, Art. 42, Annex I). */
      required: z.array(Required),
      ingredients: WrittenWords.nullable(),
      /** What the batch's steps tell of its composition, instead: a key datum, and the measurement of its share in percent. */
      composition: z.strictObject({ datum: Key, share: Key.optional() }).optional(),
      use: WrittenWords.nullable(),
      storage: WrittenWords.nullable(),
      warnings: WrittenWords.nullable(),
    }),
    notes: z.array(WrittenWords),
    /** Made to a people's own patterns: its story tells the craft village and what the pattern means. */
    handicraft: z.boolean().optional(),
    source: z.string().min(1),
    asOf: z.iso.date(),
  })
  .refine(({ season, seasonMonths }) => !seasonMonths || season !== null, 'months of a season have its words')
  .refine(({ stages }) => new Set(stages.map(({ id }) => id)).size === stages.length, 'stage ids differ')
  .refine(({ stages }) => stages.filter(({ makesStock }) => makesStock).length === 1, 'one stage makes stock')
  .refine(
    ({ units, packUnits, unitNames = {} }) =>
      [...units, ...packUnits].every((unit) => isCommonUnit(unit) || Object.hasOwn(unitNames, unit)),
    'a unit that is not common is in unitNames',
  )
  .refine(({ stages, labelContents: { composition } }) => !composition || tells(stages, composition), {
    path: ['labelContents', 'composition'],
    error: 'a stage tells the composition',
  });

function tells(stages: readonly Stage[], { datum, share }: { datum: string; share?: string | undefined }): boolean {
  const keys = (of: 'keyData' | 'measurements') => stages.flatMap((stage) => stage[of].map(({ key }) => key));
  return keys('keyData').includes(datum) && (share === undefined || keys('measurements').includes(share));
}

export type Profile = z.infer<typeof ProfileFile>;
export type Stage = z.infer<typeof Stage>;
export type Measurement = z.infer<typeof Measurement>;
export type Limit = z.infer<typeof Limit>;
