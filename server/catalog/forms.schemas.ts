import { z } from 'zod';
import { channels } from '../channels.ts';
import {
  day,
  decimalIn,
  decimalNumber,
  lines,
  moneyVnd,
  nameText,
  optionalText,
  text,
  unitTypedTwice,
  wholeNumber,
} from '../http/fields.ts';
import { certificateKinds } from './certificate.ts';

const id = z.string().max(60);

// A row of packs that was left blank but for its unit says nothing.
const PackRow = z.strictObject({
  id: id.optional(),
  name: nameText(60).optional(),
  netQuantity: z
    .preprocess(
      unitTypedTwice,
      z.strictObject({
        value: decimalNumber.pipe(z.number().positive('not-positive').max(1_000_000)).optional(),
        unit: z.string().max(20).optional(),
      }),
    )
    .optional(),
  priceVnd: moneyVnd.optional(),
});
type PackRow = z.infer<typeof PackRow>;

const isBlank = ({ name, netQuantity, priceVnd }: PackRow): boolean =>
  name === undefined && netQuantity?.value === undefined && priceVnd === undefined;

// Each row tells which of its fields is missing; which rows were left out does not move the others.
const PackRows = z
  .array(PackRow.default({}))
  .max(20)
  .default([])
  .superRefine((rows, context) => {
    for (const [index, row] of rows.entries()) {
      for (const path of isBlank(row) ? [] : missingIn(row)) {
        context.addIssue({ code: 'custom', path: [index, ...path], message: 'required' });
      }
    }
    if (rows.every(isBlank)) context.addIssue({ code: 'custom', path: [0, 'name'], message: 'required' });
  })
  .transform((rows) => rows.filter((row) => !isBlank(row)).map(toPack));

const missingIn = ({ name, netQuantity, priceVnd }: PackRow): string[][] => [
  ...(name === undefined ? [['name']] : []),
  ...(netQuantity?.value === undefined ? [['netQuantity', 'value']] : []),
  ...(netQuantity?.unit === undefined ? [['netQuantity', 'unit']] : []),
  ...(priceVnd === undefined ? [['priceVnd']] : []),
];

const toPack = ({ id, name = '', netQuantity, priceVnd = 0 }: PackRow) => ({
  id,
  name,
  netQuantity: { value: netQuantity?.value ?? 0, unit: netQuantity?.unit ?? '' },
  priceVnd,
});

export const AddProductForm = z.strictObject({
  kind: z.string().max(40).min(1, 'required'),
  sellerId: id.optional(),
  name: nameText(80),
  gtin: optionalText(40),
  inspection: z
    .enum(['no', 'yes'])
    .default('no')
    .transform((answer) => answer === 'yes'),
  story: lines(2000).optional(),
  packs: PackRows,
});

export const ChangeProductForm = AddProductForm.omit({ kind: true, sellerId: true });

export const AddShopLinkForm = z.strictObject({ channel: z.enum(channels), url: lines(2000) });

/** A button beside one link. */
export const LinkButtonForm = z.strictObject({ link: id });

/** A limit; with both sides blank there is none any more. */
export const ChangeLimitForm = z.strictObject({
  min: decimalNumber.optional(),
  max: decimalNumber.optional(),
  source: text(200),
  asOf: day,
});

/** How long goods of a kind usually keep; left blank nobody says. */
export const ShelfLifeForm = z.strictObject({ days: wholeNumber.optional(), source: text(200), asOf: day });

/** How many percent of what goes in a stage is expected to leave. */
export const YieldForm = z.strictObject({
  least: decimalIn('%'),
  most: decimalIn('%'),
  source: text(200),
  asOf: day,
});

/** A button beside one certificate. */
export const CertificateButtonForm = z.strictObject({ certificate: id });

export const AddCertificateForm = z.strictObject({
  kind: z.enum(certificateKinds),
  number: text(60),
  issuer: text(120),
  stars: z.enum(['3', '4', '5']).transform(Number).optional(),
  issuedOn: day,
  validUntil: day.optional(),
});
