import { z } from 'zod';
import { channels } from '../channels.ts';
import { lines } from '../http/fields.ts';
import { SpokenWords } from '../localized.ts';

export const ProfileView = z
  .object({
    kind: z.string(),
    name: z.string(),
    names: SpokenWords,
    season: SpokenWords.nullable(),
    shelfLifeDays: z.number().nullable(),
    units: z.array(z.string()),
    standards: z.array(SpokenWords),
    stages: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        names: SpokenWords,
        makesStock: z.boolean(),
        measurements: z.array(
          z.object({
            key: z.string(),
            name: z.string(),
            unit: z.string(),
            limit: z
              .object({
                min: z.number().optional(),
                max: z.number().optional(),
                source: z.string(),
                asOf: z.iso.date(),
              })
              .optional(),
            limitUnsourced: z.boolean().optional(),
          }),
        ),
        keyData: z.array(z.object({ key: z.string(), name: z.string() })),
      }),
    ),
  })
  .meta({ id: 'ProfileView' });

export const AddShopLink = z.strictObject({ channel: z.enum(channels), url: lines(2000) }).meta({ id: 'AddShopLink' });

export const ShopLinkView = z
  .object({ id: z.string(), channel: z.enum(channels), url: z.string(), waiting: z.boolean() })
  .meta({ id: 'ShopLinkView' });

// Ids in addresses are any text: one that cannot be an id is simply not there.
export const OwnerParams = z.object({ id: z.string().max(100) });
export const LinkParams = z.object({ id: z.string().max(100), linkId: z.string().max(100) });
