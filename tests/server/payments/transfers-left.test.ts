import { beforeAll, describe, expect, it } from 'vitest';
import { cancelOrder, findOrder } from '../../../server/orders/orders.ts';
import type { BankConnection } from '../../../server/payments/bank-connections.ts';
import { receiveTransfer } from '../../../server/payments/transfers.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { type Commune, minutesAfter } from '../identity/makers.ts';
import { aConnectedMarket, aConnection, aMessageFor, anAccount, aWaitingOrder, transferFrom } from './makers.ts';

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

describe('receiveTransfer leaves for a person', () => {
  it.each([
    ['one đồng less', { by: -1 }, 'short'],
    ['one đồng more', { by: 1 }, 'over'],
  ])('%s than the order', async (_name, { by }, reason) => {
    const { order, intent } = await aWaitingOrder(packId);
    const message = aMessageFor(intent, { amountVnd: intent.amountVnd + by });
    expect(await receiveTransfer(connection, message, soon)).toBe('kept-for-review');
    expect(await transferOf(message.providerId)).toMatchObject({ state: 'review', reason, orderNumber: order.number });
    expect(await stateOf(order.number)).toBe('placed');
  });

  it('money without our reference, and with a reference of nobody', async () => {
    const { intent } = await aWaitingOrder(packId);
    const plain = aMessageFor(intent, { content: 'chuyen tien mua mien' });
    expect(await receiveTransfer(connection, plain, soon)).toBe('kept-for-review');
    expect(await transferOf(plain.providerId)).toMatchObject({ reason: 'no-reference' });
    const strange = aMessageFor(intent, { content: 'BL00000000' });
    await receiveTransfer(connection, strange, soon);
    expect(await transferOf(strange.providerId)).toMatchObject({ reason: 'unknown-reference' });
  });

  it('money of another seller, although reference and amount are right', async () => {
    const { actor } = commune.stranger;
    const account = await anAccount(commune.sellers.stranger.id);
    const theirs = await aConnection(actor, account.number);
    const { order, intent } = await aWaitingOrder(packId);
    const message = aMessageFor(intent, { accountNumber: account.number });
    expect(await receiveTransfer(theirs, message, soon)).toBe('kept-for-review');
    expect(await stateOf(order.number)).toBe('placed');
  });

  it('money that another seller claims to have got on the very account of the order', async () => {
    const { order, intent } = await aWaitingOrder(packId);
    const theirs = await aConnection(commune.stranger.actor, intent.account.number);
    const message = aMessageFor(intent);
    expect(await receiveTransfer(theirs, message, soon)).toBe('kept-for-review');
    expect(await transferFrom(theirs, message.providerId)).toMatchObject({
      reason: 'other-account',
      orderNumber: null,
    });
    expect(await stateOf(order.number)).toBe('placed');
    expect(await receiveTransfer(connection, message, soon)).toBe('paid');
  });

  it('money for an order that was cancelled', async () => {
    const { order, key, intent } = await aWaitingOrder(packId);
    await cancelOrder({ key }, order.number, soon);
    const message = aMessageFor(intent);
    expect(await receiveTransfer(connection, message, soon)).toBe('kept-for-review');
    expect(await transferOf(message.providerId)).toMatchObject({ reason: 'late', orderNumber: order.number });
  });

  it('a content with the references of two orders of one price', async () => {
    const [one, two] = [await aWaitingOrder(packId), await aWaitingOrder(packId)];
    const message = aMessageFor(one.intent, { content: `${one.intent.reference} ${two.intent.reference}` });
    await receiveTransfer(connection, message, soon);
    expect(await transferOf(message.providerId)).toMatchObject({ reason: 'ambiguous', orderNumber: null });
  });
});
