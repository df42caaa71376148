import { beforeAll, describe, expect, it } from 'vitest';
import { testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { useLogLines } from '../../support/log-lines.ts';
import { sendForm, signIn } from '../identity/browsers.ts';
import { aCommune, pin } from '../identity/makers.ts';
import { anAccount, aPack, aWaitingOrder } from '../payments/makers.ts';
import { aBatchOf, someGoods } from '../traceability/makers.ts';

useDatabase();
const { program, browser } = testApp();

const lines = useLogLines('warn');

let commune: Awaited<ReturnType<typeof aCommune>>;
let code: string;
let product: string;
let waiting: Awaited<ReturnType<typeof aWaitingOrder>>;

beforeAll(async () => {
  commune = await aCommune();
  const goods = await someGoods(commune.household.actor);
  product = goods.id;
  ({ code } = await aBatchOf(commune.household.actor, goods));
  await anAccount(commune.sellers.household.id);
  waiting = await aWaitingOrder(await aPack(commune.household.actor, 5));
});
const noted = () =>
  lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ msg }) => msg === 'refused')
    .map(({ method, route, code: why, thing, accountId }) => [method, route, why, thing, accountId]);

describe('a refused change of what is another seller’s', () => {
  it('leaves one line each: account, route and kind of thing', async () => {
    const { token, account } = commune.stranger;
    const stranger = program(token);
    const label = { template: 'x', stock: 'y', count: 1, serials: true };
    const answers = [
      await stranger
        .post(`/api/v1/batches/${code}/events`)
        .send({ stage: 'drying', occurredAt: '2026-11-16T00:00:00Z' }),
      await stranger.post(`/api/v1/batches/${code}/label-runs`).send(label),
      await stranger.post(`/api/v1/orders/${waiting.order.number}/cancellation`).send({}),
      await stranger.patch(`/api/v1/products/${product}`).send({ name: 'Của người khác' }),
      await stranger
        .post(`/api/v1/sellers/${commune.sellers.household.id}/story/showing`)
        .send({ version: 0, namesAgreed: true }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    expect(noted()).toEqual([
      ['POST', '/api/v1/batches/:code/events', 'batch-not-found', 'batch', account.id],
      ['POST', '/api/v1/batches/:code/label-runs', 'batch-not-found', 'batch', account.id],
      ['POST', '/api/v1/orders/:number/cancellation', 'order-not-found', 'order', account.id],
      ['PATCH', '/api/v1/products/:id', 'product-not-found', 'product', account.id],
      ['POST', '/api/v1/sellers/:id/story/showing', 'seller-not-found', 'seller', account.id],
    ]);
  });

  it('leaves it also from a page, and by who may look but not act', async () => {
    const stranger = await signIn(browser(), commune.stranger);
    lines.length = 0;
    await sendForm(stranger, `/lo/${code}/buoc`, {}).expect(404);
    await program(commune.officer.token)
      .post(`/api/v1/orders/${waiting.order.number}/cancellation`)
      .send({})
      .expect(403);
    await program(commune.household.token)
      .post(`/api/v1/batches/${code}/recall`)
      .send({ reason: 'x', advice: 'y' })
      .expect(403);
    expect(noted().map((line) => line.slice(1, 4))).toEqual([
      ['/lo/:code/buoc', 'batch-not-found', 'batch'],
      ['/api/v1/orders/:number/cancellation', 'not-yours', 'order'],
      ['/api/v1/batches/:code/recall', 'recall-not-yours', null],
    ]);
  });

  it('tells the one who asked nothing that “not there” would not', async () => {
    const stranger = program(commune.stranger.token);
    const [theirs, nobodys] = [
      await stranger.post(`/api/v1/batches/${code}/recall`).send({ reason: 'x', advice: 'y' }),
      await stranger.post('/api/v1/batches/00000000/recall').send({ reason: 'x', advice: 'y' }),
    ];
    expect(Object.keys(theirs.body)).toEqual(Object.keys(nobodys.body));
    expect(theirs.text).not.toContain('refused');
    expect(noted()).toHaveLength(1);
  });

  it('writes down no phone, name, token, key or address', async () => {
    const { token, phone } = commune.stranger;
    const stranger = program(token);
    const named = { name: 'Nguyễn Văn Mua', phone: '0912345678' };
    await stranger.post(`/api/v1/orders/${waiting.order.number}/cancellation?key=${waiting.key}`).send(named);
    await stranger
      .post(`/api/v1/orders/${waiting.order.number}/refund?key=${waiting.key}`)
      .send({ note: 'Nguyễn Văn Mua' });
    await sendForm(await signIn(browser(), commune.stranger), `/lo/${code}/buoc?k=${waiting.key}`, { phone, pin });
    expect(noted().length).toBeGreaterThan(1);
    const secrets = [
      token,
      phone,
      phone.slice(1),
      waiting.key,
      waiting.order.number,
      code,
      pin,
      'Nguyễn',
      'Lò Thị Đôi',
      '127.0.0.1',
    ];
    for (const secret of secrets) expect(lines.join('')).not.toContain(secret);
  });
});

describe('what is no such refusal', () => {
  it('leaves no line', async () => {
    const household = program(commune.household.token);
    await program().post(`/api/v1/batches/${code}/events`).send({}).expect(401);
    await household.get('/api/v1/batches/00000000').expect(404);
    await household.get(`/api/v1/batches/${code}`).expect(200);
    await household.patch(`/api/v1/products/${product}`).send({ name: '' }).expect(422);
    expect(noted()).toEqual([]);
  });
});
