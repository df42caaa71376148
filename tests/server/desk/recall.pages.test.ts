import { describe, expect, it } from 'vitest';
import { callBack } from '../../../server/desk/recall.ts';
import { placeOrder } from '../../../server/orders/orders.ts';
import { recordEvent } from '../../../server/traceability/events.ts';
import { RecallModel } from '../../../server/traceability/recall.ts';
import { formKey, noon } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { aBatch, markPaid, stockOf, wanted } from '../orders/makers.ts';
import { visitors, wordsOn } from '../storefront/visitors.ts';
import { aBatchOf, now, someGoods } from '../traceability/makers.ts';

useDatabase();
const { browserOf, commune, sale } = visitors();
type Agent = ReturnType<typeof browserOf>;

async function aPaid(quantity = 2) {
  const { packId, batch, product } = await sale();
  const { order } = await placeOrder(wanted(packId, quantity), noon);
  await markPaid(order.number, `FT-${order.number}`, noon);
  return { number: order.number, packId, batch, product };
}

const words = { reason: 'Độ ẩm quá cao', advice: 'Mang trả lại' };
const officer = () => browserOf(commune().officer);

/** Sends the form of a page that has been looked at. */
async function send(agent: Agent, path: string, fields: object, page?: string) {
  const { text } = await agent.get(page ?? path);
  return agent
    .post(path)
    .type('form')
    .send({ _key: formKey(text), ...fields });
}

describe('the recall page of a batch', () => {
  it('is not for households, and not there for strangers', async () => {
    const { batch } = await aPaid();
    expect((await browserOf(commune().household).get(`/lo/${batch.code}/thu-hoi`)).status).toBe(403);
    expect((await browserOf(commune().otherCooperative).get(`/lo/${batch.code}/thu-hoi`)).status).toBe(404);
  });

  it('shows what it reaches, recalls, lets go what is unpaid, and ends again', async () => {
    const { number, batch, packId, product } = await aPaid();
    const unpaid = await placeOrder(wanted(packId, 3), noon);
    const inputs = [{ batchCode: batch.code, quantity: { value: 2, unit: 'kg' } }];
    const made = await aBatch(commune().household.actor, product, 4, { inputs });
    const agent = officer();
    const path = `/lo/${batch.code}/thu-hoi`;
    const before = await agent.get(path);
    for (const reached of [number, unpaid.order.number, made.code]) expect(before.text).toContain(reached);
    expect(wordsOn(before.text)).toMatch(
      /Số lô 2 Còn trong kho 12 gói Trong đó đang giữ cho khách 3 gói Đã bán 2 gói Đơn có hàng này 2 Trong đó chưa trả tiền, sẽ huỷ 1 Người mua có số điện thoại 1/,
    );
    const empty = await send(agent, path, { reason: 'mốc' });
    expect(empty.status).toBe(422);
    expect(empty.text).toContain('href="#advice"');
    expect((await send(agent, path, words)).status).toBe(303);
    const after = await agent.get(path);
    for (const said of ['Độ ẩm quá cao', 'Đã huỷ', 'đã báo 0 trên 1']) expect(after.text).toContain(said);
    expect(after.text).not.toMatch(/0912|Nguyễn Thị Lan/);
    expect(await stockOf(batch.code)).toEqual({ onHand: 8, held: 0, sold: 2 });
    expect((await send(agent, `${path}/go`, { reason: 'Đã kiểm lại' }, path)).status).toBe(303);
    expect((await agent.get(path)).text).not.toContain('Đang thu hồi');
    expect((await now(made.code)).state).toBe('open');
  });
});

