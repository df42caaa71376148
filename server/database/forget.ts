import mongoose, { type mongo } from 'mongoose';

/** Words of a person that nobody shall find any more. */
export interface Forgotten {
  /** Words that mean this person wherever they stand. */
  everywhere: readonly string[];
  /** Words that others may bear too: they go only from records that name one of `ids`. */
  within: readonly string[];
  /** What says that a record is about this person. */
  ids: readonly string[];
}

type Plain = Record<string, unknown>;

/** What stands where a word was. */
const forgottenMark = '…';

const tries = 10;

/**
 * Takes words out of every text of every record, whatever room it belongs to: a field that nobody thought of is searched too.
 * Sealed and packed bytes are not: who keeps them takes them away. Safe to repeat.
 * @param except collections whose texts are sealed by hashes, and those of files
 * @returns how many records were changed
 */
export async function forgetWords(forgotten: Forgotten, except: RegExp): Promise<number> {
  const { db } = mongoose.connection;
  if (!db) throw new Error('No database is connected');
  const all = await db.listCollections({}, { nameOnly: true }).toArray();
  let changed = 0;
  for (const { name } of all.filter((one) => !except.test(one.name))) {
    const collection = db.collection<Plain>(name);
    for await (const record of collection.find({})) changed += (await forgetIn(collection, record, forgotten)) ? 1 : 0;
  }
  return changed;
}

// A record that changes meanwhile is read again: nothing of the change is lost, and no word stays.
async function forgetIn(
  collection: mongo.Collection<Plain>,
  found: mongo.WithId<Plain>,
  forgotten: Forgotten,
): Promise<boolean> {
  let record: mongo.WithId<Plain> | null = found;
  for (let attempt = 0; record !== null && attempt < tries; attempt += 1) {
    const words = wordsFor(record, forgotten);
    const changes = textsIn(record).flatMap(({ path, text }) => {
      const left = withoutWords(text, words);
      return left === text ? [] : [{ path, text, left }];
    });
    if (changes.length === 0) return attempt > 0;
    const was = Object.fromEntries(changes.map(({ path, text }) => [path, text]));
    const becomes = Object.fromEntries(changes.map(({ path, left }) => [path, left]));
    const { matchedCount } = await collection.updateOne({ _id: record._id, ...was }, { $set: becomes });
    if (matchedCount === 1) return true;
    record = await collection.findOne({ _id: record._id });
  }
  if (record !== null)
    throw new Error(`a record of ${collection.collectionName} changes too often to forget anything in it`);
  return false;
}

const wordsFor = (record: Plain, { everywhere, within, ids }: Forgotten): readonly string[] =>
  isAbout(record, ids) ? [...everywhere, ...within] : everywhere;

const isAbout = (record: Plain, ids: readonly string[]): boolean => {
  const said = JSON.stringify(record);
  return ids.some((id) => said.includes(id));
};

/** The text without any of the words, the longest first, whatever their letters' size. */
export const withoutWords = (text: string, words: readonly string[]): string =>
  words
    .toSorted((a, b) => b.length - a.length)
    .reduce((left, word) => left.replaceAll(new RegExp(escaped(word), 'giu'), forgottenMark), text);

const escaped = (word: string): string => word.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);

interface Text {
  path: string;
  text: string;
}

function textsIn(value: unknown, path = ''): Text[] {
  if (typeof value === 'string') return path === '_id' ? [] : [{ path, text: value }];
  if (value === null || typeof value !== 'object' || !isPlain(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, path === '' ? key : `${path}.${key}`));
}

const isPlain = (value: object): boolean => Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
