import { dayMs } from '../days.ts';
import { dayOf } from '../format.ts';
import { firstOrderAt, type OrderFigures, ordersChanged, ordersPlaced } from '../orders/order-figures.ts';
import type { Dated, KeptSource } from './day-sums.ts';
import type { Fact, FactSource } from './fact.ts';

/** An order that came to nothing is no order: not taken, not kept, or never meant. */
const counted: readonly OrderFigures['state'][] = ['placed', 'paid', 'packed', 'shipped', 'delivered'];

/** Which kind of goods a product is. */
export type KindOf = (productId: string) => string | null;

/** Money and goods follow an order within days; what comes later than this is looked at by a person (payments), and counted by none. */
const longestDays = 90;
const longest = longestDays * dayMs;

/**
 * E3 and E3-value: orders by the day they were placed. P1, P1-count and P1-cash: by the day their money came; in cash, where nobody
 * noted a payment, it came when the goods were handed over. One walk for all of them: to read an order is what costs.
 */
export const ordersFacts = (kindOf: KindOf): FactSource =>
  async function* ({ since, until }) {
    for await (const { fact } of ofOrders(kindOf, new Date(since.getTime() - longest), until))
      if (!('at' in fact.when) || fact.when.at >= since) yield fact;
  };

/** The same by the day the orders were placed, kept by the day. */
export const orderSums = (kindOf: KindOf): KeptSource => ({
  name: 'orders',
  first: async () => dayOrNull(await firstOrderAt()),
  byDay: ({ since, until }) => ofOrders(kindOf, since, until),
  reach: longestDays,
  changed: async (since) => {
    const { placed, last } = await ordersChanged(since);
    return { days: new Set(placed.map(dayOf)), last };
  },
});

const dayOrNull = (at: Date | null): string | null => at && dayOf(at);

async function* ofOrders(kindOf: KindOf, since: Date, until: Date): AsyncGenerator<Dated> {
  for await (const order of ordersPlaced(since, until)) {
    const { placedAt, paidAt, payBy, deliveredAt } = order;
    if (placedAt === null) continue;
    const day = dayOf(placedAt);
    if (isOnline(order)) for (const fact of orderFacts(order, placedAt, kindOf)) yield { day, fact };
    const moneyAt = paidAt ?? (payBy === 'cash' ? deliveredAt : null);
    if (moneyAt !== null && moneyAt.getTime() - placedAt.getTime() <= longest)
      for (const fact of paymentFacts(order, moneyAt, kindOf)) yield { day, fact };
  }
}

// What is sold over the counter is paid for like the rest, and was not ordered online.
const isOnline = ({ state, atStall }: OrderFigures): boolean => !atStall && counted.includes(state);

function* orderFacts(order: OrderFigures, at: Date, kindOf: KindOf): Generator<Fact> {
  const values = valuesByKind(order, kindOf);
  const shared = { ...known(order), when: { at } };
  yield { ...shared, id: 'E3', amount: 1, kinds: onceEach(values) };
  yield { ...shared, id: 'E3-value', amount: order.totalVnd - order.shippingVnd, kinds: values };
}

function* paymentFacts(order: OrderFigures, at: Date, kindOf: KindOf): Generator<Fact> {
  const values = valuesByKind(order, kindOf);
  const shared = { ...known(order), when: { at } };
  if (order.paidInCash) {
    yield { ...shared, id: 'P1-cash', amount: order.totalVnd, kinds: values };
    return;
  }
  yield { ...shared, id: 'P1', amount: order.totalVnd, kinds: values };
  yield { ...shared, id: 'P1-count', amount: 1, kinds: onceEach(values) };
}

const onceEach = (values: ReadonlyMap<string, number>) => new Map([...values.keys()].map((kind) => [kind, 1]));

const known = ({ number, sellerId }: OrderFigures) => ({ sellerId, text: number, url: `/don/${number}` });

function valuesByKind({ items }: OrderFigures, kindOf: KindOf): Map<string, number> {
  const values = new Map<string, number>();
  for (const { productId, quantity, priceVnd } of items) {
    const kind = kindOf(productId);
    if (kind !== null) values.set(kind, (values.get(kind) ?? 0) + quantity * priceVnd);
  }
  return values;
}
