import { z } from 'zod';
import { lines } from '../http/fields.ts';
import { mostVnd, orderStates, returnedGoods } from './order.ts';

export const orderState = z.enum(orderStates);

export const OrderParams = z.strictObject({ number: z.string().max(30) });

/** The secret may come in the address (the buyer's link) or not at all (the seller). */
export const OrderQuery = z.strictObject({ key: z.string().max(100).optional() });

/** `back`: for sale again; else why the packs are gone. */
const Goods = z.enum(returnedGoods);

export const ReturnOrder = z.strictObject({ goods: Goods });

/** How the money went back, and under which reference; `goods`: what became of packs that came back with it. */
export const RefundOrder = z.strictObject({
  note: lines(500),
  /** in đồng; left out, all that is left of what was received */
  amountVnd: z.number().int().min(1).max(mostVnd).optional(),
  goods: Goods.optional(),
});

const Address = z.object({ province: z.string(), commune: z.string(), line: z.string() });

/** What has to be transferred, until when, and to whom. */
export const PaymentDetails = z.object({
  id: z.string(),
  reference: z.string(),
  payload: z.string(),
  qrUrl: z.url(),
  expiresAt: z.iso.datetime(),
  bank: z.object({ bin: z.string(), name: z.string() }),
  account: z.object({ number: z.string(), holder: z.string() }),
});

export const OrderView = z
  .object({
    number: z.string(),
    state: orderState,
    sellerId: z.string(),
    items: z.array(
      z.object({
        packId: z.string(),
        productId: z.string(),
        name: z.string(),
        packName: z.string(),
        quantity: z.number().int(),
        priceVnd: z.number().int(),
        batches: z.array(z.object({ batchCode: z.string(), quantity: z.number().int() })),
      }),
    ),
    buyer: z.object({ name: z.string(), phone: z.string(), address: Address.optional() }).optional(),
    delivery: z.object({ method: z.enum(['pickup', 'ship']), payBy: z.enum(['vietqr', 'cash']) }),
    note: z.string().optional(),
    shippingVnd: z.number().int(),
    totalVnd: z.number().int(),
    placedAt: z.iso.datetime().optional(),
    holdsUntil: z.iso.datetime(),
    paidAt: z.iso.datetime().optional(),
    returnedGoods: Goods.optional(),
    refundNote: z.string().optional(),
    refundedVnd: z.number().int().optional(),
    refunds: z.array(z.object({ amountVnd: z.number().int(), at: z.iso.datetime(), note: z.string() })).optional(),
    /** of one order by transfer, as long as it waits for its money */
    payment: PaymentDetails.optional(),
    history: z.array(z.object({ state: orderState, at: z.iso.datetime() })),
  })
  .meta({ id: 'OrderView' });
