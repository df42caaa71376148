import { listSellers, type Seller } from '../identity/sellers.ts';
import { type OrderFigures, ordersDelivered } from '../orders/order-figures.ts';
import { BookHeadModel } from './book-entry.ts';
import { endOf, type Period, startOf } from './period.ts';
import { taxChoices } from './tax-choices.ts';
import { type TaxGroupId, taxGroup } from './tax-group.ts';

/** A line of the monthly list: what one household sold of one group, less what came back. Money in đồng. */
export interface WithholdingLine {
  seller: Seller;
  taxCode: string;
  /** null: of these goods nobody has chosen a group, so that no tax can be said */
  group: TaxGroupId | null;
  revenueVnd: number;
  vatVnd: number | null;
  pitVnd: number | null;
  orders: WithheldOrder[];
}

/** A part of an order that a line is made of; below nought where goods came back. */
export interface WithheldOrder {
  number: string;
  at: Date;
  amountVnd: number;
}

/**
 * The list of a month for a platform that withholds (form 01-1/BK-CNKD-TMĐT): households alone, by the day goods were handed over,
 * what came back set off. It is a list: nothing is filed.
 */
export async function withholdingList(month: Period): Promise<WithholdingLine[]> {
  const [sellers, choices, heads] = await Promise.all([listSellers(), taxChoices(), BookHeadModel.find().lean()]);
  const codes = new Map(heads.map(({ _id, taxCode }) => [_id, taxCode]));
  const lines: WithholdingLine[] = [];
  for (const seller of sellers.filter(({ kind }) => kind === 'household')) {
    const parts = await partsOf(seller.id, month, (productId) => choices.get(productId)?.group ?? null);
    for (const [group, orders] of parts)
      lines.push(lineOf({ seller, taxCode: codes.get(seller.id) ?? '' }, group, orders));
  }
  return lines;
}

type GroupOf = (productId: string) => TaxGroupId | null;

async function partsOf(sellerId: string, month: Period, groupOf: GroupOf) {
  const [since, until] = [startOf(month.from), endOf(month)];
  const parts = new Map<TaxGroupId | null, WithheldOrder[]>();
  const add = (order: OrderFigures, at: Date, sign: 1 | -1) => {
    for (const [group, amountVnd] of amountsOf(order, groupOf))
      parts.set(group, [...(parts.get(group) ?? []), { number: order.number, at, amountVnd: sign * amountVnd }]);
  };
  const isIn = (at: Date | null): at is Date => at !== null && at >= since && at < until;
  for await (const order of ordersDelivered(sellerId, since, until)) {
    if (isIn(order.deliveredAt)) add(order, order.deliveredAt, 1);
    if (order.deliveredAt !== null && isIn(order.refundedAt)) add(order, order.refundedAt, -1);
  }
  return parts;
}

/** What an order brought by group; sending goes with the group of the greatest part of it, with the first of equals. */
function amountsOf({ items, shippingVnd, totalVnd }: OrderFigures, groupOf: GroupOf): Map<TaxGroupId | null, number> {
  const amounts = new Map<TaxGroupId | null, number>();
  for (const { productId, quantity, priceVnd } of items) {
    const group = groupOf(productId);
    amounts.set(group, (amounts.get(group) ?? 0) + quantity * priceVnd);
  }
  const [[main, amount] = [null, totalVnd - shippingVnd]] = [...amounts].sort(([, a], [, b]) => b - a);
  return amounts.set(main, amount + shippingVnd);
}

function lineOf(
  { seller, taxCode }: Pick<WithholdingLine, 'seller' | 'taxCode'>,
  group: TaxGroupId | null,
  orders: WithheldOrder[],
): WithholdingLine {
  const revenueVnd = orders.reduce((sum, { amountVnd }) => sum + amountVnd, 0);
  const rates = group && taxGroup(group);
  const share = (percent: number | undefined) =>
    percent === undefined ? null : Math.round((revenueVnd * percent) / 100);
  return {
    seller,
    taxCode,
    group,
    revenueVnd,
    vatVnd: share(rates?.vatPercent),
    pitVnd: share(rates?.pitPercent),
    orders,
  };
}
