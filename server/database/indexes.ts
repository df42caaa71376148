import type { Collection, CreateIndexesOptions, IndexDescription } from 'mongodb';
import type { Model } from 'mongoose';

/** Building over many documents takes as long as it takes; whoever waits for an answer is not waiting for this. */
// The driver passes it on, though its types do not know it.
const unhurried = { socketTimeoutMS: 0 } as CreateIndexesOptions;

/**
 * Makes the indexes of all models, one collection after the other, so that a large database is not busy with all of them at
 * once. An index of ours whose rules have changed since is made anew; one that the operator made stays.
 */
export async function makeIndexes(models: readonly Model<unknown>[]): Promise<void> {
  for (const model of models) await makeIndexesOf(model);
}

async function makeIndexesOf(model: Model<unknown>): Promise<void> {
  const wanted = model.schema.indexes().map(([key, options]): IndexDescription => {
    const { background: _, ...rest } = options;
    return { key: key as IndexDescription['key'], ...rest } as IndexDescription;
  });
  const collection = model.collection as unknown as Collection;
  if (wanted.length === 0) return;
  try {
    await collection.createIndexes(wanted, unhurried);
  } catch (error) {
    if (!isOtherwise(error)) throw error;
    for (const index of wanted) await makeAnew(collection, index);
  }
}

const isOtherwise = (error: unknown): boolean => [85, 86].includes(Number((error as { code?: unknown }).code));

async function makeAnew(collection: Collection, { key, ...options }: IndexDescription): Promise<void> {
  const make = () => collection.createIndex(key, { ...options, ...unhurried });
  try {
    await make();
  } catch (error) {
    if (!isOtherwise(error)) throw error;
    const same = (await collection.indexes()).find((one) => JSON.stringify(one.key) === JSON.stringify(key));
    if (!same?.name) throw error;
    await collection.dropIndex(same.name, unhurried);
    await make();
  }
}
