import mongoose, { Types } from 'mongoose';
import { newCode } from '../../server/codes.ts';
import { hashOfRegistration } from '../../server/traceability/batch.ts';
import { BatchModel, type BatchRecord } from '../../server/traceability/batch-record.ts';
import { hashOfEvent } from '../../server/traceability/event.ts';

const atOnce = 500;

/** How great a market shall be. */
interface Size {
  batches: number;
  /** The last two batches of each are not sold out yet. */
  goods: number;
  /** How many batches shall be scanned. */
  scanned: number;
}

/** What is for sale, and the packs it comes in. */
interface Goods {
  productId: string;
  packId: string;
}

/**
 * Brings the market to this size straight into the store, since a history made through the doors for each batch would take
 * hours. Answers the codes of some, spread over all of them, whose
 * histories hold as that of the first batch does.
 */
export async function fillMarket(code: string, { batches: total, goods: kinds, scanned }: Size): Promise<string[]> {
  const first = await BatchModel.findOne({ code }).lean<BatchRecord>().orFail();
  const goods = await copyGoods(first.productId, kinds);
  const every = Math.max(1, Math.floor(total / scanned));
  const known = new Set([code]);
  for (let from = 1; from < total; from += atOnce) {
    const numbers = Array.from({ length: Math.min(atOnce, total - from) }, (_, n) => from + n);
    const copies = numbers.map((n) => {
      const copy = copyOf(first, freshCode(known), goods[n % kinds], n >= total - 2 * kinds ? 40 : 0);
      return n % every === 0 ? sealed(copy) : copy;
    });
    await BatchModel.collection.insertMany(copies);
  }
  return [...known].filter((_, n) => n > 0 && n % every === 0).slice(0, scanned);
}

/** Goods that differ in nothing but their names and packs. */
async function copyGoods(productId: string, kinds: number): Promise<Goods[]> {
  const products = mongoose.connection.collection<{ slug: string; packs: { packId: string }[] }>('products');
  const product = await products.findOne({ _id: new Types.ObjectId(productId) });
  const copies = Array.from({ length: kinds }, (_, n) => {
    const packs = product?.packs.slice(0, 1).map((pack) => ({ ...pack, packId: new Types.ObjectId().toHexString() }));
    return { ...product, _id: new Types.ObjectId(), slug: `goods-${n}`, packs: packs ?? [] };
  });
  await products.insertMany(copies);
  return copies.map(({ _id, packs }) => ({ productId: _id.toHexString(), packId: packs[0]?.packId ?? '' }));
}

function copyOf(first: BatchRecord, code: string, goods: Goods | undefined, left: number): BatchRecord {
  if (!goods) throw new Error('no goods');
  const stock = [{ packId: goods.packId, onHand: left, free: left, sold: 40 - left }];
  return { ...first, _id: new Types.ObjectId(), code, lot: code, productId: goods.productId, stock };
}

/** Of a million random codes some come twice. */
function freshCode(known: Set<string>): string {
  const code = newCode();
  if (known.has(code)) return freshCode(known);
  known.add(code);
  return code;
}

/** The history hashed anew under the code it now stands under. */
function sealed(record: BatchRecord): BatchRecord {
  let previousHash = hashOfRegistration(record);
  const events = record.events.map((event) => {
    const moved = { ...event, previousHash };
    previousHash = hashOfEvent(record.code, moved);
    return { ...moved, hash: previousHash };
  });
  return { ...record, events, head: previousHash };
}
