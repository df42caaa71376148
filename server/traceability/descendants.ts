import { BatchModel, type BatchRecord, settled } from './batch-record.ts';
import { OutsideLotModel } from './outside-lot.ts';

/** A batch made from something, and how many steps away from it: 1 was made from it directly. */
export type Descendant<R> = R & { generation: number };

type Found = Pick<BatchRecord, '_id' | 'code'>;

const atOnce = 500;

/**
 * All batches made from these batches and lots from outside, directly or through others: each once, the nearest first.
 * @param wanted which parts of their records
 */
export async function descendantsOf<R extends Found>(
  sources: readonly string[],
  wanted: Readonly<Record<string, 1>> = { code: 1, sellerId: 1, productId: 1 },
): Promise<Descendant<R>[]> {
  const found = new Map<string, Descendant<R>>();
  const met = new Set(sources);
  let next = [...sources];
  for (let generation = 1; next.length > 0; generation += 1) {
    const made = await madeDirectly<R>(next, wanted);
    const fresh = made.filter(({ code }) => !met.has(code));
    for (const record of fresh) {
      met.add(record.code);
      found.set(record.code, { ...record, generation });
    }
    next = fresh.map(({ code }) => code);
  }
  return [...found.values()];
}

/** The codes of all batches that are barred by a recall of something they were made from, and are not called back themselves. */
export async function codesBarredByRecalls(): Promise<string[]> {
  const [recalled, outside] = await Promise.all([
    BatchModel.find({ state: 'recalled' }, { code: 1 }).lean(),
    OutsideLotModel.find({ 'recalls.id': { $gt: '' } }, { _id: 1 }).lean(),
  ]);
  const sources = [...recalled.map(({ code }) => code), ...outside.map(({ _id }) => _id)];
  return sources.length === 0 ? [] : (await descendantsOf(sources)).map(({ code }) => code);
}

async function madeDirectly<R extends Found>(sources: readonly string[], wanted: object): Promise<R[]> {
  const made = new Map<string, R>();
  for (let start = 0; start < sources.length; start += atOnce) {
    const among = { $in: sources.slice(start, start + atOnce) };
    const records = await BatchModel.find({ madeFrom: among, ...settled }, wanted).lean<R[]>();
    for (const record of records) made.set(record.code, record);
  }
  for (const record of await besideThem<R>([...made.keys()], wanted)) made.set(record.code, record);
  return [...made.values()].sort((a, b) => (a._id.toHexString() < b._id.toHexString() ? -1 : 1));
}

// What came out beside a batch was made from the same.
async function besideThem<R extends Found>(codes: readonly string[], wanted: object): Promise<R[]> {
  if (codes.length === 0) return [];
  return BatchModel.find({ besideOf: { $in: [...codes] }, ...settled }, wanted).lean<R[]>();
}
