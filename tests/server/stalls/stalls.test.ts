import { describe, expect, it } from 'vitest';
import { OrderModel } from '../../../server/orders/order-record.ts';
import { findPublicBatch } from '../../../server/traceability/batches.ts';
import { keepClip } from '../../../server/voice/clips.ts';
import { noon } from '../../support/services.ts';
import { fillIn } from '../identity/browsers.ts';
import { aBatch, aProduct, firstPack, stockOf } from '../orders/makers.ts';
import { ogg } from '../voice/makers.ts';
import { useStall } from './a-stall.ts';

const { at, people, program, signedIn, clock, seller, sell, look, tell, heard, forget } = useStall();

describe('a sale at a stall', () => {
  it('takes its packs from the batch that expires first, and sells them when the bank tells', async () => {
    const sale = await sell({ lines: [{ packId: at.packId, quantity: 4 }] });
    expect(sale).toMatchObject({ amountVnd: 240_000, reference: expect.stringMatching(/^BL/) });
    expect(sale.payload).toContain('240000');
    expect(await look(sale.id)).toMatchObject({ state: 'waiting', receivedVnd: 0, said: { vi: 'Chưa có tiền' } });
    expect(await stockOf(at.soon)).toEqual({ onHand: 3, held: 3, sold: 0 });
    expect(await stockOf(at.later)).toEqual({ onHand: 500, held: 1, sold: 0 });
    await tell(sale.id);
    const paid = await look(sale.id);
    expect(paid).toMatchObject({ state: 'paid', receivedVnd: 240_000 });
    expect(paid.said.vi).toBe('Đủ rồi: hai trăm bốn mươi nghìn đồng');
    expect(paid.items[0].batches.map(({ quantity }: { quantity: number }) => quantity).sort()).toEqual([1, 3]);
    expect(await stockOf(at.soon)).toEqual({ onHand: 0, held: 0, sold: 3 });
    const events = (await findPublicBatch(at.soon))?.events ?? [];
    expect(events.some(({ stage }) => stage === 'packed-order')).toBe(true);
    const record = await OrderModel.findOne({ number: sale.id }).lean();
    expect(record).toMatchObject({ state: 'delivered', buyer: null });
    expect(await heard()).toEqual([{ kind: 'enough', saleId: sale.id, said: 'Đủ rồi: hai trăm bốn mươi nghìn đồng' }]);
    expect(await heard()).toEqual([]);
  });

  it('by an amount alone is money without goods', async () => {
    const before = await stockOf(at.later);
    const sale = await sell({ amountVnd: 60_000 });
    await tell(sale.id);
    expect(await look(sale.id)).toMatchObject({ state: 'paid', items: [] });
    expect(await stockOf(at.later)).toEqual(before);
    expect((await heard())[0]).toMatchObject({ said: 'Đủ rồi: sáu mươi nghìn đồng' });
  });

  it.each([
    ['nothing', {}],
    ['both', { lines: [{ packId: 'x', quantity: 1 }], amountVnd: 5 }],
    ['an amount in words', { amountVnd: '60000' }],
    ['half a pack', { lines: [{ packId: 'x', quantity: 0.5 }] }],
    ['an unknown member', { amountVnd: 5, buyer: 'Lan' }],
  ])('of %s is refused', async (_name, body) => {
    await seller().post(`/api/v1/stalls/${at.stall}/sales`).send(body).expect(422);
  });

  it('asks what is meant by an amount that no goods cost', async () => {
    const { body } = await seller().post(`/api/v1/stalls/${at.stall}/sales`).send({ amountVnd: 60 }).expect(422);
    expect(body.errors).toMatchObject([{ pointer: '/amountVnd' }]);
    expect(body.errors[0].detail.replaceAll('\u00a0', ' ')).toContain('Nếu là 60.000 ₫, gõ thêm 000');
  });

  it('is of goods that lie there, as many as there are', async () => {
    const foreign = firstPack(await aProduct(people().stranger.actor));
    const refused = async (line: object, status: number) =>
      (
        await seller()
          .post(`/api/v1/stalls/${at.stall}/sales`)
          .send({ lines: [line] })
          .expect(status)
      ).body;
    expect((await refused({ packId: foreign, quantity: 1 }, 422)).errors[0].pointer).toBe('/lines/0/packId');
    expect((await refused({ packId: 'none', quantity: 1 }, 422)).errors[0].pointer).toBe('/lines/0/packId');
    const short = await refused({ packId: at.packId, quantity: 9000 }, 409);
    expect(short.errors[0].pointer).toBe('/lines/0/quantity');
  });
});

