import { findProducts } from '../catalog/products.ts';
import { dayMs } from '../days.ts';
import { findSellers } from '../identity/sellers.ts';
import { type Language, pick } from '../language.ts';
import { findStandingRecall, type Recall, recallNoticeDays, standingRecalls } from '../traceability/recall-book.ts';
import { scopedBatches } from '../traceability/recall-scope.ts';

/** A recall as everybody reads it: what it is called, which may name a person, stays inside. */
export interface RecallNotice {
  id: string;
  goods: string[];
  /** How many batches; null while it is being spoken. */
  batches: number | null;
  reason: string;
  advice: string;
  at: Date;
}

/** The recalls of the last ten days that stand, the latest first; read anew for each page, so that none is late. */
export async function noticesAt(at: Date, language: Language): Promise<RecallNotice[]> {
  const recalls = await standingRecalls(new Date(at.getTime() - recallNoticeDays * dayMs));
  const goods = await namesOfGoods(recalls.flatMap(({ reached }) => reached?.productIds ?? []));
  return recalls.map((recall) => noticeOf(recall, goods, language));
}

/** One recall with every lot that it reaches, for everybody; null when there is none that stands. */
export async function noticeWithLots(id: string, language: Language) {
  const recall = await findStandingRecall(id);
  if (recall === null) return null;
  const batches = await scopedBatches(recall.sources);
  const [goods, sellers] = await Promise.all([
    namesOfGoods(batches.map(({ productId }) => productId)),
    findSellers([...new Set(batches.map(({ sellerId }) => sellerId))]),
  ]);
  const names = new Map(sellers.map((one) => [one.id, one.name]));
  const lots = batches.map(({ code, lot, productId, sellerId, producedOn }) => ({
    lot,
    producedOn,
    product: goods.get(productId) ?? '',
    seller: names.get(sellerId) ?? '',
    url: `/t/${code}`,
  }));
  return { ...noticeOf(recall, goods, language), batches: batches.length, lots };
}

const noticeOf = (recall: Recall, goods: ReadonlyMap<string, string>, language: Language): RecallNotice => ({
  id: recall.id,
  goods: [...new Set((recall.reached?.productIds ?? []).flatMap((one) => goods.get(one) ?? []))],
  batches: recall.reached?.batches ?? null,
  reason: pick(recall.reason, language),
  advice: pick(recall.advice, language),
  at: recall.at,
});

async function namesOfGoods(ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  return new Map((await findProducts([...new Set(ids)])).map(({ id, name }) => [id, name]));
}