describe('the buyers to tell', () => {
  it('are ticked off one by one by who sells: who and when stays, however often it is sent', async () => {
    const { number, batch } = await aPaid();
    const agent = browserOf(commune().household);
    const spoken = { ...words, reasonEn: 'Too moist.', adviceEn: 'Bring it back.' };
    expect((await send(browserOf(commune().cooperative), `/lo/${batch.code}/thu-hoi`, spoken)).status).toBe(303);
    expect((await agent.get('/ban-lam-viec')).text).toContain('người mua phải báo về hàng thu hồi');
    const list = (await agent.get('/thu-hoi/goi')).text;
    expect(list).toContain('href="tel:+84912345678"');
    expect(list).toContain('href="https://zalo.me/84912345678"');
    expect(list).toMatch(
      new RegExp(
        `Chào Nguyễn Thị Lan\\.[^<]*${batch.lot}[^<]*${number}[^<]*Vì sao: Độ ẩm quá cao\\nNên làm: Mang trả lại`,
      ),
    );
    expect(list).toMatch(/href="sms:\+84912345678\?body(=|&#x3D;)Ch%C3%A0o%20/);
    expect((await agent.get('/thu-hoi/goi?lang=en')).text).toMatch(/Why: Too moist\.\nWhat to do: Bring it back\./);
    await agent.get('/thu-hoi/goi?lang=vi');
    const { _id: recallId } = await RecallModel.findOne({ sources: batch.code }).lean().orFail();
    const tick = (outcome: string) => send(agent, '/thu-hoi/goi', { recallId, number, outcome });
    const box = async () => wordsOn((await agent.get('/thu-hoi/goi')).text.split(`id="${recallId}"`)[1] ?? '');
    expect((await tick('no-answer')).status).toBe(303);
    expect(await box()).toMatch(/Còn 1 người mua phải báo .* Chưa gọi được Lò Thị Đôi/);
    for (let times = 0; times < 2; times += 1) expect((await tick('told')).status).toBe(303);
    expect(await box()).toMatch(/Đã báo hết .* Đã báo Lò Thị Đôi/);
    expect((await tick('waiting')).status).toBe(303);
    expect(await box()).toContain('Còn 1 người mua phải báo');
  });

  it('are of nobody else', async () => {
    const { number, batch } = await aPaid();
    await callBack(commune().officer.actor, batch.code, words, noon);
    const { _id: recallId } = await RecallModel.findOne({ sources: batch.code }).lean().orFail();
    for (const who of [commune().neighbour, commune().stranger, commune().otherCooperative]) {
      const agent = browserOf(who);
      expect((await agent.get('/thu-hoi/goi')).text).not.toContain(number);
      const tick = send(agent, '/thu-hoi/goi', { recallId, number, outcome: 'told' }, '/nghi-ngo');
      expect((await tick).status).toBe(404);
    }
    expect((await officer().get('/thu-hoi/goi')).status).toBe(403);
    expect((await browserOf(commune().stranger).get(`/thu-hoi/lenh/${recallId}`)).status).toBe(403);
    expect((await browserOf(commune().otherCooperative).get(`/thu-hoi/lenh/${recallId}`)).status).toBe(404);
  });
});

describe('a recall of what is not one batch', () => {
  const outside = (supplier: string) => ({ name: 'Tinh bột', supplier, lot: 'X1', receivedOn: '2026-11-01' });
  const madeFrom = async (who: ReturnType<typeof commune>['household'], supplier: string) => {
    const inputs = [{ outside: outside(supplier), quantity: { value: 2, unit: 'kg' } }];
    return aBatchOf(who.actor, await someGoods(who.actor), { inputs });
  };
  const sourcesOn = (html: string): string[] =>
    [...html.matchAll(/name="nguon" value="([^"]+)"/g)].map((match) => match[1] ?? '');
  const scope = (theo: string, ten: string, sources: readonly string[]) =>
    `/thu-hoi/pham-vi?${new URLSearchParams({ theo, ten, nguon: sources.join(',') }).toString()}`;

  it('finds a lot from outside by supplier and number at two sellers, asks, and lifts exactly what was ticked', async () => {
    const [ours, theirs] = [
      await madeFrom(commune().household, 'Ông Lù'),
      await madeFrom(commune().stranger, 'Ông Lù'),
    ];
    await madeFrom(commune().household, 'Bà Mai');
    const agent = officer();
    const found = (await agent.get('/thu-hoi/moi?theo=lo-ngoai&q=lu+x1')).text;
    expect(new Set(sourcesOn(found))).toEqual(new Set([ours, theirs].map((one) => one.inputs[0]?.outsideId)));
    expect(found).not.toMatch(/name="nguon"[^>]*checked/);
    const [id = ''] = [ours.inputs[0]?.outsideId];
    const spoken = await send(agent, scope('lo-ngoai', '', [id]), words);
    expect(spoken.status).toBe(303);
    expect([(await now(ours.code)).state, (await now(theirs.code)).state]).toEqual(['recalled', 'open']);
    const path = String(spoken.headers.location);
    expect((await agent.get(path)).text).toContain('Tinh bột, X1, Ông Lù');
    expect((await agent.get('/thu-hoi')).text).toContain(path);
    // Whoever takes in the same number from now on has the same goods; lifting takes that back too.
    await expect(madeFrom(commune().neighbour, 'Ông Lù')).rejects.toMatchObject({ code: 'input-barred' });
    expect((await send(agent, path, { reason: 'Đạt' })).status).toBe(303);
    const late = await madeFrom(commune().neighbour, 'Ông Lù');
    expect((await now(ours.code)).state).toBe('open');
    expect((await now(late.code)).state).toBe('open');
  });

  it('finds what a household made on a day, and what a fertiliser was used for', async () => {
    const { actor } = commune().household;
    const rice = await someGoods(actor, 'gao-seng-cu');
    const [used, spared] = [await aBatchOf(actor, rice), await aBatchOf(actor, rice, { producedOn: '2026-11-02' })];
    const care = (value: string) => ({
      stage: 'care',
      occurredAt: noon,
      measurements: [{ key: 'input', value, unit: '' }],
    });
    await recordEvent(actor, used.code, care('NPK Lâm Thao, lô 7'), noon);
    const { id } = await recordEvent(actor, spared.code, care('npk lam thao'), noon);
    expect(id).toBeTruthy();
    const agent = officer();
    const found = sourcesOn((await agent.get('/thu-hoi/moi?theo=vat-tu&q=NPK+Lam+Thao+lo+7')).text);
    expect(found).toEqual([used.code, spared.code]);
    expect(sourcesOn((await agent.get('/thu-hoi/moi?theo=vat-tu&q=npk&den=05/11/2026')).text)).toEqual([spared.code]);
    const spoken = await send(agent, scope('vat-tu', 'NPK lô 7', [used.code]), words);
    expect((await agent.get(String(spoken.headers.location))).text).toContain('NPK lô 7');
    expect([(await now(used.code)).state, (await now(spared.code)).state]).toEqual(['recalled', 'open']);
    const { household } = commune().sellers;
    const day = `/thu-hoi/moi?theo=ho-ngay&ho=${household.id}&tu=02/11/2026`;
    expect(sourcesOn((await agent.get(day)).text)).toEqual([spared.code]);
    expect(sourcesOn((await browserOf(commune().otherCooperative).get(day)).text)).toEqual([]);
  });

  it('names nothing that is not the cooperative’s, and nothing at all is refused', async () => {
    const theirs = await madeFrom(commune().stranger, 'Bà Hoa');
    const agent = browserOf(commune().cooperative);
    expect((await agent.get(scope('vat-tu', '', [theirs.code]))).status).toBe(404);
    expect((await agent.get(scope('lo-ngoai', '', [theirs.inputs[0]?.outsideId ?? '']))).status).toBe(404);
    expect((await agent.get(scope('vat-tu', '', []))).status).toBe(422);
    expect((await agent.get('/thu-hoi/moi?theo=lo-ngoai&q=hoa')).text).toContain('Không tìm thấy');
  });
});
