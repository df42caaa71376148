import { randomUUID } from 'node:crypto';
import { newPhone, pin } from './makers.ts';
import { storyRequests } from './visibility-stories.ts';
import { account, aLink, complainant, type Things } from './visibility-world.ts';

export interface Asked {
  path: string;
  body?: object;
  /** What the answer of a list shows when the household's own row is in it. */
  shows?: string;
}

export type Request = (things: Things) => Promise<Asked>;

const onBatch =
  (tail: string, body?: object): Request =>
  async ({ batch }) => ({ path: `/batches/${await batch()}${tail}`, ...(body && { body }) });

const onRun =
  (which: 'labelRun' | 'printedRun', tail: string, body?: object): Request =>
  async (things) => ({ path: `/label-runs/${await things[which]()}${tail}`, ...(body && { body }) });

const onOrder =
  (which: 'order' | 'packed' | 'paid', tail: string, body?: object): Request =>
  async (things) => ({ path: `/orders/${await things[which]()}${tail}`, ...(body && { body }) });

const recall = { reason: 'Ẩm quá mức', advice: 'Đừng ăn, mang trả lại' };
const may = '?from=2026-05-12&to=2026-06-12';
const pack = { name: 'Gói 500 g', netQuantity: { value: 500, unit: 'g' }, priceVnd: 60_000 };

