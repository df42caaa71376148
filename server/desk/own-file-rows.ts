import type { Product } from '../catalog/products.ts';
import { getProfile } from '../catalog/profiles.ts';
import { dayOf, formatQuantity } from '../format.ts';
import { sentence } from '../http/messages.ts';
import { formatPhone } from '../identity/phone.ts';
import { type Language, pick } from '../language.ts';
import { type Order, orderBadge, refundedVndOf } from '../orders/orders.ts';
import type { Cell } from '../tables.ts';
import type { Batch } from '../traceability/batches.ts';

const heads = (language: Language, columns: readonly string[]): Cell[] =>
  columns.map((column) => sentence(language, `own-file.column.${column}`));

export const goodsHead = (language: Language): Cell[] =>
  heads(language, ['goods', 'kind', 'gtin', 'pack', 'amount', 'price', 'address']);

/** A line for each pack; goods without packs have one too. */
export function goodsLines(product: Product, language: Language): Cell[][] {
  const { name, kind, gtin, packs, slug } = product;
  const of = (pack: Product['packs'][number] | null): Cell[] => [
    name,
    pick(getProfile(kind).name, language),
    gtin,
    pack?.name ?? '',
    pack ? formatQuantity(pack.netQuantity, language) : '',
    pack?.priceVnd ?? null,
    `/p/${slug}`,
  ];
  return packs.length === 0 ? [of(null)] : packs.map(of);
}

export const batchHead = (language: Language): Cell[] =>
  heads(language, ['code', 'lot', 'made', 'expires', 'amount', 'state', 'on-hand', 'sold']);

export function batchLine(batch: Batch, language: Language): Cell[] {
  const { code, lot, producedOn, expiresOn, quantity, state, stock } = batch;
  return [
    code,
    lot,
    { day: producedOn },
    expiresOn && { day: expiresOn },
    formatQuantity(quantity, language),
    state === 'recalled' ? sentence(language, 'traceability.state.recalled') : '',
    stock.reduce((sum, { onHand }) => sum + onHand, 0),
    stock.reduce((sum, { sold }) => sum + sold, 0),
  ];
}

export const orderHead = (language: Language): Cell[] =>
  heads(language, ['number', 'placed', 'state', 'buyer', 'phone', 'bought', 'shipping', 'total', 'paid', 'refunded']);

/** Of the buyer what the seller's own list of orders shows, and nothing once that is erased. */
export const orderLine = (order: Order, language: Language): Cell[] => [
  order.number,
  order.placedAt && { day: dayOf(order.placedAt) },
  sentence(language, orderBadge(order).says),
  order.buyer?.name ?? '',
  order.buyer ? formatPhone(order.buyer.phone) : '',
  order.items.map(({ quantity, name, packName }) => `${quantity} × ${name}, ${packName}`).join('; '),
  order.shippingVnd,
  order.totalVnd,
  order.paidAt && { day: dayOf(order.paidAt) },
  refundedVndOf(order),
];

/** The contract: what was bought at which price, out of which batches, and what became of it; neither address nor note of the buyer. */
export const plainOrder = (order: Order): object => ({
  number: order.number,
  state: order.state,
  placedAt: order.placedAt,
  buyer: order.buyer && { name: order.buyer.name, phone: order.buyer.phone },
  items: order.items,
  delivery: order.delivery,
  shippingVnd: order.shippingVnd,
  totalVnd: order.totalVnd,
  paidAt: order.paidAt,
  paidBy: order.paidBy,
  refunds: order.refunds.map(({ amountVnd, at, note }) => ({ amountVnd, at, note })),
  history: order.history,
});
