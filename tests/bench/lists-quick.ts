import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import mongoose, { Types } from 'mongoose';
import { connectTo } from '../../server/database/connection.ts';
import { startEngine } from '../../server/engine/engine.ts';
import { OrderModel } from '../../server/orders/order-record.ts';
import { listOrders } from '../../server/orders/orders.ts';
import { BatchModel } from '../../server/traceability/batch-record.ts';
import { listBatches } from '../../server/traceability/batches.ts';
import { aVillage } from '../server/traceability/makers.ts';
const at = new Date('2026-11-16T05:00:00Z');
const dataDir = mkdtempSync(path.join(os.tmpdir(), 'cho-lists-'));
const engine = await startEngine({ dataDir, noSync: true });
await connectTo(engine.uri, 'bench');
const { commune, farmer, product } = await aVillage();
const n = Number(process.env.N ?? 100000);
const sellerId = farmer.sellerId ?? '';
const t0 = performance.now();
for (let s = 0; s < n; s += 500) {
  const ns = Array.from({ length: 500 }, (_, k) => s + k);
  await OrderModel.collection.insertMany(ns.map((k) => { const when = new Date(at.getTime() - k * 300_000); return { _id: Types.ObjectId.createFromTime(Math.floor(when.getTime() / 1000)), number: `DH${String(k).padStart(8, '0')}`, sellerId, state: k % 50 === 0 ? 'cancelled' : 'delivered', items: [{ packId: 'g', productId: product.id, name: 'Miến', packName: 'Gói', quantity: 1, priceVnd: 60000, taken: [] }], buyer: { name: 'Vàng Thị Xuân', phone: '+84912345678', address: null }, buyerWords: ['vang', 'thi', 'xuan', `09${k}`, String(k % 10000)], delivery: { method: 'ship', payBy: 'vietqr' }, shippingVnd: 0, totalVnd: 60000, placedAt: when, holdsUntil: when, paidAt: when, history: [], due: [], keyHash: '', changedAt: when }; }) as never);
  await BatchModel.collection.insertMany(ns.map((k) => { const when = new Date(at.getTime() - k * 300_000); return { _id: Types.ObjectId.createFromTime(Math.floor(when.getTime() / 1000)), sellerId, productId: product.id, code: `B${String(k).padStart(7, '0')}`, lot: `L${k}`, kind: 'mien-dong', state: 'open', quantity: { value: 10, unit: 'kg' }, producedOn: '2026-11-10', expiresOn: null, inputs: [], registeredPacks: [], limits: [], stock: [], holds: [], events: [], head: '', recall: null, gate: 'open', outside: false, certified: false, nextUnit: 1, createdAt: when }; }) as never);
}
console.log('filled', n, Math.round(performance.now() - t0), 'ms');
const off = commune.officer.actor; const coop = commune.cooperative.actor;
const since = new Date('2026-05-01'); const until = new Date('2026-06-01');
const asks: [string, () => Promise<unknown>][] = [
  ['officer all', () => listOrders(off, { limit: 21 })],
  ['officer delivered', () => listOrders(off, { list: 'delivered', limit: 21 })],
  ['officer to-do', () => listOrders(off, { list: 'to-do', limit: 21 })],
  ['farmer to-do', () => listOrders(farmer, { list: 'to-do', limit: 21 })],
  ['farmer ended', () => listOrders(farmer, { list: 'ended', limit: 21 })],
  ['coop all', () => listOrders(coop, { limit: 21 })],
  ['officer number', () => listOrders(off, { words: 'DH00051', limit: 21 })],
  ['officer goods', () => listOrders(off, { words: 'mien dong', limit: 21 })],
  ['officer nothing', () => listOrders(off, { words: 'zzzz', limit: 21 })],
  ['farmer buyer common', () => listOrders(farmer, { words: 'vang xuan', limit: 21 })],
  ['farmer buyer phone', () => listOrders(farmer, { words: '7777', limit: 21 })],
  ['officer month', () => listOrders(off, { since, until, limit: 21 })],
  ['farmer month', () => listOrders(farmer, { since, until, limit: 21 })],
  ['officer year', () => listOrders(off, { since: new Date('2025-12-01'), limit: 21 })],
  ['batches officer', () => listBatches(off, { limit: 21 })],
  ['batches goods', () => listBatches(off, { words: 'mien dong', limit: 21 })],
  ['batches code', () => listBatches(off, { words: 'B00777', limit: 21 })],
  ['batches month', () => listBatches(farmer, { since, until, limit: 21 })],
];
for (const [name, ask] of asks) { const ts: number[] = []; for (let r = 0; r < 4; r += 1) { const t = performance.now(); const rows = (await ask()) as unknown[]; ts.push(performance.now() - t); if (r === 3) console.log(name.padEnd(22), rows.length, ts.map((x) => x.toFixed(0)).join(' ')); } }
await mongoose.disconnect(); await engine.stop(); rmSync(dataDir, { recursive: true, force: true });
