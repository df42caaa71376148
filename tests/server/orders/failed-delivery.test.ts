import { beforeAll, describe, expect, it } from 'vitest';
import {
  deliverOrder,
  findOrder,
  noteFailedDelivery,
  packOrder,
  placeOrder,
  returnOrder,
  shipOrder,
} from '../../../server/orders/orders.ts';
import { zaloTextOf } from '../../../server/storefront/zalo-text.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aCommune, daysAfter } from '../identity/makers.ts';
import { inCash, onSale, stockOf } from './makers.ts';

useDatabase();

let commune: Awaited<ReturnType<typeof aCommune>>;
beforeAll(async () => {
  commune = await aCommune();
});

async function onItsWay() {
  const { actor } = commune.household;
  const { batch, packId } = await onSale(actor, 10);
  const { order } = await placeOrder(inCash(packId, 2), noon);
  await packOrder(actor, order.number, noon);
  await shipOrder(actor, order.number, noon);
  return { actor, batch, number: order.number };
}

const triesOf = async (number: string) => (await findOrder(number))?.tries.map(({ why }) => why);

describe('a parcel that did not reach its buyer', () => {
  it.each([1, 5])('is written down once, though the same request comes %i times at one moment', async (times) => {
    const { actor, number } = await onItsWay();
    const note = () => noteFailedDelivery(actor, number, { why: 'nobody-there', requestId: 'one' }, noon);
    await Promise.all(Array.from({ length: times }, note));
    expect(await triesOf(number)).toEqual(['nobody-there']);
    await noteFailedDelivery(actor, number, { why: 'not-wanted', requestId: 'two' }, daysAfter(noon, 1));
    expect(await triesOf(number)).toEqual(['nobody-there', 'not-wanted']);
  });

  it('is still on its way: it is brought in the end, or comes back to the shelf', async () => {
    const brought = await onItsWay();
    await noteFailedDelivery(brought.actor, brought.number, { why: 'nobody-there' }, noon);
    const again = await findOrder(brought.number);
    expect(again?.state).toBe('shipped');
    // What the seller may send the buyer no longer says that it is on its way.
    expect(again && zaloTextOf(again, 'Lò Thị Mẫu', null)?.key).toBe('shipped-again');
    await deliverOrder(brought.actor, brought.number, daysAfter(noon, 1));
    expect(await findOrder(brought.number)).toMatchObject({ state: 'delivered', tries: [{ why: 'nobody-there' }] });

    const back = await onItsWay();
    await noteFailedDelivery(back.actor, back.number, { why: 'not-wanted' }, noon);
    await returnOrder(back.actor, back.number, { goods: 'back' }, daysAfter(noon, 1));
    expect((await findOrder(back.number))?.state).toBe('returned');
    expect(await stockOf(back.batch.code)).toMatchObject({ onHand: 10, held: 0 });
  });

  it('is none before it was sent nor after it arrived, and nobody else’s to write down', async () => {
    const { actor, number } = await onItsWay();
    const other = commune.stranger.actor;
    await expect(noteFailedDelivery(other, number, { why: 'not-wanted' }, noon)).rejects.toMatchObject({
      code: 'order-not-found',
    });
    await deliverOrder(actor, number, noon);
    const late = noteFailedDelivery(actor, number, { why: 'not-wanted' }, noon);
    await expect(late).rejects.toMatchObject({ code: 'order-not-possible' });
    const { packId } = await onSale(actor, 10);
    const { order } = await placeOrder(inCash(packId), noon);
    const early = noteFailedDelivery(actor, order.number, { why: 'not-wanted' }, noon);
    await expect(early).rejects.toMatchObject({ code: 'order-not-possible' });
    expect(await triesOf(order.number)).toEqual([]);
  });
});
