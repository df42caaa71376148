import { beforeAll, describe, expect, it } from 'vitest';
import { getProduct as getProductOf } from '../../../server/catalog/products.ts';
import { findOrder, placeOrder } from '../../../server/orders/orders.ts';
import { recallBatch } from '../../../server/traceability/batches.ts';
import { noon, testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { aCommune } from '../identity/makers.ts';
import { aBatch, aProduct, inCash, markPaid, onSale, stockOf, wanted } from '../orders/makers.ts';

useDatabase();
const { program } = testApp();

let commune: Awaited<ReturnType<typeof aCommune>>;
beforeAll(async () => {
  commune = await aCommune();
});

describe('GET /desk', () => {
  it('is for who works here', async () => {
    expect((await program().get('/api/v1/desk')).status).toBe(401);
  });

  it('counts each seller’s own, and names what is paid for the bell', async () => {
    const { packId } = await onSale(commune.stranger.actor, 10);
    const { order } = await placeOrder(wanted(packId), noon);
    await placeOrder(inCash(packId), noon);
    const before = (await program(commune.stranger.token).get('/api/v1/desk')).body;
    const counts = { cashNotPacked: 1, moneyToReview: 0 };
    expect(before).toMatchObject({ ...counts, paidNotPacked: 0, paid: [] });
    expect(before.news).toContain(`${order.number} placed`);
    await markPaid(order.number, 'FT1', noon);
    const after = (await program(commune.stranger.token).get('/api/v1/desk')).body;
    expect(after).toMatchObject({ ...counts, paidNotPacked: 1, paid: [order.number] });
    expect(after.news).toContain(`${order.number} paid`);
    expect(after.waiting).toContainEqual({ key: 'orders-paid', count: 1, url: '/don-hang?xem=can-lam' });
    expect((await program(commune.household.token).get('/api/v1/desk')).body.paid).toEqual([]);
    expect((await program(commune.otherCooperative.token).get('/api/v1/desk')).body.paid).toEqual([order.number]);
  });
});

const words = { reason: 'Độ ẩm quá cao', advice: 'Mang trả lại' };
const recall = (token: string | undefined, code: string, body: object = words) =>
  program(token).post(`/api/v1/batches/${code}/recall`).send(body);

describe('POST /batches/{code}/recall', () => {
  it('is for the officer and the cooperative that owns it', async () => {
    const { batch } = await onSale(commune.household.actor, 5);
    expect((await recall(undefined, batch.code)).status).toBe(401);
    expect((await recall(commune.household.token, batch.code)).status).toBe(403);
    expect((await recall(commune.stranger.token, batch.code)).status).toBe(404);
    expect((await recall(commune.otherCooperative.token, batch.code)).status).toBe(404);
    expect((await recall(commune.officer.token, '00000000')).status).toBe(404);
    const wrong = await recall(commune.officer.token, batch.code, { reason: 'x' });
    expect([wrong.status, wrong.body.errors[0].pointer]).toEqual([422, '/advice']);
  });

  it('lets go what is unpaid, keeps what is paid, names all orders and batches it reaches, without buyers', async () => {
    const { batch, packId, product } = await onSale(commune.household.actor, 10);
    const paid = (await placeOrder(wanted(packId, 2), noon)).order.number;
    await markPaid(paid, 'FT1', noon);
    const unpaid = (await placeOrder(wanted(packId, 3), noon)).order.number;
    const inputs = (batchCode: string) => [{ batchCode, quantity: { value: 1, unit: 'kg' } }];
    const child = await aBatch(commune.household.actor, product, 0, { inputs: inputs(batch.code) });
    const grandchild = await aBatch(commune.household.actor, product, 0, { inputs: inputs(child.code) });
    const { status, body } = await recall(commune.cooperative.token, batch.code);
    expect(status).toBe(201);
    expect(body).toMatchObject({ code: batch.code, state: 'recalled' });
    const states = Object.fromEntries(
      body.affectedOrders.map((one: { number: string; state: string }) => [one.number, one.state]),
    );
    expect(states).toEqual({ [paid]: 'paid', [unpaid]: 'cancelled' });
    expect(body.affectedBatches.map(({ code }: { code: string }) => code)).toEqual([child.code, grandchild.code]);
    expect(JSON.stringify(body)).not.toMatch(/Nguyễn|84912/);
    expect(await stockOf(batch.code)).toEqual({ onHand: 8, held: 0, sold: 2 });
    await expect(placeOrder(wanted(packId), noon)).rejects.toMatchObject({ code: 'order-short' });
  });

  it('finishes, when asked again, what a kill cut off between the batch and its orders', async () => {
    const { batch, packId } = await onSale(commune.household.actor, 10);
    const { order } = await placeOrder(wanted(packId, 3), noon);
    await recallBatch(commune.officer.actor, batch.code, words, noon);
    expect((await findOrder(order.number))?.state).toBe('placed');
    const other = { ...words, reason: 'Vì lẽ khác' };
    expect((await recall(commune.officer.token, batch.code, other)).status).toBe(409);
    expect((await recall(commune.officer.token, batch.code)).status).toBe(201);
    expect((await findOrder(order.number))?.state).toBe('cancelled');
  });

  it('says its whole scope before it is spoken, and changes nothing', async () => {
    const { batch, packId, product } = await onSale(commune.household.actor, 10);
    const paid = (await placeOrder(wanted(packId, 2), noon)).order.number;
    await markPaid(paid, 'FT-preview', noon);
    const unpaid = (await placeOrder(wanted(packId, 3), noon)).order.number;
    const inputs = [{ batchCode: batch.code, quantity: { value: 2, unit: 'kg' } }];
    const child = await aBatch(commune.household.actor, product, 4, { inputs });
    const preview = (token: string | undefined) => recall(token, batch.code, { preview: true });
    for (const who of ['officer', 'cooperative'] as const) {
      const { status, body } = await preview(commune[who].token);
      expect([status, body.state]).toEqual([201, 'open']);
      expect(body.scope).toMatchObject({ onShelf: 12, held: 3, sold: 2, orders: 2, unpaidOrders: 1, buyers: 1 });
      const rows = body.scope.batches.map((one: { code: string; generation: number }) => [one.code, one.generation]);
      expect(rows).toEqual([
        [batch.code, 0],
        [child.code, 1],
      ]);
    }
    expect((await preview(commune.household.token)).status).toBe(403);
    expect((await preview(commune.otherCooperative.token)).status).toBe(404);
    expect((await findOrder(unpaid))?.state).toBe('placed');
    expect((await recall(commune.officer.token, batch.code, { preview: false })).status).toBe(422);
  });

  it('ends by lifting, once', async () => {
    const { batch, packId } = await onSale(commune.household.actor, 10);
    await recall(commune.officer.token, batch.code);
    const lift = () =>
      program(commune.officer.token)
        .post(`/api/v1/batches/${batch.code}/recall/lifting`)
        .send({ reason: 'Đã kiểm lại' });
    const lifted = await lift();
    expect([lifted.status, lifted.body.state]).toEqual([201, 'open']);
    expect((await lift()).status).toBe(409);
    expect((await placeOrder(wanted(packId), noon)).order.state).toBe('placed');
  });
});

describe('GET /batches/{code}/trace and /balance', () => {
  const kg = (value: number) => ({ value, unit: 'kg' });
  const ask = async (who: 'household' | 'cooperative' | 'officer', code: string, what: 'trace' | 'balance') =>
    (await program(commune[who].token).get(`/api/v1/batches/${code}/${what}`)).body;

  it('name every generation both ways, and of what one may not see only that it is there', async () => {
    const { household, cooperative, officer } = commune;
    const grown = await aBatch(household.actor, await aProduct(household.actor), 0);
    const made = async (from: string, value: number, packs = 0) =>
      aBatch(cooperative.actor, await aProduct(cooperative.actor), packs, {
        inputs: [{ batchCode: from, quantity: kg(value) }],
      });
    const milled = await made(grown.code, 80);
    const packed = await made(milled.code, 60, 5);
    const { packs } = await getProductOf(packed.productId);
    await placeOrder(wanted(packs[0]?.id ?? ''), noon);
    const edges = [
      { from: grown.code, to: milled.code, quantity: kg(80) },
      { from: milled.code, to: packed.code, quantity: kg(60) },
    ];
    for (const who of ['cooperative', 'officer'] as const) {
      const whole = await ask(who, milled.code, 'trace');
      expect(whole).toMatchObject({ code: milled.code, orders: 1, buyers: 1, edges });
      expect(whole.back).toMatchObject([
        { code: grown.code, generation: 1, sellerName: 'Hộ bà Lò Thị Đôi', state: 'open' },
      ]);
      expect(whole.forward).toMatchObject([{ code: packed.code, generation: 1 }]);
    }
    const own = await ask('household', grown.code, 'trace');
    expect(own).toEqual({
      code: grown.code,
      back: [],
      forward: [
        { hidden: true, id: 'hidden-1', generation: 1 },
        { hidden: true, id: 'hidden-2', generation: 2 },
      ],
      edges: [{ from: grown.code, to: 'hidden-1', quantity: kg(80) }],
      orders: 0,
      buyers: 0,
    });
    const balance = await ask('household', grown.code, 'balance');
    expect(balance).toMatchObject({ usedBy: [{ id: 'hidden-1', value: 80 }], left: 20, verdict: 'even' });
    for (const secret of [milled, packed]) expect(JSON.stringify([own, balance])).not.toContain(secret.code);
    expect((await ask('officer', grown.code, 'balance')).usedBy).toEqual([{ id: milled.code, value: 80 }]);
    await recall(officer.token, grown.code);
    expect((await ask('officer', milled.code, 'trace')).forward).toMatchObject([{ state: 'recalled' }]);
  });
});
