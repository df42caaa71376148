import { beforeAll, describe, expect, it } from 'vitest';
import { OrderModel } from '../../../server/orders/order-record.ts';
import { noon, testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { aCommune } from '../identity/makers.ts';
import { anAccount, markPaid, onSale, stockOf } from '../orders/makers.ts';

useDatabase();
const { program } = testApp();

let commune: Awaited<ReturnType<typeof aCommune>>;
beforeAll(async () => {
  commune = await aCommune();
  await anAccount(commune.sellers.household);
});

const buyer = { name: 'Nguyễn Thị Lan', phone: '0912 345 678' };
const cash = { method: 'pickup', payBy: 'cash' };
const transfer = { method: 'pickup', payBy: 'vietqr' };
const order = (packId: string, quantity: unknown = 1, delivery: object = cash) => ({
  items: [{ packId, quantity }],
  buyer,
  delivery,
});
const place = (body: object, key?: string) => {
  const request = program().post('/api/v1/orders');
  return (key ? request.set('Idempotency-Key', key) : request).send(body);
};

describe('POST /orders', () => {
  it('names every wrong field with a pointer, and never fails on what it is sent', async () => {
    const { packId } = await onSale(commune.household.actor, 5);
    const wrong: [object | string, string][] = [
      [{}, '/items'],
      [{ ...order(packId), items: [] }, '/items'],
      [order(packId, 0), '/items/0/quantity'],
      [order(packId, -1), '/items/0/quantity'],
      [order(packId, 1.5), '/items/0/quantity'],
      [order(packId, 1e9), '/items/0/quantity'],
      [order(packId, { $gt: 0 }), '/items/0/quantity'],
      [{ ...order(packId), items: [{ packId: { $ne: null }, quantity: 1 }] }, '/items/0/packId'],
      [{ ...order(packId), items: [{ packId: 'x', quantity: 1, priceVnd: 1 }] }, '/items/0/priceVnd'],
      [{ ...order(packId), buyer: { ...buyer, phone: '12345' } }, '/buyer/phone'],
      [{ ...order(packId), buyer: { ...buyer, name: '' } }, '/buyer/name'],
      [{ ...order(packId), buyer: { ...buyer, name: 'x'.repeat(81) } }, '/buyer/name'],
      [{ ...order(packId), buyer: { ...buyer, role: 'officer' } }, '/buyer/role'],
      [{ ...order(packId), delivery: { method: 'drone', payBy: 'cash' } }, '/delivery/method'],
      [{ ...order(packId), delivery: { method: 'ship', payBy: 'cash' } }, '/buyer/address'],
      [{ ...order(packId), state: 'paid', totalVnd: 1 }, '/state'],
      [{ ...order(packId), note: 'a\u0000b' }, '/note'],
    ];
    for (const [body, pointer] of wrong) {
      const answer = await place(body as object);
      expect(answer.status, pointer).toBe(422);
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(
        answer.body.errors.map((error: { pointer: string }) => error.pointer),
        pointer,
      ).toContain(pointer);
      expect(JSON.stringify(answer.body)).not.toContain(' at ');
    }
    const broken = await program().post('/api/v1/orders').set('Content-Type', 'application/json').send('{"items":');
    expect(broken.status).toBe(400);
  });

  it('refuses an unknown pack, packs of two sellers and a seller that takes no transfers', async () => {
    const ours = await onSale(commune.household.actor, 5);
    const theirs = await onSale(commune.neighbour.actor, 5);
    expect((await place(order('0123456789abcdef01234567'))).status).toBe(422);
    const items = [ours, theirs].map(({ packId }) => ({ packId, quantity: 1 }));
    const two = await place({ items, buyer, delivery: cash });
    expect(two.status).toBe(422);
    expect(two.body.type).toContain('order-of-two-sellers');
    const noAccount = await place(order(theirs.packId, 1, transfer));
    expect(noAccount.status).toBe(409);
    expect(noAccount.body.type).toContain('seller-takes-no-transfers');
    expect(await stockOf(theirs.batch.code)).toEqual({ onHand: 5, held: 0, sold: 0 });
  });

  it('says 409 with which pack and how many are left', async () => {
    const { packId, product } = await onSale(commune.household.actor, 3);
    const answer = await place(order(packId, 4));
    expect(answer.status).toBe(409);
    expect(answer.body.detail).toContain(`${product.name}, Gói 1: chỉ còn 3`);
    expect(answer.body.errors[0].pointer).toBe('/items/0/quantity');
  });

  it('answers number, key, address and payment, all that a program needs to pay', async () => {
    const { packId } = await onSale(commune.household.actor, 5);
    const { status, body } = await place(order(packId, 2, transfer));
    expect(status).toBe(201);
    expect(body).toMatchObject({
      number: expect.stringMatching(/^DH[0-9A-Z]{8}$/),
      key: expect.stringMatching(/^[\w-]{22}$/),
      state: 'placed',
      totalVnd: 120_000,
      payment: {
        reference: expect.stringMatching(/^BL[0-9A-Z]{8}$/),
        bank: { bin: '970436' },
        account: { number: '0000000101', holder: 'LO THI DOI' },
      },
    });
    expect(body.url).toBe(`http://localhost:3000/don/${body.number}?key=${body.key}`);
    expect(body.payment.payload).toContain(body.payment.reference);
    expect(Date.parse(body.payment.expiresAt) - noon.getTime()).toBe(30 * 60_000);
    const picture = await program().get(new URL(body.payment.qrUrl).pathname);
    expect([picture.status, picture.type]).toEqual([200, 'image/png']);
    expect((await program().get(`/api/v1/orders/${body.number}?key=${body.key}`)).body.buyer.phone).toBe(
      '+84912345678',
    );
  });

  it('needs no payment for cash', async () => {
    const { packId } = await onSale(commune.household.actor, 5);
    expect((await place(order(packId))).body.payment).toBeUndefined();
  });

  it('does the same key once for 30 at once, and refuses it for another order', async () => {
    const { packId, batch } = await onSale(commune.household.actor, 50);
    const key = 'one-order-only-0123456789';
    const answers = await Promise.all(Array.from({ length: 30 }, () => place(order(packId), key)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await stockOf(batch.code)).toMatchObject({ held: 1 });
    expect((await place(order(packId, 2), key)).status).toBe(422);
    expect((await place(order(packId), 'too-short')).status).toBe(422);
  });

  it('places exactly 10 of 200 parallel orders for a stock of 10, and tells the others clearly', async () => {
    const { packId, batch, product } = await onSale(commune.household.actor, 10);
    const sums: number[] = [];
    // −1 stands for a moment at which more was promised than there is.
    const look = async () => {
      const { onHand, held, sold } = await stockOf(batch.code);
      sums.push(held >= 0 && onHand >= held ? onHand + sold : -1);
    };
    const watch = setInterval(() => void look(), 250);
    const answers = await Promise.all(Array.from({ length: 200 }, () => place(order(packId))));
    clearInterval(watch);
    const placed = answers.filter(({ status }) => status === 201);
    const refused = answers.filter(({ status }) => status === 409);
    expect([placed.length, refused.length]).toEqual([10, 190]);
    for (const { body } of refused) {
      expect(body.detail).toMatch(new RegExp(`${product.name}, Gói 1: chỉ còn \\d|Có người vừa mua trước`));
    }
    expect(await stockOf(batch.code)).toEqual({ onHand: 10, held: 10, sold: 0 });
    expect(new Set(sums)).toEqual(new Set([10]));
    expect(await OrderModel.countDocuments({ 'items.packId': packId })).toBe(10);
    expect(new Set(placed.map(({ body }) => body.number)).size).toBe(10);
  }, 60_000);
});

describe('GET /orders/{number} by the buyer’s key', () => {
  it('gives the payment as long as the order waits for its money', async () => {
    const { packId } = await onSale(commune.household.actor, 5);
    const placed = (await place(order(packId, 1, transfer)).expect(201)).body;
    const read = async () =>
      (await program().get(`/api/v1/orders/${placed.number}?key=${placed.key}`).expect(200)).body;
    expect((await read()).payment).toEqual(placed.payment);
    expect(placed.payment.reference).toMatch(/^BL/);
    await markPaid(placed.number, 'FT1', noon);
    expect(await read()).not.toHaveProperty('payment');
    const inCash = (await place(order(packId, 1)).expect(201)).body;
    const cashed = await program().get(`/api/v1/orders/${inCash.number}?key=${inCash.key}`);
    expect(cashed.body).not.toHaveProperty('payment');
  });
});

describe('what a program expects an order to cost', () => {
  it('is what it costs, or there is no order and nothing is held', async () => {
    const { packId, batch } = await onSale(commune.household.actor, 5);
    for (const expectedTotalVnd of [119_999, 120_001, 60_000]) {
      const answer = await place({ ...order(packId, 2), expectedTotalVnd });
      expect([answer.status, answer.body.errors[0].pointer]).toEqual([409, '/expectedTotalVnd']);
      expect(answer.body.type).toContain('order-total-differs');
      expect(answer.body.detail).toContain('120.000');
    }
    await place({ ...order(packId, 2), expectedTotalVnd: '120000' }).expect(422);
    expect(await stockOf(batch.code)).toMatchObject({ held: 0 });
    await place({ ...order(packId, 2), expectedTotalVnd: 120_000 }).expect(201);
  });
});
