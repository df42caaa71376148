import { beforeAll, describe, expect, it } from 'vitest';
import { findOrder } from '../../../server/orders/orders.ts';
import { openSandboxConnection } from '../../../server/payments/bank-connections.ts';
import { noon, testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import type { Commune } from '../identity/makers.ts';
import { aMarket, aMessageFor, aWaitingOrder, connectSepay, sepayBody, sepayProof } from './makers.ts';

useDatabase();

const { program, clock } = testApp();
let commune: Commune;
let packId: string;
let number: string;
let webhook: string;
let connectionId: string;

beforeAll(async () => {
  ({ commune, number, packId } = await aMarket(300));
  await openSandboxConnection(noon);
  ({ id: connectionId, webhook } = await connectSepay(program(commune.household.token), number));
});

const deliver = (body: string, headers: Record<string, string>, path = webhook) =>
  program().post(path).set(headers).send(body);

describe('POST /bank-connections', () => {
  it.each([
    ['nobody', null, 401],
    ['an officer, who sells nothing', 'officer', 403],
  ] as const)('is refused to %s', async (_name, who, status) => {
    const asker = program(who === null ? undefined : commune[who].token);
    await asker
      .post('/api/v1/bank-connections')
      .send({ provider: 'casso', accounts: ['12345678'], secret: 'long-enough' })
      .expect(status);
  });

  it.each([
    ['no proof', { provider: 'sepay', accounts: ['12345678'] }, '/apiKey'],
    ['Casso without its secret', { provider: 'casso', accounts: ['12345678'], apiKey: 'long-enough' }, '/secret'],
    ['a short key', { provider: 'sepay', accounts: ['12345678'], apiKey: 'short' }, '/apiKey'],
    ['no account', { provider: 'sepay', accounts: [], apiKey: 'long-enough' }, '/accounts'],
    ['the demonstration bank', { provider: 'sandbox', accounts: ['12345678'], apiKey: 'long-enough' }, '/provider'],
    [
      'a field nobody asked for',
      { provider: 'sepay', accounts: ['12345678'], apiKey: 'long-enough', sellerId: 'x' },
      '/sellerId',
    ],
  ])('names the mistake: %s', async (_name, body, pointer) => {
    const answer = await program(commune.household.token).post('/api/v1/bank-connections').send(body).expect(422);
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
  });

  it('asks for the PIN again after an hour', async () => {
    clock.now = new Date(noon.getTime() + 2 * 3_600_000);
    await program(commune.household.token)
      .post('/api/v1/bank-connections')
      .send({ provider: 'sepay', accounts: [number], apiKey: 'long-enough' })
      .expect(403);
    clock.now = noon;
  });
});

describe('GET /bank-connections', () => {
  it('shows a seller its own, and never a secret', async () => {
    const answer = await program(commune.household.token).get('/api/v1/bank-connections').expect(200);
    expect(answer.body.data).toHaveLength(1);
    expect(answer.body.data[0]).toMatchObject({ id: connectionId, provider: 'sepay', accounts: [number] });
    expect(answer.text).not.toMatch(/a-signing-secret|a-key-of-tests|[0-9a-f]{64}/);
    const others = await program(commune.stranger.token).get('/api/v1/bank-connections').expect(200);
    expect(others.body).toEqual({ data: [], hasMore: false });
  });
});

describe('GET /transfers and POST /transfers/{id}/match', () => {
  const aShort = async () => {
    const waiting = await aWaitingOrder(packId);
    const message = aMessageFor(waiting.intent, { amountVnd: 59_000 });
    const body = sepayBody(message);
    await deliver(body, sepayProof(body, noon)).expect(200);
    const list = await program(commune.household.token).get('/api/v1/transfers?state=review&limit=1').expect(200);
    return { ...waiting, message, transfer: list.body.data[0] };
  };

  it('lists what a person has to look at, with the order it may be meant for', async () => {
    const { transfer, order, intent, message } = await aShort();
    expect(transfer).toMatchObject({
      provider: 'sepay',
      reference: message.reference,
      amountVnd: 59_000,
      accountNumber: number,
      receivedAt: '2026-11-16T05:00:30.000Z',
      state: 'review',
      reason: 'short',
      suggestions: [{ orderNumber: order.number, amountVnd: 60_000, why: 'reference' }],
    });
    expect(transfer.content).toContain(intent.reference);
    const strange = await program(commune.stranger.token).get('/api/v1/transfers').expect(200);
    expect(strange.body.data).toEqual([]);
  });

  it('pages through them', async () => {
    await aShort();
    const first = await program(commune.household.token).get('/api/v1/transfers?limit=1').expect(200);
    expect(first.body.hasMore).toBe(true);
    const next = await program(commune.household.token)
      .get(`/api/v1/transfers?limit=1&after=${first.body.data[0].id}`)
      .expect(200);
    expect(next.body.data[0].id < first.body.data[0].id).toBe(true);
    const odd = await program(commune.household.token).get('/api/v1/transfers?after=nonsense').expect(200);
    expect(odd.body.data).toEqual([]);
  });

  it('matches by hand for who acts for the seller', async () => {
    const { transfer, order } = await aShort();
    const path = `/api/v1/transfers/${transfer.id}/match`;
    await program().post(path).send({ orderNumber: order.number }).expect(401);
    await program(commune.stranger.token).post(path).send({ orderNumber: order.number }).expect(404);
    await program(commune.officer.token).post(path).send({ orderNumber: order.number }).expect(403);
    await program(commune.household.token)
      .post(path)
      .send({ orderNumber: { $ne: null } })
      .expect(422);
    const answer = await program(commune.household.token).post(path).send({ orderNumber: order.number }).expect(201);
    expect(answer.body).toMatchObject({ state: 'matched', orderNumber: order.number });
    expect((await findOrder(order.number))?.state).toBe('paid');
  });
});

describe('POST /orders/{number}/payment', () => {
  it('lets the seller say that the money has come', async () => {
    const { order, key } = await aWaitingOrder(packId);
    const path = `/api/v1/orders/${order.number}/payment`;
    await program().post(path).send({}).expect(401);
    await program().post(`${path}?key=${key}`).send({}).expect(401);
    await program(commune.stranger.token).post(path).send({}).expect(404);
    const answer = await program(commune.household.token).post(path).send({}).expect(201);
    expect(answer.body).toEqual({
      number: order.number,
      state: 'paid',
      paidAt: noon.toISOString(),
      payment: 'succeeded',
    });
    await program(commune.household.token).post(path).send({}).expect(201);
  });
});
