import { beforeAll, describe, expect, it } from 'vitest';
import { findOrder } from '../../../server/orders/orders.ts';
import { openSandboxConnection } from '../../../server/payments/bank-connections.ts';
import { TransferModel } from '../../../server/payments/transfer-record.ts';
import { noon, testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import type { Commune } from '../identity/makers.ts';
import { aMarket, aMessageFor, aWaitingOrder, connectSepay, sepayBody, sepayProof } from './makers.ts';

useDatabase();

const { program } = testApp();
let commune: Commune;
let packId: string;
let number: string;
let webhook: string;

beforeAll(async () => {
  ({ commune, number, packId } = await aMarket(300));
  await openSandboxConnection(noon);
  ({ webhook } = await connectSepay(program(commune.household.token), number));
});

const deliver = (body: string, headers: Record<string, string>, path = webhook) =>
  program().post(path).set(headers).send(body);

describe('POST /webhooks/banks/…', () => {
  it.each([
    ['an unknown connection', () => '/webhooks/banks/sepay/000000000000000000000000'],
    ['another provider', () => webhook.replace('sepay', 'casso')],
    ['an unknown provider', () => webhook.replace('sepay', 'paypal')],
    ['an operator for an id', () => '/webhooks/banks/sepay/[$ne]'],
  ])('is nothing for %s', async (_name, path) => {
    const { intent } = await aWaitingOrder(packId);
    const body = sepayBody(aMessageFor(intent));
    await deliver(body, sepayProof(body, noon), path()).expect(404);
  });

  it('refuses a wrong signature and an old one, and keeps nothing', async () => {
    const { intent, order } = await aWaitingOrder(packId);
    const body = sepayBody(aMessageFor(intent));
    const old = new Date(noon.getTime() - 301_000);
    await deliver(body, sepayProof(body, noon, 'another-secret')).expect(401);
    await deliver(body, sepayProof(body, old)).expect(401);
    await deliver(`${body} `, sepayProof(body, noon)).expect(401);
    expect(await TransferModel.countDocuments({ content: { $regex: intent.reference } })).toBe(0);
    expect((await findOrder(order.number))?.state).toBe('placed');
  });

  it('refuses what is too large, without a stack', async () => {
    const large = 'x'.repeat(70_000);
    const answer = await deliver(large, sepayProof(large, noon)).expect(413);
    expect(answer.text).not.toMatch(/at .*\.ts/);
  });

  it('pays the order and answers in SePay’s words, twice as well as once', async () => {
    const { intent, order } = await aWaitingOrder(packId);
    const body = sepayBody(aMessageFor(intent));
    for (let time = 0; time < 3; time += 1) {
      const answer = await deliver(body, sepayProof(body, noon)).expect(200);
      expect(answer.body).toEqual({ success: true });
    }
    expect(await findOrder(order.number)).toMatchObject({ state: 'paid', paidAt: noon });
  });

  it('answers success to money that goes out and to money it leaves for a person, so that nobody repeats it', async () => {
    const { intent } = await aWaitingOrder(packId);
    for (const changed of [{ transferType: 'out' }, { transferAmount: 1 }]) {
      const body = sepayBody(aMessageFor(intent), changed);
      expect((await deliver(body, sepayProof(body, noon)).expect(200)).body).toEqual({ success: true });
    }
  });

  it('takes the demonstration bank’s message for any seller by its public key', async () => {
    const { intent, order } = await aWaitingOrder(packId);
    const body = sepayBody(aMessageFor(intent));
    const path = '/webhooks/banks/sandbox/demo';
    await deliver(body, { Authorization: 'Apikey guessed', 'Content-Type': 'application/json' }, path).expect(401);
    await deliver(body, { Authorization: 'Apikey sandbox', 'Content-Type': 'application/json' }, path).expect(200);
    expect((await findOrder(order.number))?.state).toBe('paid');
  });
});
