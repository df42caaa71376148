import { z } from 'zod';
import { legalParticulars } from '../catalog/profiles.ts';
import { WrittenWords } from '../localized.ts';

const Millimetres = z.number().positive().max(300);

/** The particulars that a label can carry (Decree 37/2026, Art. 42 and Annex I; domain.md, section 1). */
export const labelFields = [
  'product',
  'producer',
  'address',
  'origin',
  ...legalParticulars,
  'lot',
  'standards',
  'story',
] as const;
export type LabelField = (typeof labelFields)[number];

/** What `template.json` says. Sizes in millimetres. */
export const TemplateFile = z.strictObject({
  name: WrittenWords,
  /** What it is for, in one sentence. */
  purpose: WrittenWords,
  width: Millimetres,
  height: Millimetres,
  /** The corner radius that the design allows for. */
  cornerRadius: z.number().min(0).max(20).default(0),
  /** The QR box with its quiet zone; the same numbers stand in label.hbs. */
  qr: z.strictObject({ x: z.number().min(0), y: z.number().min(0), size: Millimetres }),
  fields: z.array(z.enum(labelFields)),
  /** A code for each unit, for the batch only, or as the printer wishes. */
  serials: z.enum(['unit', 'batch', 'either']),
  /** Only for these kinds of product; all, when left out. */
  kinds: z.array(z.string()).optional(),
  /** Made for one-colour printing on a roll, or for sheets. */
  printer: z.enum(['sheet', 'thermal', 'any']),
  inks: z.record(z.string().regex(/^[a-z]+$/), z.string().regex(/^#[0-9a-f]{6}$/)),
  weights: z.array(z.union([z.literal(400), z.literal(500), z.literal(600), z.literal(700)])).min(1),
});
export type TemplateFile = z.infer<typeof TemplateFile>;

/** Text on the label, already in the words that are printed; empty text where there is nothing to say. */
export const LabelData = z.strictObject({
  product: z.string().min(1),
  kindName: z.string(),
  producer: z.string().min(1),
  cooperative: z.string(),
  village: z.string(),
  address: z.string(),
  formerly: z.string(),
  origin: z.string(),
  netQuantity: z.string(),
  producedOn: z.string(),
  expiresOn: z.string(),
  lot: z.string(),
  code: z.string().min(1),
  /** As it stands under bars, `9 506000 134352`; empty where the goods have none that a till reads as an EAN-13. */
  gtin: z
    .string()
    .regex(/^(?:\d \d{6} \d{6})?$/)
    .default(''),
  ingredients: z.string(),
  use: z.string(),
  storage: z.string(),
  warnings: z.string(),
  standards: z.string(),
  story: z.string(),
  maker: z.string(),
  count: z.string(),
  ocopStars: z.int().min(3).max(5).nullable(),
});
export type LabelData = z.infer<typeof LabelData>;
