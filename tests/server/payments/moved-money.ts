import fc from 'fast-check';
import type { Actor } from '../../../server/actor.ts';
import { findOrder } from '../../../server/orders/orders.ts';
import { bringBack } from '../../../server/payments/bringing-back.ts';
import { giveBack } from '../../../server/payments/giving-back.ts';
import { setTransferAside } from '../../../server/payments/setting-aside.ts';
import { partsFrom, shareOut } from '../../../server/payments/shares.ts';
import { TransferModel } from '../../../server/payments/transfer-record.ts';
import { matchTransfer } from '../../../server/payments/transfers.ts';

/** What is wrong with the money of these orders and transfers; nothing when each đồng is in one place. */
export async function faultsIn(ids: readonly string[], numbers: readonly string[], cameVnd: number): Promise<string[]> {
  const wholes = await TransferModel.find({ _id: { $in: [...ids] } }).lean();
  const parts = await TransferModel.find({ partOf: { $gt: '', $in: [...ids] } }).lean();
  const all = [...wholes, ...parts];
  const counted = all.filter(({ shared, merged }) => !shared && !merged);
  const orders = await Promise.all(numbers.map((number) => findOrder(number)));
  const payerOf = new Map(counted.filter(({ state }) => state === 'matched').map((one) => [one.orderNumber, one]));
  const isWrong = {
    'a đồng is lost or doubled': counted.reduce((sum, { amountVnd }) => sum + amountVnd, 0) !== cameVnd,
    'something is half done': all.some(
      ({ state, sharing, undoing }) => state === 'kept' || sharing !== null || undoing !== null,
    ),
    'an order has two payers': payerOf.size !== counted.filter(({ state }) => state === 'matched').length,
    'an order is paid by nothing': orders.some(
      (one) => one?.paidBy && payerOf.get(one.number)?._id.toHexString() !== one.paidBy,
    ),
    'an order is not paid by what is its own': orders.some((one) => one && !one.paidBy && payerOf.has(one.number)),
    'what is unpaid is called paid': orders.some((one) => one && (one.paidAt === null) !== (one.paidBy === null)),
    'paid, and said to wait': orders.some((one) => one && one.paidAt !== null && one.unpaidSince !== null),
  };
  return Object.entries(isWrong).flatMap(([fault, isSo]) => (isSo ? [fault] : []));
}

/** What a person does with one of three transfers and orders, whether twice at once, and when the process dies in it. */
export const aMove = fc.record({
  what: fc.constantFrom('match', 'match', 'share', 'share', 'back', 'back', 'aside', 'give'),
  which: fc.nat(2),
  other: fc.nat(2),
  dies: fc.option(fc.nat(12), { nil: null }),
  twice: fc.boolean(),
});
export type Move = typeof aMove extends fc.Arbitrary<infer T> ? T : never;

interface Moving {
  actor: Actor;
  ids: readonly string[];
  numbers: readonly string[];
  at: Date;
}

/** Makes the move; what is refused changes nothing. */
export async function make({ what, which, other }: Move, { actor, ids, numbers, at }: Moving) {
  const parts = (await Promise.all(ids.map(partsFrom))).flat().map(({ id }) => id);
  const pool = [...ids, ...parts];
  const id = pool[(which * 3 + other) % pool.length] ?? '';
  const number = numbers[other] ?? '';
  if (what === 'match') return await matchTransfer(actor, id, number, at);
  if (what === 'share') return await shareOut(actor, id, [number, numbers[(other + 1) % 3] ?? ''], at);
  if (what === 'back') return await bringBack(actor, id, at);
  if (what === 'aside') return await setTransferAside(actor, id, { note: 'x', returned: false }, at);
  return await giveBack(actor, number, { note: 'FT', amountVnd: 1000 }, at);
}
