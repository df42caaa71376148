import { beforeAll, describe, expect, it } from 'vitest';
import { OrderModel } from '../../../server/orders/order-record.ts';
import { findOrder, placeAtStall, sweepOrders } from '../../../server/orders/orders.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aCommune, type Commune } from '../identity/makers.ts';
import { later, markPaid, onSale } from './makers.ts';

useDatabase();

let commune: Commune;
let packId: string;
beforeAll(async () => {
  commune = await aCommune();
  ({ packId } = await onSale(commune.household.actor, 10));
});

/** Sold at the household's stall and paid, while nobody looks at the stall's page. */
async function aPaidSale(): Promise<string> {
  const { actor } = commune.household;
  const { id } = commune.sellers.household;
  const stall = { id, accountId: actor.accountId };
  const goods = { lines: [{ packId, quantity: 1 }], amountVnd: null, note: null };
  const { number } = await placeAtStall(actor, { stall, sellerId: id, payBy: 'vietqr', ...goods }, noon, null);
  await markPaid(number, `FT ${number}`, noon);
  return number;
}

describe('sweepOrders at a stall', () => {
  it('hands over what was paid for, also beside a sale that nothing can mend', async () => {
    const [first, broken, last] = [await aPaidSale(), await aPaidSale(), await aPaidSale()];
    await OrderModel.updateOne({ number: broken }, { $set: { due: ['no such step'] } });
    await expect(sweepOrders(later(noon, 0.5))).rejects.toThrow('could not mend');
    for (const number of [first, last]) expect((await findOrder(number))?.state).toBe('delivered');
    await OrderModel.updateOne({ number: broken }, { $set: { due: [] } });
    await sweepOrders(later(noon, 1));
    expect((await findOrder(broken))?.state).toBe('delivered');
  });
});