describe('a verdict', () => {
  it('is told to who waits for it, the moment the bank tells', async () => {
    const { token } = people().household;
    const since = new Date(clock.now.getTime() + 1000);
    clock.now = since;
    const url = `/api/v1/stall-verdicts?since=${since.toISOString()}&wait=20`;
    const waiting = program(token).get(url).expect(200);
    const told = waiting.then(({ body }) => body.data);
    const sale = await sell({ amountVnd: 30_000 });
    await tell(sale.id, { amountVnd: 30 });
    expect(await told).toMatchObject([{ kind: 'short', saleId: sale.id }]);
    clock.now = noon;
  });

  it('is said in a people’s own recordings once all of its pieces are recorded, and never in half of them', async () => {
    const record = async (key: string) =>
      keepClip(people().officer.actor, { language: 'dao', key, bytes: ogg(1) }, noon);
    const told = async (voice: string) => {
      const url = `/api/v1/stall-verdicts?since=${noon.toISOString()}&voice=${voice}`;
      const { data, lateClip } = (await seller().get(url).expect(200)).body;
      const one = data.find(({ saleId }: { saleId: string }) => saleId === sale.id);
      return { clips: one.clips?.map((clip: string) => clip.split('/')[3]), lateClip };
    };
    const sale = await sell({ amountVnd: 1_065_000 });
    await tell(sale.id);
    const keys = [
      'verdict-enough',
      'so-1',
      'so-trieu',
      'so-0',
      'so-tram',
      'so-60',
      'so-5-sau-chuc',
      'so-nghin',
      'so-dong',
    ];
    for (const key of keys.slice(1)) await record(key);
    expect((await told('dao')).clips).toBeUndefined();
    await record(keys[0] ?? '');
    expect(await told('dao')).toMatchObject({ clips: keys, lateClip: undefined });
    await record('verdict-told-late');
    expect((await told('dao')).lateClip).toMatch(/^\/giong\/dao\/verdict-told-late\//);
    expect((await told('mong')).clips).toBeUndefined();
  });

  it('is never a seller’s own word', async () => {
    await heard();
    const sale = await sell({ amountVnd: 200_000 });
    await seller().post(`/api/v1/orders/${sale.id}/payment`).send({}).expect(201);
    const { said } = await look(sale.id);
    expect(said.vi).toBe('Người bán ghi là đã nhận, không phải ngân hàng báo');
    expect(await heard()).toEqual([]);
  });

  it('is heard by nobody who did not sell it', async () => {
    const sale = await sell({ amountVnd: 30_000 });
    await tell(sale.id);
    forget();
    const cooperative = await heard(people().cooperative.token);
    expect(cooperative.filter(({ saleId }) => saleId === sale.id)).toEqual([]);
    forget();
    expect((await heard()).some(({ saleId }) => saleId === sale.id)).toBe(true);
  });
});

describe('the selling screen', () => {
  const screen = () => `/quay/${at.slug}/ban`;

  it('sells in cash by one form, and hands the goods over at once', async () => {
    const agent = await signedIn(({ household }) => household);
    const before = await stockOf(at.later);
    const fields = { 'lines.0.packId': at.packId, 'lines.0.quantity': '2', payBy: 'cash' };
    const answer = await fillIn(agent, screen(), fields);
    expect(answer.headers.location).toMatch(/\?xong=DH/);
    expect(await stockOf(at.later)).toEqual({ ...before, onHand: before.onHand - 2, sold: before.sold + 2 });
    expect((await agent.get(answer.headers.location ?? '')).text).toContain('Đã ghi: thu tiền mặt 120.000');
  });

  it('shows a code that is paid in cash after all, or let go', async () => {
    const agent = await signedIn(({ household }) => household);
    const before = await stockOf(at.later);
    const fields = { 'lines.0.packId': at.packId, 'lines.0.quantity': '1', payBy: 'vietqr' };
    const [page = ''] = ((await fillIn(agent, screen(), fields)).headers.location ?? '').split('#');
    const { text } = await agent.get(page);
    expect(text).toContain('LÒ THỊ MẪU');
    expect(text).toContain('vietqr.svg?chi=ma');
    expect((await agent.get(screen())).text).toContain('Mã đang chờ tiền');
    expect((await fillIn(agent, page, {}, `${page}/tien-mat`)).headers.location).not.toBe(page);
    expect(await stockOf(at.later)).toEqual({ ...before, onHand: before.onHand - 1, sold: before.sold + 1 });
    const [other = ''] = ((await fillIn(agent, screen(), { amountVnd: '45 nghìn' })).headers.location ?? '').split('#');
    expect((await agent.get(other)).text).toContain('không truy xuất được lô nào');
    expect((await fillIn(agent, other, {}, `${other}/huy`)).headers.location).toBe(screen());
    expect((await agent.get(other)).text).toContain('Mã này đã huỷ');
  });

  it('comes back with what is wrong at its field, and for the stall’s people only', async () => {
    const agent = await signedIn(({ household }) => household);
    const none = await fillIn(agent, screen(), { 'lines.0.packId': at.packId, 'lines.0.quantity': '0' });
    expect(none.status).toBe(422);
    expect(none.text).toContain('Chọn hàng hoặc ghi số tiền');
    const short = await fillIn(agent, screen(), {
      'lines.0.packId': at.packId,
      'lines.0.quantity': '0',
      'lines.1.packId': at.packId,
      'lines.1.quantity': '9000',
    });
    expect(short.status).toBe(409);
    expect((await (await signedIn(({ stranger }) => stranger)).get(screen())).status).toBe(404);
    expect((await (await signedIn(({ cooperative }) => cooperative)).get(screen())).status).toBe(200);
  });

  it('keeps each quantity with its pack when that sells out meanwhile', async () => {
    const agent = await signedIn(({ household }) => household);
    const product = await aProduct(people().household.actor);
    await aBatch(people().household.actor, product, 2);
    const packId = firstPack(product);
    const sent = { 'lines.0.packId': packId, 'lines.0.quantity': '2', 'lines.1.packId': at.packId };
    await sell({ lines: [{ packId, quantity: 2 }] });
    const { status, text } = await fillIn(agent, screen(), { ...sent, 'lines.1.quantity': '0' });
    expect(status).toBe(409);
    for (const field of ['lines.0.packId', 'lines.1.packId'] as const)
      expect(text).toContain(`name="${field}" value="${sent[field]}"`);
  });
});
