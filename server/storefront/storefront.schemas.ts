import { z } from 'zod';
import { lines, moneyVnd, nameText, objectId, quantity, readBy, text, wholeNumber } from '../http/fields.ts';
import { readAnyPhone } from '../identity/phone.ts';
import { inLanguages } from '../localized.ts';
import { PaymentDetails } from '../orders/orders.schemas.ts';

/** A buyer's phone number as people write it, Vietnamese or with `+` and the code of another country; kept as E.164. */
export const phone = readBy(readAnyPhone, 40);

/** More than this of one pack is an order by telephone. */
const packsOfAKind = wholeNumber.pipe(z.number().min(1).max(1000));

const Address = z.strictObject({ province: text(60), commune: text(60), line: text(200) });

export const PlaceOrder = z
  .strictObject({
    items: z
      .array(z.strictObject({ packId: z.string().max(60), quantity: packsOfAKind }))
      .min(1)
      .max(50),
    buyer: z.strictObject({ name: nameText(80), phone, address: Address.optional() }),
    delivery: z.strictObject({ method: z.enum(['pickup', 'ship']), payBy: z.enum(['vietqr', 'cash']) }),
    note: lines(500).optional(),
    expectedTotalVnd: moneyVnd.optional(),
  })
  .meta({ id: 'PlaceOrder' });

export const PlacedOrder = z
  .object({
    number: z.string(),
    key: z.string(),
    url: z.url(),
    state: z.string(),
    totalVnd: z.number().int(),
    shippingVnd: z.number().int(),
    waitsForSeller: z.boolean().optional(),
    payment: PaymentDetails.optional(),
  })
  .meta({ id: 'PlacedOrder' });

const WantedPack = z.strictObject({ name: nameText(60), netQuantity: quantity, priceVnd: moneyVnd });
const Description = z.strictObject(inLanguages(lines(2000)));

export const AddProduct = z
  .strictObject({
    name: nameText(80),
    kind: z.string().max(40),
    sellerId: objectId.optional(),
    gtin: z.string().max(20).optional(),
    packs: z.array(WantedPack).min(1).max(20),
    photoId: objectId.optional(),
    description: Description.optional(),
  })
  .meta({ id: 'AddProduct' });

export const ChangeProduct = z
  .strictObject({
    name: nameText(80).optional(),
    gtin: z.string().max(20).nullable().optional(),
    packs: z
      .array(WantedPack.extend({ id: z.string().max(60).optional() }))
      .min(1)
      .max(20)
      .optional(),
    photoId: objectId.nullable().optional(),
    description: Description.nullable().optional(),
  })
  .meta({ id: 'ChangeProduct' });

export const ProductParams = z.strictObject({ id: z.string().max(60) });

export const ProductsQuery = z.strictObject({
  limit: wholeNumber.pipe(z.number().min(1).max(100)).default(20),
  after: objectId.optional(),
  kind: z.string().max(40).optional(),
  sellerId: objectId.optional(),
  q: z.string().max(100).optional(),
});

export const ProductView = z
  .object({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    kind: z.string(),
    seller: z.object({ id: z.string(), kind: z.enum(['household', 'cooperative']), name: z.string() }),
    gtin: z.string().optional(),
    packs: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        netQuantity: z.object({ value: z.number(), unit: z.string() }),
        priceVnd: z.number().int(),
        available: z.number().int(),
      }),
    ),
    shopLinks: z.array(z.object({ id: z.string(), channel: z.string() })),
    photoUrl: z.string().optional(),
    url: z.string(),
  })
  .meta({ id: 'ProductView' });
