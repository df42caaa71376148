import type { Product } from '../catalog/products.ts';
import { getProfile } from '../catalog/profiles.ts';
import { formatQuantity } from '../format.ts';
import { sentence } from '../http/messages.ts';
import { type Language, pick } from '../language.ts';
import { type Order, refundedVndOf } from '../orders/orders.ts';
import type { Cell } from '../tables.ts';
import type { Batch } from '../traceability/batches.ts';
import { orderCells } from './order-cells.pages.ts';
import type { OwnFileTables } from './own-file.ts';

/** The tables of a seller's file, in one language. */
export const tablesIn = (language: Language): OwnFileTables => ({
  goods: { head: goodsHead(language), lines: (product) => goodsLines(product, language) },
  batches: { head: batchHead(language), lines: (batch) => [batchLine(batch, language)] },
  orders: { head: orderHead(language), lines: (order) => [orderLine(order, language)] },
});

const heads = (language: Language, columns: readonly string[]): Cell[] =>
  columns.map((column) => sentence(language, `own-file.column.${column}`));

const goodsHead = (language: Language): Cell[] =>
  heads(language, ['goods', 'kind', 'gtin', 'pack', 'amount', 'price', 'address']);

/** A line for each pack; goods without packs have one too. */
function goodsLines(product: Product, language: Language): Cell[][] {
  const { name, kind, gtin, packs, slug } = product;
  const of = (pack: Product['packs'][number] | null): Cell[] => [
    name,
    pick(getProfile(kind).name, language),
    gtin,
    pack?.name ?? '',
    pack ? formatQuantity(pack.netQuantity, language) : '',
    pack?.priceVnd ?? null,
    `/san-pham/${slug}`,
  ];
  return packs.length === 0 ? [of(null)] : packs.map(of);
}

const batchHead = (language: Language): Cell[] =>
  heads(language, ['code', 'lot', 'made', 'expires', 'amount', 'state', 'on-hand', 'sold']);

function batchLine(batch: Batch, language: Language): Cell[] {
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

const orderHead = (language: Language): Cell[] =>
  heads(language, ['number', 'placed', 'state', 'buyer', 'phone', 'bought', 'shipping', 'total', 'paid', 'refunded']);

/** Of the buyer what the seller's own list of orders shows, and nothing once that is erased. */
function orderLine(order: Order, language: Language): Cell[] {
  const { which, what } = orderCells(order, language);
  return [...which, ...what, refundedVndOf(order)];
}
