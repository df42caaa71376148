import type { Actor } from '../actor.ts';
import { findProducts } from '../catalog/products.ts';
import { findSellers, sellersSeenBy } from '../identity/sellers.ts';
import { bansAmong, isOutsideId, sourcesOf, withShared } from './bans.ts';
import type { BatchState } from './batch.ts';
import { BatchModel, settled } from './batch-record.ts';
import { seenRecord } from './batch-sight.ts';
import { descendantsOf } from './descendants.ts';
import { type Kin, kin } from './kin.ts';
import { findOutsideLots, type OutsideLot } from './outside-lots.ts';
import { type Edge, edgesAmong } from './trace-edges.ts';

export type { Edge } from './trace-edges.ts';

/** A batch or a lot from outside in a family. */
export interface KnownNode {
  hidden: false;
  /** Of a batch its code, of a lot from outside its id: what the edges name. */
  id: string;
  outside: boolean;
  lot: string | null;
  productName: string;
  sellerName: string;
  /** The household whose harvest it is, where a cooperative took it in. */
  deliveredBy: string | null;
  /** YYYY-MM-DD; of a lot from outside the day it was taken in. */
  producedOn: string;
  state: BatchState;
  /** How many steps away, on the shortest way. */
  generation: number;
}

/** One that the actor may not see: that it is there, and nothing of it. */
export interface HiddenNode {
  hidden: true;
  /** A name for the edges of this answer alone. */
  id: string;
  generation: number;
}

export type Node = KnownNode | HiddenNode;

export interface Trace {
  code: string;
  /** What it was made from, the nearest first. */
  back: Node[];
  /** What was made from it, the nearest first. */
  forward: Node[];
  /** What came out at the same making: of the same sources, and none of it made from another. */
  beside: Node[];
  edges: Edge[];
}

/**
 * The whole family of a batch, back to lots from outside and forward to the last batch made from it: every generation, each
 * once; what the actor may not see is hidden. @throws missing('batch-not-found')
 */
export async function traceBatch(actor: Actor, code: string): Promise<Trace> {
  const record = await seenRecord(actor, code);
  const [back, forward, beside] = await Promise.all([
    ancestorsOf(record),
    descendantsOf<Kin>([record.code], kin),
    besides(record),
  ]);
  const outside = await findOutsideLots([...back.outside.keys()]);
  const family = [record, ...beside, ...back.batches, ...forward];
  const naming = await namesFor(actor, family, outside);
  const nodes = {
    back: [...back.batches.map(naming.batch), ...outside.map((lot) => naming.lot(lot, back.outside.get(lot.id) ?? 1))],
    forward: forward.map(naming.batch),
  };
  const inFamily = new Set([...family.map((one) => one.code), ...back.outside.keys()]);
  return {
    code: record.code,
    back: nodes.back.sort((a, b) => a.generation - b.generation),
    forward: nodes.forward,
    beside: beside.map((one) => naming.batch({ ...one, generation: 0 })),
    edges: await edgesAmong(family, inFamily, naming),
  };
}

/** What came out at the same making as a batch. */
async function besides({ code, besideOf = code }: Pick<Kin, 'code' | 'besideOf'>): Promise<Kin[]> {
  return BatchModel.find({ $or: [{ code: besideOf }, { besideOf }], code: { $ne: code }, ...settled }, kin)
    .sort({ _id: 1 })
    .lean<Kin[]>();
}

async function ancestorsOf(record: Kin) {
  const batches = new Map<string, Kin & { generation: number }>();
  const outside = new Map<string, number>();
  let next = (await withShared([record])).flatMap(sourcesOf);
  for (let generation = 1; next.length > 0; generation += 1) {
    for (const id of next.filter(isOutsideId)) outside.set(id, outside.get(id) ?? generation);
    const codes = next.filter((id) => !isOutsideId(id) && !batches.has(id) && id !== record.code);
    const found = await withShared(await BatchModel.find({ code: { $in: codes }, ...settled }, kin).lean<Kin[]>());
    for (const one of found) batches.set(one.code, { ...one, generation });
    next = [...new Set(found.flatMap(sourcesOf))];
  }
  return { batches: [...batches.values()], outside };
}

async function namesFor(actor: Actor, family: readonly Kin[], lots: readonly OutsideLot[]) {
  const seen = await sellersSeenBy(actor);
  const maySee = ({ sellerId }: { sellerId: string }): boolean => seen === 'all' || seen.includes(sellerId);
  const hidden = new Map(
    [...family.map(({ code, sellerId }) => ({ id: code, sellerId })), ...lots]
      .filter((one) => !maySee(one))
      .map(({ id }, index) => [id, `hidden-${index + 1}`] as const),
  );
  const [products, sellers, bans] = await Promise.all([
    findProducts([...new Set(family.map(({ productId }) => productId))]),
    findSellers([...new Set(family.flatMap(({ sellerId, deliveredBy }) => [sellerId, deliveredBy ?? []].flat()))]),
    bansAmong(family),
  ]);
  const names = new Map([...products, ...sellers].map(({ id, name }) => [id, name]));
  const idOf = (id: string): string => hidden.get(id) ?? id;
  return {
    idOf,
    isHidden: (id: string): boolean => hidden.has(id),
    batch: ({ generation, ...one }: Kin & { generation: number }): Node =>
      hidden.has(one.code)
        ? { hidden: true, id: idOf(one.code), generation }
        : {
            hidden: false,
            id: one.code,
            outside: false,
            lot: one.lot,
            productName: names.get(one.productId) ?? one.code,
            sellerName: names.get(one.sellerId) ?? '',
            deliveredBy: names.get(one.deliveredBy ?? '') ?? null,
            producedOn: one.producedOn,
            state: bans.get(one.code)?.why === 'recalled' ? 'recalled' : one.state,
            generation,
          },
    lot: (lot: OutsideLot, generation: number): Node =>
      hidden.has(lot.id) ? { hidden: true, id: idOf(lot.id), generation } : outsideNode(lot, generation),
  };
}

const outsideNode = (lot: OutsideLot, generation: number): KnownNode => ({
  hidden: false,
  id: lot.id,
  outside: true,
  lot: lot.lot,
  productName: lot.name,
  sellerName: lot.supplier,
  deliveredBy: null,
  producedOn: lot.receivedOn,
  state: lot.recalled ? 'recalled' : 'open',
  generation,
});
