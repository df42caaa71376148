import type { Actor } from '../../../server/actor.ts';
import { addProduct, type Product } from '../../../server/catalog/products.ts';
import type { Seller } from '../../../server/identity/sellers.ts';
import { payOrders, placeOrder, type WantedOrder } from '../../../server/orders/orders.ts';
import { setReceivingAccount } from '../../../server/payments/receiving-accounts.ts';
import { type Batch, findPublicBatch, registerBatch } from '../../../server/traceability/batches.ts';
import { noon } from '../../support/services.ts';

let products = 0;

/** A product with packs of these prices; every one has another name, so that slugs differ. */
export async function aProduct(actor: Actor, prices: number[] = [60_000]): Promise<Product> {
  products += 1;
  const packs = prices.map((priceVnd, index) => ({
    name: `Gói ${index + 1}`,
    netQuantity: { value: 0.5, unit: 'kg' },
    priceVnd,
  }));
  return await addProduct(actor, { name: `Miến dong thử ${products}`, kind: 'mien-dong', packs }, noon);
}

/** A batch with so many packs of the product's first pack. */
export const aBatch = (
  actor: Actor,
  product: Product,
  count: number,
  more: { expiresOn?: string; inputs?: { batchCode: string; quantity: { value: number; unit: string } }[] } = {},
): Promise<Batch> =>
  registerBatch(
    actor,
    {
      productId: product.id,
      // All of what went into it, in kilograms; else 100.
      quantity: {
        value: (more.inputs ?? []).reduce((sum, { quantity }) => sum + quantity.value, 0) || 100,
        unit: 'kg',
      },
      producedOn: '2026-11-10',
      ...(count > 0 && { packs: [{ packId: firstPack(product), count }] }),
      ...more,
    },
    noon,
  );

/** A product of which so many packs can be bought. */
export async function onSale(actor: Actor, count: number): Promise<{ product: Product; batch: Batch; packId: string }> {
  const product = await aProduct(actor);
  return { product, batch: await aBatch(actor, product, count), packId: firstPack(product) };
}

export const firstPack = (product: Product): string => {
  const [pack] = product.packs;
  if (!pack) throw new Error('a product without packs');
  return pack.id;
};

export const anAccount = (seller: Seller) =>
  setReceivingAccount(seller.id, { bin: '970436', number: '0000000101', holder: 'LO THI DOI' }, noon);

/** What a guest asks for: fetched, paid by transfer, unless said otherwise. */
export const wanted = (packId: string, quantity = 1, more: Partial<WantedOrder> = {}): WantedOrder => ({
  items: [{ packId, quantity }],
  buyer: { name: 'Nguyễn Thị Lan', phone: '+84912345678', address: null },
  delivery: { method: 'pickup', payBy: 'vietqr' },
  note: null,
  ...more,
});

export const inCash = (packId: string, quantity = 1): WantedOrder =>
  wanted(packId, quantity, { delivery: { method: 'pickup', payBy: 'cash' } });

/** An order of two packs from a batch of ten, just placed with the actor. */
export async function aPlacedOrder(actor: Actor, make = wanted) {
  const { batch, packId, product } = await onSale(actor, 10);
  const { order, key } = await placeOrder(make(packId, 2), noon);
  return { batch, packId, product, key, number: order.number, order };
}

/** The stock of a batch as everybody can count it: what is in the house, what is promised, what was sold. */
export async function stockOf(code: string): Promise<{ onHand: number; held: number; sold: number }> {
  const [stock] = (await findPublicBatch(code))?.stock ?? [];
  if (!stock) throw new Error('a batch without stock');
  return { onHand: stock.onHand, held: stock.held, sold: stock.sold };
}

export const later = (at: Date, minutes: number): Date => new Date(at.getTime() + minutes * 60_000);

/** One transfer, or one person's word, pays one order. @returns whether it has */
export async function markPaid(
  number: string,
  payer: string | { transfer: string; by: string },
  paidAt: Date,
  at = paidAt,
): Promise<boolean> {
  const by = typeof payer === 'string' ? { transfer: payer, by: 'bank' } : payer;
  const [told] = await payOrders([{ number, ...by, paidAt, at }]);
  if (told?.status === 'rejected') throw told.reason;
  return told?.value ?? false;
}
