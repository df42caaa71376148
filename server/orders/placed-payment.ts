import { type ChangeOfOne, changeEach } from '../database/change-each.ts';
import { OrderModel, type OrderRecord } from './order-record.ts';
import { isSale, sell, sellNow } from './order-steps.ts';

/** What pays an order, and on whose word. */
export interface OrderPayment {
  number: string;
  transfer: string;
  /** 'bank', or the name of the person who says that the money has come */
  by: string;
  paidAt: Date;
  /** when we are told, if that is later than `paidAt` */
  at: Date;
}

/**
 * placed → paid, of several orders at once, each named once; the packs of those that are paid are sold. Safe to repeat:
 * an order that this very transfer has paid before counts as paid, and what was cut off then is done now.
 * @returns the numbers of those now paid by their transfer; of the others nothing is known
 */
export async function payPlaced(payments: readonly OrderPayment[]): Promise<Set<string>> {
  if (payments.length === 0) return new Set();
  const found = await changeEach(OrderModel, payments.map(changeOf));
  const numbers = payments.map(({ number }) => number);
  const paid = found === payments.length ? numbers : await paidByTheirs(payments);
  if (paid.length > 0) await sellNow(paid);
  return new Set(paid);
}

// As `change` in order-changes.ts does it for one: the state, and with it what must follow.
const changeOf = ({ number, transfer, by, paidAt, at }: OrderPayment): ChangeOfOne<OrderRecord> => ({
  filter: { number, state: 'placed' },
  update: {
    $set: { state: 'paid', paidAt, paidBy: transfer, changedAt: at },
    $push: { history: { state: 'paid', at, by, requestId: null }, due: sell(number) },
  },
});

async function paidByTheirs(payments: readonly OrderPayment[]): Promise<string[]> {
  const transferOf = new Map(payments.map(({ number, transfer }) => [number, transfer]));
  const records = await OrderModel.find(
    { number: { $in: [...transferOf.keys()] } },
    { number: 1, paidBy: 1, due: 1 },
  ).lean<Pick<OrderRecord, 'number' | 'paidBy' | 'due'>[]>();
  return records
    .filter(({ number, paidBy, due }) => paidBy === transferOf.get(number) && due.some((step) => isSale(step, number)))
    .map(({ number }) => number);
}
