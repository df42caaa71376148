import { beforeAll, describe, expect, it } from 'vitest';
import {
  cancelOrder,
  denyClaim,
  expireOrder,
  findOrder,
  listOrders,
  noteClaim,
  noteOddMoney,
  placeOrder,
  sweepOrders,
} from '../../../server/orders/orders.ts';
import { noon } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { aCommune } from '../identity/makers.ts';
import { aPlacedOrder, inCash, later, markPaid, onSale, stockOf } from './makers.ts';

useDatabase();

let commune: Awaited<ReturnType<typeof aCommune>>;
beforeAll(async () => {
  commune = await aCommune();
});

const anHour = later(noon, 60);

describe('a buyer who says the money is on its way', () => {
  it('stops the clock: no sweep and no late call lets the order fall, and its packs stay held', async () => {
    const { number, batch } = await aPlacedOrder(commune.household.actor);
    expect(await noteClaim(number, later(noon, 44))).toBe(true);
    await sweepOrders(anHour);
    expect(await expireOrder(number, anHour)).toBe(false);
    expect(await findOrder(number)).toMatchObject({ state: 'placed', claimWaits: true, claimedAt: later(noon, 44) });
    expect(await stockOf(batch.code)).toMatchObject({ held: 2 });
  });

  it('is answered by who sells only; then the order falls when its time is over, and the word does not count again', async () => {
    const { number, batch } = await aPlacedOrder(commune.household.actor);
    await noteClaim(number, noon);
    for (const { actor } of [commune.neighbour, commune.stranger, commune.officer])
      await expect(denyClaim(actor, number, anHour)).rejects.toThrow();
    expect(await denyClaim(commune.household.actor, number, later(noon, 10))).toMatchObject({ state: 'placed' });
    expect(await noteClaim(number, later(noon, 11))).toBe(false);
    await sweepOrders(anHour);
    expect(await findOrder(number)).toMatchObject({ state: 'expired' });
    expect(await stockOf(batch.code)).toMatchObject({ held: 0 });
  });

  it('is heard after the time was up and after a cancellation, too; and asks a person again when a bank tells of money', async () => {
    const expired = await aPlacedOrder(commune.household.actor);
    await expireOrder(expired.number, anHour);
    const cancelled = await aPlacedOrder(commune.household.actor);
    await cancelOrder({ key: cancelled.key }, cancelled.number, noon);
    for (const { number } of [expired, cancelled]) {
      expect(await noteClaim(number, anHour)).toBe(true);
      await denyClaim(commune.household.actor, number, anHour);
      expect(await noteOddMoney(number, anHour)).toBe(true);
      expect(await findOrder(number)).toMatchObject({ claimWaits: true });
    }
  });

  it('counts for no order in cash, none that is paid, none that is not there', async () => {
    const { packId } = await onSale(commune.household.actor, 5);
    const cash = (await placeOrder(inCash(packId), noon)).order.number;
    const paid = await aPlacedOrder(commune.household.actor);
    await markPaid(paid.number, 'FT1', noon);
    for (const number of [cash, paid.number, 'DH00000000']) expect(await noteClaim(number, noon)).toBe(false);
    await expect(denyClaim(commune.household.actor, paid.number, noon)).rejects.toMatchObject({
      code: 'no-claim-waits',
    });
  });

  it('is paid by the seller’s word after the time was up, if the packs are still there', async () => {
    const { number, batch } = await aPlacedOrder(commune.household.actor);
    await expireOrder(number, anHour);
    await noteClaim(number, anHour);
    expect(await markPaid(number, { transfer: 'hand:x', by: 'Lò Thị Đôi' }, anHour)).toBe(true);
    expect(await stockOf(batch.code)).toMatchObject({ held: 0, sold: 2 });
    expect(await listOrders(commune.household.actor, { list: 'claimed', limit: 10 })).not.toContainEqual(
      expect.objectContaining({ number }),
    );
  });
});
