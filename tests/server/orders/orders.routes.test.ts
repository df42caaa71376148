import { beforeAll, describe, expect, it } from 'vitest';
import { placeOrder } from '../../../server/orders/orders.ts';
import { noon, testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { aCommune } from '../identity/makers.ts';
import { markPaid, onSale, wanted } from './makers.ts';

useDatabase();
const { program } = testApp();
const api = '/api/v1/orders';

let commune: Awaited<ReturnType<typeof aCommune>>;
beforeAll(async () => {
  commune = await aCommune();
});

async function anOrder() {
  const { packId, batch } = await onSale(commune.household.actor, 10);
  const { order, key } = await placeOrder(wanted(packId, 2), noon);
  return { number: order.number, key, batch };
}

const steps = ['cancellation', 'packing', 'shipment', 'delivery', 'return', 'refund'];
const bodies: Record<string, object> = { return: { goods: 'back' }, refund: { note: 'x' } };

describe('an order over the API', () => {
  it('is 404 for a guest without or with a wrong key, whatever is asked', async () => {
    const { number } = await anOrder();
    for (const query of ['', '?key=', '?key=wrong', `?key=${'x'.repeat(90)}`]) {
      const answer = await program().get(`${api}/${number}${query}`);
      expect(answer.status).toBe(404);
      expect(answer.body.type).toContain('/problems/order-not-found');
      expect(JSON.stringify(answer.body)).not.toContain('Nguyễn');
    }
    expect((await program().get(`${api}/DH00000000?key=x`)).status).toBe(404);
  });

  it('is 404 for every stranger and each of its changes, 403 for the officer', async () => {
    const { number } = await anOrder();
    for (const { token } of [commune.neighbour, commune.stranger, commune.otherCooperative]) {
      expect((await program(token).get(`${api}/${number}`)).status).toBe(404);
      for (const step of steps) {
        expect(
          (
            await program(token)
              .post(`${api}/${number}/${step}`)
              .send(bodies[step] ?? {})
          ).status,
          step,
        ).toBe(404);
      }
    }
    for (const step of steps) {
      const answer = await program(commune.officer.token)
        .post(`${api}/${number}/${step}`)
        .send(bodies[step] ?? {});
      expect(answer.status, step).toBe(403);
    }
    for (const step of steps.slice(1)) {
      expect((await program().post(`${api}/${number}/${step}`).send({})).status, step).toBe(401);
    }
    expect((await program().post(`${api}/${number}/cancellation`).send({})).status).toBe(404);
  });

  it('refuses fields that it does not know, and takes text where operators are tried', async () => {
    const { number, key } = await anOrder();
    const extra = await program().post(`${api}/${number}/cancellation?key=${key}`).send({ state: 'paid' });
    expect(extra.status).toBe(422);
    expect(extra.body.errors[0].pointer).toBe('/state');
    const note = await program(commune.household.token)
      .post(`${api}/${number}/refund`)
      .send({ note: { $gt: '' } });
    expect(note.status).toBe(422);
    expect((await program().get(`${api}/${number}?key[$ne]=1`)).status).toBe(422);
    expect((await program().get(`${api}/${number}?key=a&key=b`)).status).toBe(422);
  });

  it('shows the buyer everything but hash, hold and steps', async () => {
    const { number, key, batch } = await anOrder();
    const { body, status } = await program().get(`${api}/${number}?key=${key}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      number,
      state: 'placed',
      totalVnd: 120_000,
      buyer: { name: 'Nguyễn Thị Lan', phone: '+84912345678' },
      items: [{ quantity: 2, priceVnd: 60_000, batches: [{ batchCode: batch.code, quantity: 2 }] }],
      history: [{ state: 'placing' }, { state: 'placed' }],
    });
    expect(JSON.stringify(body)).not.toMatch(/keyHash|holdName|due|revival|requestId|Lò Thị/);
  });

  it('shows the officer neither name nor phone', async () => {
    const { number } = await anOrder();
    const { body } = await program(commune.officer.token).get(`${api}/${number}`);
    expect(body.number).toBe(number);
    expect(JSON.stringify(body)).not.toMatch(/Nguyễn|84912/);
  });

  it('goes from paid to delivered step by step, and says 409 to a step twice', async () => {
    const { number } = await anOrder();
    await markPaid(number, 'FT1', noon);
    const household = program(commune.household.token);
    for (const [step, state] of [
      ['packing', 'packed'],
      ['shipment', 'shipped'],
      ['delivery', 'delivered'],
    ]) {
      const done = await household.post(`${api}/${number}/${step}`).send({});
      expect([done.status, done.body.state]).toEqual([201, state]);
      expect((await household.post(`${api}/${number}/${step}`).send({})).status).toBe(409);
    }
    const refund = await program(commune.cooperative.token).post(`${api}/${number}/refund`).send({ note: 'FT9' });
    expect(refund.body).toMatchObject({ state: 'refunded', refundNote: 'FT9' });
  });

  it('answers a repeated step with the same Idempotency-Key as the first time', async () => {
    const { number, key } = await anOrder();
    const cancel = () =>
      program()
        .post(`${api}/${number}/cancellation?key=${key}`)
        .set('Idempotency-Key', 'a-key-of-a-guest-0123456')
        .send({});
    const [first, second] = [await cancel(), await cancel()];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
  });
});
