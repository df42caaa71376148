import { listSellers, type Seller } from '../identity/sellers.ts';
import { type OrderFigures, ordersDelivered } from '../orders/order-figures.ts';
import { BookHeadModel } from './book-entry.ts';
import { instantsOf, type Period } from './period.ts';
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
  const { since, until, holds } = instantsOf(month);
  const parts = new Map<TaxGroupId | null, WithheldOrder[]>();
  const add = ({ number }: OrderFigures, at: Date, amounts: ReadonlyMap<TaxGroupId | null, number>) => {
    for (const [group, amountVnd] of amounts)
      if (amountVnd !== 0) parts.set(group, [...(parts.get(group) ?? []), { number, at, amountVnd }]);
  };
  for await (const order of ordersDelivered(sellerId, since, until)) {
    if (holds(order.deliveredAt)) add(order, order.deliveredAt, amountsOf(order, groupOf));
    if (order.deliveredAt === null) continue;
    for (const { at, amounts } of takenOff(order, groupOf)) if (holds(at)) add(order, at, amounts);
  }
  return parts;
}

/** What each time money was given back took off the groups, as negative amounts; all of it together is what the order brought. */
function takenOff(order: OrderFigures, groupOf: GroupOf) {
  const amounts = amountsOf(order, groupOf);
  let offVnd = 0;
  return order.refunds.map(({ at, offPriceVnd }) => {
    const [before, after] = [partsUpTo(amounts, offVnd), partsUpTo(amounts, (offVnd += offPriceVnd))];
    return { at, amounts: new Map([...after].map(([group, vnd]) => [group, (before.get(group) ?? 0) - vnd])) };
  });
}

// In whole đồng, in proportion; what that leaves over falls to the last group.
function partsUpTo(amounts: ReadonlyMap<TaxGroupId | null, number>, offVnd: number): Map<TaxGroupId | null, number> {
  const totalVnd = [...amounts.values()].reduce((sum, one) => sum + one, 0);
  let left = offVnd;
  return new Map(
    [...amounts].map(([group, amountVnd], place) => {
      const part = place === amounts.size - 1 ? left : Math.floor((amountVnd * offVnd) / totalVnd);
      left -= part;
      return [group, part];
    }),
  );
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
