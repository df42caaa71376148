import { readFileSync } from 'node:fs';
import { model, Schema, type Types } from 'mongoose';
import { z } from 'zod';
import { fromRoot } from '../root.ts';

export const taxGroupIds = ['goods', 'services', 'production', 'other', 'exempt'] as const;
export type TaxGroupId = (typeof taxGroupIds)[number];

const TaxGroup = z.strictObject({
  id: z.enum(taxGroupIds),
  name: z.strictObject({ vi: z.string(), en: z.string() }),
  vatPercent: z.number().min(0),
  pitPercent: z.number().min(0),
});
/** A group of trade with the share of revenue that a platform withholds of it. */
export type TaxGroup = z.output<typeof TaxGroup>;

const read = z
  .strictObject({ source: z.string(), asOf: z.string(), groups: z.array(TaxGroup).length(taxGroupIds.length) })
  .parse(JSON.parse(readFileSync(fromRoot('server/reports/tax-groups.json'), 'utf8')));

export const { groups: taxGroups, asOf: taxGroupsAsOf } = read;

export const taxGroup = (id: TaxGroupId): TaxGroup | null => taxGroups.find((one) => one.id === id) ?? null;

/**
 * Which group a person says that a product is of: never guessed, as nobody has settled whether what a household makes itself is goods
 * or production (`law.md` 2.1). Kept with every earlier answer; the last one counts.
 */
export interface TaxChoiceRecord {
  _id: Types.ObjectId;
  productId: string;
  group: TaxGroupId;
  /** why; of what is not taxed it must be said */
  reason: string | null;
  by: string;
  at: Date;
}

const schema = new Schema<TaxChoiceRecord>(
  {
    productId: { type: String, required: true },
    group: { type: String, enum: taxGroupIds, required: true },
    reason: { type: String, default: null },
    by: { type: String, required: true },
    at: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw' },
);
schema.index({ productId: 1, at: -1 });

export const TaxChoiceModel = model<TaxChoiceRecord>('TaxChoice', schema, 'tax_choices');
