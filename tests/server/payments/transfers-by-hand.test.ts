import { beforeAll, describe, expect, it } from 'vitest';
import { findOrder } from '../../../server/orders/orders.ts';
import type { BankConnection } from '../../../server/payments/bank-connections.ts';
import { getLedger } from '../../../server/payments/ledger.ts';
import { readReturnPhoto, setTransferAside } from '../../../server/payments/setting-aside.ts';

import {
  countTransfersToReview,
  getTransfer,
  listTransfers,
  matchTransfer,
  receiveTransfer,
} from '../../../server/payments/transfers.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { type Commune, minutesAfter } from '../identity/makers.ts';
import { aPhoto } from '../media/pictures.ts';
import { aConnectedMarket, aMessageFor, anOrder, aPack, aWaitingOrder, transferFrom } from './makers.ts';

useDatabase();

let commune: Commune;
let packId: string;
let connection: BankConnection;
const soon = minutesAfter(noon, 5);

beforeAll(async () => {
  ({ commune, packId, connection } = await aConnectedMarket(500));
});

const stateOf = async (number: string) => (await findOrder(number))?.state;
const transferOf = (providerId: string) => transferFrom(connection, providerId);
const code = (wanted: string) => expect.objectContaining({ code: wanted });

describe('the desk', () => {
  const aStray = async (by = -1000) => {
    const waiting = await aWaitingOrder(packId);
    const message = aMessageFor(waiting.intent, { amountVnd: waiting.intent.amountVnd + by });
    await receiveTransfer(connection, message, soon);
    return { ...waiting, id: (await transferOf(message.providerId))._id.toHexString() };
  };

  it('hides a transfer from who does not see its seller, and refuses who only looks', async () => {
    const { id, order } = await aStray();
    await expect(getTransfer(commune.stranger.actor, id)).rejects.toThrow(code('transfer-not-found'));
    await expect(matchTransfer(commune.neighbour.actor, id, order.number, soon)).rejects.toThrow(
      code('transfer-not-found'),
    );
    await expect(matchTransfer(commune.officer.actor, id, order.number, soon)).rejects.toThrow(code('not-yours'));
    expect((await listTransfers(commune.stranger.actor, { limit: 100 })).map((one) => one.id)).not.toContain(id);
    expect(await getTransfer(commune.cooperative.actor, id)).toMatchObject({ state: 'review', reason: 'short' });
  });

  it('does not match an order of another seller, or of nobody', async () => {
    const { id } = await aStray();
    const foreign = await aPack(commune.stranger.actor, 5);
    const { order } = await anOrder(foreign);
    await expect(matchTransfer(commune.household.actor, id, order.number, soon)).rejects.toThrow(
      code('order-not-found'),
    );
    await expect(matchTransfer(commune.household.actor, id, 'DH00000000', soon)).rejects.toThrow(
      code('order-not-found'),
    );
  });

  it('matches a transfer to the order a person chooses, once', async () => {
    const { id, order } = await aStray();
    const matched = await matchTransfer(commune.cooperative.actor, id, order.number, soon);
    expect(matched).toMatchObject({ state: 'matched', orderNumber: order.number });
    expect(matched.history.map(({ did }) => did)).toEqual(['kept', 'review', 'chosen', 'matched']);
    expect(await stateOf(order.number)).toBe('paid');
    expect(await matchTransfer(commune.cooperative.actor, id, order.number, soon)).toMatchObject({ state: 'matched' });
    const other = await aWaitingOrder(packId);
    await expect(matchTransfer(commune.cooperative.actor, id, other.order.number, soon)).rejects.toThrow(
      code('transfer-settled'),
    );
  });

  it('keeps a transfer for review when the chosen order is paid already', async () => {
    const paid = await aWaitingOrder(packId);
    await receiveTransfer(connection, aMessageFor(paid.intent), soon);
    const { id } = await aStray();
    await expect(matchTransfer(commune.household.actor, id, paid.order.number, soon)).rejects.toThrow(
      code('transfer-order-paid'),
    );
    expect(await getTransfer(commune.household.actor, id)).toMatchObject({ state: 'review' });
  });

  it('sets a transfer aside with a reason, and takes it up again', async () => {
    const { id, order } = await aStray();
    const before = await countTransfersToReview(commune.household.actor);
    const aside = await setTransferAside(
      commune.household.actor,
      id,
      { note: 'Đã trả lại FT26', returned: true },
      soon,
    );
    expect(aside.history.at(-1)).toMatchObject({
      did: 'returned',
      note: 'Đã trả lại FT26',
      by: commune.household.actor.name,
    });
    expect(await countTransfersToReview(commune.household.actor)).toBe(before - 1);
    await expect(setTransferAside(commune.household.actor, id, { note: 'x', returned: false }, soon)).rejects.toThrow(
      code('transfer-settled'),
    );
    expect(await matchTransfer(commune.household.actor, id, order.number, soon)).toMatchObject({ state: 'matched' });
  });

  it('keeps the photo of a return for who acts for the seller', async () => {
    const { id } = await aStray();
    const { household, neighbour, officer } = commune;
    const photo = await aPhoto();
    await setTransferAside(household.actor, id, { note: 'Đã trả lại FT27', returned: true, photo }, soon);
    expect(await readReturnPhoto(household.actor, id, 320)).toMatchObject({ type: 'image/webp' });
    await expect(readReturnPhoto(neighbour.actor, id, 320)).rejects.toThrow(code('transfer-not-found'));
    await expect(readReturnPhoto(officer.actor, id, 320)).rejects.toThrow(code('not-yours'));
  });

  it('writes a second transfer down as the rest of an order that a person has matched, not of one unpaid', async () => {
    const { actor } = commune.household;
    const { id, order, intent } = await aStray(-20_000);
    const second = aMessageFor(intent, { amountVnd: 20_000 });
    await receiveTransfer(connection, second, soon);
    const rest = (await transferOf(second.providerId))._id.toHexString();
    const join = (restOf: string) =>
      setTransferAside(actor, rest, { note: 'trả hai lần', returned: false, restOf }, soon);
    await expect(join(order.number)).rejects.toThrow(code('rest-of-unpaid'));
    await matchTransfer(actor, id, order.number, soon);
    await expect(join('DH00000000')).rejects.toThrow(code('order-not-found'));
    expect(await join(order.number)).toMatchObject({ state: 'set-aside', orderNumber: order.number });
    const { lines, strayVnd } = await getLedger(actor, commune.sellers.household.id, '2026-11');
    expect(lines.find(({ number }) => number === order.number)).toMatchObject({ soldVnd: 60_000, receivedVnd: 60_000 });
    await matchTransfer(actor, rest, order.number, soon).catch(() => null);
    const again = await getLedger(actor, commune.sellers.household.id, '2026-11');
    expect(again.strayVnd).toBe(strayVnd + 20_000);
  });

  it('lets one of two people who match one transfer to two orders win', async () => {
    const { id, order } = await aStray();
    const other = await aWaitingOrder(packId);
    const tries = await Promise.allSettled([
      matchTransfer(commune.household.actor, id, order.number, soon),
      matchTransfer(commune.cooperative.actor, id, other.order.number, soon),
    ]);
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const states = [await stateOf(order.number), await stateOf(other.order.number)];
    expect(states.toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual(['paid', 'placed']);
  });
});