/** For every route one request about the household's own things, right in everything but perhaps who asks. */
export const requests: Record<string, Request> = {
  'POST /sessions': async () => ({ path: '/sessions', body: { phone: newPhone(), pin: '000000' } }),
  'DELETE /sessions/current': async () => ({ path: '/sessions/current' }),
  'GET /profiles': async () => ({ path: '/profiles' }),
  'GET /products': async ({ product }) => ({ path: '/products?limit=100', shows: (await product()).id }),
  'GET /products/{id}': async ({ product }) => ({ path: `/products/${(await product()).id}` }),
  'POST /products': async ({ sellerId }) => ({
    path: '/products',
    body: { name: `Miến dong ${randomUUID().slice(0, 8)}`, kind: 'mien-dong', packs: [pack], sellerId },
  }),
  'PATCH /products/{id}': async ({ product }) => ({
    path: `/products/${(await product()).id}`,
    body: { name: 'Miến dong sợi nhỏ' },
  }),
  'POST /products/{id}/shop-links': async ({ product }) => ({
    path: `/products/${(await product()).id}/shop-links`,
    body: aLink(),
  }),
  'DELETE /products/{id}/shop-links/{linkId}': async ({ product, productLink }) => ({
    path: `/products/${(await product()).id}/shop-links/${await productLink()}`,
  }),
  'POST /sellers/{id}/shop-links': async ({ sellerId }) => ({ path: `/sellers/${sellerId}/shop-links`, body: aLink() }),
  'DELETE /sellers/{id}/shop-links/{linkId}': async ({ sellerId, sellerLink }) => ({
    path: `/sellers/${sellerId}/shop-links/${await sellerLink()}`,
  }),
  ...storyRequests,
  'GET /batches': async ({ batch }) => ({ path: '/batches?limit=100', shows: await batch() }),
  'POST /batches': async ({ product }) => ({
    path: '/batches',
    body: { productId: (await product()).id, quantity: { value: 10, unit: 'kg' }, producedOn: '2026-11-10' },
  }),
  'GET /batches/{code}': onBatch(''),
  'POST /batches/{code}/events': onBatch('/events', {
    stage: 'planting',
    occurredAt: '2026-11-11T08:00:00+07:00',
    note: 'Trời nắng',
  }),
  'POST /batches/{code}/corrections': async ({ batch, event }) => ({
    path: `/batches/${await batch()}/corrections`,
    body: { eventId: await event(), reason: 'Ghi nhầm', note: 'Trời mưa' },
  }),
  'POST /batches/{code}/recall': onBatch('/recall', recall),
  'POST /batches/{code}/recall/lifting': async ({ recalled }) => ({
    path: `/batches/${await recalled()}/recall/lifting`,
    body: { reason: 'Đã kiểm tra lại' },
  }),
  'POST /batches/{code}/sale-permission': async ({ kept }) => ({
    path: `/batches/${await kept()}/sale-permission`,
    body: { reason: 'Đã phơi lại, đo lại đạt' },
  }),
  'GET /batches/{code}/trace': onBatch('/trace'),
  'GET /batches/{code}/balance': onBatch('/balance'),
  'POST /batches/{code}/balance/answers': onBatch('/balance/answers', { said: 'Củ năm nay nhiều bột' }),
  'POST /batches/{code}/write-offs': onBatch('/write-offs', {
    quantity: { value: 1, unit: 'kg' },
    reason: 'spoilt',
    occurredAt: '2026-11-16T08:00:00+07:00',
  }),
  'GET /label-templates': async () => ({ path: '/label-templates' }),
  'GET /label-stocks': async () => ({ path: '/label-stocks' }),
  'POST /batches/{code}/label-runs': async ({ batch, wantedRun }) => ({
    path: `/batches/${await batch()}/label-runs`,
    body: await wantedRun(),
  }),
  'GET /label-runs/{id}': onRun('labelRun', ''),
  'POST /label-runs/{id}/voiding': onRun('labelRun', '/voiding', {}),
  'GET /label-runs/{id}/sheet.pdf': onRun('printedRun', '/sheet.pdf'),
  'GET /label-runs/{id}/sheet.html': onRun('printedRun', '/sheet.html'),
  'GET /label-runs/{id}/labels.zip': onRun('printedRun', '/labels.zip'),
  'GET /label-runs/{id}/labels.zpl': onRun('printedRun', '/labels.zpl'),
  'GET /label-runs/{id}/labels.tspl': onRun('printedRun', '/labels.tspl'),
  'GET /label-runs/{id}/labels.csv': onRun('printedRun', '/labels.csv'),
  'GET /label-runs/{id}/labels.xlsx': onRun('printedRun', '/labels.xlsx'),
  'POST /orders': async ({ batch, product }) => {
    await batch();
    const items = [{ packId: (await product()).packId, quantity: 1 }];
    const buyer = { name: 'Nguyễn Lan', phone: '0912345678' };
    return { path: '/orders', body: { items, buyer, delivery: { method: 'pickup', payBy: 'cash' } } };
  },
  'GET /orders': async ({ order }) => ({ path: '/orders?limit=100', shows: await order() }),
  'GET /orders/{number}': onOrder('order', ''),
  'POST /orders/{number}/cancellation': onOrder('order', '/cancellation', {}),
  'POST /orders/{number}/payment': async ({ orderByTransfer }) => ({
    path: `/orders/${(await orderByTransfer()).number}/payment`,
    body: {},
  }),
  'POST /orders/{number}/packing': onOrder('order', '/packing', {}),
  'POST /orders/{number}/shipment': onOrder('packed', '/shipment', {}),
  'POST /orders/{number}/delivery': onOrder('packed', '/delivery', {}),
  'POST /orders/{number}/return': onOrder('packed', '/return', { goods: 'back' }),
  'POST /orders/{number}/refund': onOrder('paid', '/refund', { note: 'Chuyển lại FT1' }),
  'GET /bank-connections': async () => ({ path: '/bank-connections', shows: account }),
  'POST /bank-connections': async () => ({
    path: '/bank-connections',
    body: { provider: 'sepay', accounts: ['9900000001'], apiKey: `another-key-${randomUUID()}` },
  }),
  'GET /transfers': async ({ transfer }) => ({ path: '/transfers', shows: await transfer() }),
  'POST /transfers/{id}/match': async ({ transfer, orderByTransfer }) => ({
    path: `/transfers/${await transfer()}/match`,
    body: { orderNumber: (await orderByTransfer()).number },
  }),
  'POST /stalls/{id}/sales': async ({ sellerId }) => ({
    path: `/stalls/${sellerId}/sales`,
    body: { amountVnd: 25_000 },
  }),
  'GET /stalls/{id}/sales/{saleId}': async ({ sellerId, sale }) => ({
    path: `/stalls/${sellerId}/sales/${await sale()}`,
  }),
  'GET /stall-verdicts': async () => ({ path: '/stall-verdicts?since=2026-11-16T00:00:00Z' }),
  'GET /notebook': async () => ({ path: '/notebook' }),
  'POST /notebook/codes': async () => ({ path: '/notebook/codes', body: { count: 1 } }),
  'POST /notebook/pin': async () => ({ path: '/notebook/pin', body: { pin } }),
  // The household's own code: its cooperative may register its batches, but not under a code that another phone holds.
  'POST /notebook/batches': async ({ product, heldCode }) => ({
    path: '/notebook/batches',
    body: {
      id: randomUUID(),
      writtenAt: '2026-11-16T04:00:00Z',
      code: await heldCode(),
      productId: (await product()).id,
      quantity: { value: 10, unit: 'kg' },
      producedOn: '2026-11-10',
      expiresOn: '2027-11-10',
    },
  }),
  'POST /notebook/steps': async ({ batch }) => ({
    path: '/notebook/steps',
    body: {
      id: randomUUID(),
      writtenAt: '2026-11-16T04:00:00Z',
      batchCode: await batch(),
      stage: 'planting',
      occurredOn: '2026-11-11',
    },
  }),
  'GET /imports/{id}': async ({ sheet }) => ({ path: `/imports/${await sheet()}` }),
  'POST /imports/{id}/run': async ({ sheet }) => ({ path: `/imports/${await sheet()}/run` }),
  'POST /imports/{id}/undo': async ({ sheet }) => ({ path: `/imports/${await sheet()}/undo` }),
  'POST /complaints': async () => ({
    path: '/complaints',
    body: { kind: 'other', text: 'Chờ lâu', contact: { name: 'Nguyễn Lan', phone: complainant } },
  }),
  'GET /complaints/{code}': async ({ complaint }) => ({
    path: `/complaints/${await complaint()}?contact=${encodeURIComponent(complainant)}`,
  }),
  'GET /voice-hints': async () => ({ path: '/voice-hints?language=thai' }),
  'GET /desk': async () => ({ path: '/desk' }),
  'GET /sellers/{id}/revenue-book': async ({ sellerId }) => ({ path: `/sellers/${sellerId}/revenue-book${may}` }),
  'GET /sellers/{id}/revenue-book.xlsx': async ({ sellerId }) => ({
    path: `/sellers/${sellerId}/revenue-book.xlsx${may}`,
  }),
  'GET /sellers/{id}/revenue-book.csv': async ({ sellerId }) => ({
    path: `/sellers/${sellerId}/revenue-book.csv${may}`,
  }),
  'GET /indicators': async () => ({ path: `/indicators${may}` }),
  'GET /indicators.xlsx': async () => ({ path: `/indicators.xlsx${may}` }),
  'GET /indicators.docx': async () => ({ path: `/indicators.docx${may}` }),
  'GET /indicators.csv': async () => ({ path: `/indicators.csv${may}` }),
};
