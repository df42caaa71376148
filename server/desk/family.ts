import type { Actor } from '../actor.ts';
import { findPacks, type Quantity } from '../catalog/products.ts';
import { type Batch, getBatch } from '../traceability/batches.ts';
import { type Plot, plotsOf } from '../traceability/plots.ts';
import { type Edge, type KnownNode, type Node, traceBatch } from '../traceability/trace.ts';
import { namesOf } from './names.ts';
import { scopeOf } from './recall-scope.ts';

/** A batch, or a lot from outside, in the family of another. */
export interface Relative {
  /** What the edges name. */
  id: string;
  /** Below 0 what it was made from, 0 the batch itself and what came out beside it, above 0 what was made from it. */
  generation: number;
  /** Came out at the same making as the batch. */
  beside: boolean;
  /** Of another cooperative, say: that it is there, and nothing of it. */
  hidden: boolean;
  outside: boolean;
  product: string;
  lot: string | null;
  maker: string;
  /** YYYY-MM-DD; '' of a hidden one. */
  producedOn: string;
  recalled: boolean;
  /** How much of it went in, or, of what was made from the batch, how much went into it. */
  amounts: Quantity[];
  /** Where something of it grew. */
  plots: string[];
}

export interface PackRow {
  name: string;
  onHand: number;
  sold: number;
}

/** From where, to where: a batch's whole family with what became of its own packs and of all of them. */
export interface Family {
  batch: Batch;
  /** From the farthest source to the last that was made of it, what came out beside it after itself. */
  relatives: Relative[];
  edges: readonly Edge[];
  packs: PackRow[];
  /** Of the batch and of all that was made from it. */
  sold: number;
  orders: number;
  buyers: number;
}

/** @throws missing('batch-not-found') */
export async function familyOf(actor: Actor, code: string): Promise<Family> {
  const batch = await getBatch(actor, code);
  const [trace, scope, packs, names] = await Promise.all([
    traceBatch(actor, batch.code),
    scopeOf([batch.code]),
    packRows(batch),
    namesOf([batch, ...(batch.deliveredBy ? [{ sellerId: batch.deliveredBy, productId: null }] : [])]),
  ]);
  const known = [batch.code, ...trace.back.flatMap((node) => (node.hidden || node.outside ? [] : [node.id]))];
  const told = { amounts: amountsOf(trace.edges), plots: plotsBy(await plotsOf(known)) };
  const self: Relative = {
    ...blank(batch.code, 0),
    product: names.get(batch.productId) ?? batch.code,
    lot: batch.lot,
    maker: makerIn({
      deliveredBy: names.get(batch.deliveredBy ?? '') ?? null,
      sellerName: names.get(batch.sellerId) ?? '',
    }),
    producedOn: batch.producedOn,
    recalled: batch.state === 'recalled',
    plots: told.plots.get(batch.code) ?? [],
  };
  const back = trace.back.map((node) => relativeOf(node, -node.generation, told));
  const forward = trace.forward.map((node) => relativeOf(node, node.generation, told));
  const beside = trace.beside.map((node) => ({ ...relativeOf(node, 0, told), beside: true, amounts: [] }));
  return {
    batch,
    relatives: [...back.reverse(), self, ...beside, ...forward],
    edges: trace.edges,
    packs,
    sold: scope.sold,
    orders: scope.orders,
    buyers: scope.buyers,
  };
}

interface Told {
  amounts: { from: Map<string, Quantity[]>; to: Map<string, Quantity[]> };
  plots: Map<string, string[]>;
}

const blank = (id: string, generation: number): Relative => ({
  id,
  generation,
  beside: false,
  hidden: false,
  outside: false,
  product: '',
  lot: null,
  maker: '',
  producedOn: '',
  recalled: false,
  amounts: [],
  plots: [],
});

function relativeOf(node: Node, generation: number, { amounts, plots }: Told): Relative {
  const side = generation < 0 ? amounts.from : amounts.to;
  const relative = { ...blank(node.id, generation), amounts: side.get(node.id) ?? [] };
  if (node.hidden) return { ...relative, hidden: true };
  return {
    ...relative,
    outside: node.outside,
    product: node.productName,
    lot: node.lot,
    maker: makerIn(node),
    producedOn: node.producedOn,
    recalled: node.state === 'recalled',
    plots: plots.get(node.id) ?? [],
  };
}

// Whose harvest it is says more than who took it in.
const makerIn = ({ deliveredBy, sellerName }: Pick<KnownNode, 'deliveredBy' | 'sellerName'>): string =>
  deliveredBy === null ? sellerName : `${deliveredBy} → ${sellerName}`;

function amountsOf(edges: readonly Edge[]): Told['amounts'] {
  const amounts: Told['amounts'] = { from: new Map(), to: new Map() };
  for (const { from, to, quantity } of edges.filter(({ besideOf }) => besideOf === undefined)) {
    amounts.from.set(from, [...(amounts.from.get(from) ?? []), quantity]);
    amounts.to.set(to, [...(amounts.to.get(to) ?? []), quantity]);
  }
  return amounts;
}

function plotsBy(plots: readonly Plot[]): Map<string, string[]> {
  const by = new Map<string, string[]>();
  for (const { code, said } of plots) by.set(code, [...(by.get(code) ?? []), said]);
  return by;
}

async function packRows({ stock }: Batch): Promise<PackRow[]> {
  const ids = stock.map(({ packId }) => packId);
  const names = new Map((await findPacks(ids, { withRetired: true })).map(({ pack }) => [pack.id, pack.name]));
  return stock.map(({ packId, onHand, sold }) => ({ name: names.get(packId) ?? packId, onHand, sold }));
}
