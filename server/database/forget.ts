import mongoose, { type mongo } from 'mongoose';
import { forgottenMark, ownFigures, partsOf, withoutWords } from './named.ts';

export { ownFigures, withoutWords } from './named.ts';

/** Words of a person that nobody shall find any more. */
export interface Forgotten {
  /** Words that mean this person wherever they stand. */
  everywhere: readonly string[];
  /** Words that others may bear too: they go only from records that name one of `ids`. */
  within: readonly string[];
  /** What says that a record is about this person. */
  ids: readonly string[];
  /** Records that keep their words until later: `collection/id`. */
  but?: readonly string[];
}

type Plain = Record<string, unknown>;

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
    for await (const record of collection.find({}))
      if (!forgotten.but?.includes(`${name}/${String(record._id)}`))
        changed += (await forgetIn(collection, record, forgotten)) ? 1 : 0;
  }
  return changed;
}

/** A text in which somebody is named, and in which collection. */
export interface Mention {
  collection: string;
  text: string;
}

/**
 * Every text of every record in which somebody is named, whatever room it belongs to: what `forgetWords` would change.
 * @param except collections of packed bytes
 */
export async function mentionsOf(known: Forgotten, except: RegExp): Promise<Mention[]> {
  const mentions: Mention[] = [];
  for await (const { collection, record } of everyRecord(except)) {
    const words = wordsFor(record, known);
    for (const { text } of textsIn(record)) if (withoutWords(text, words) !== text) mentions.push({ collection, text });
  }
  return mentions;
}

/** Every phone of Vietnam, in E.164, that stands in any text of any record. @param except collections of packed bytes */
export async function phonesNamed(except: RegExp): Promise<Set<string>> {
  const phones = new Set<string>();
  for await (const { record } of everyRecord(except))
    for (const { text } of textsIn(record)) for (const phone of phonesIn(text)) phones.add(phone);
  return phones;
}

// Their figures may stand in groups, with +84, with 0 or with neither.
const phonesIn = (text: string): string[] =>
  (text.match(/\d(?:[\s.()-]*\d){8,13}/g) ?? []).flatMap((run) => {
    const figures = ownFigures(run);
    return figures.length === 9 ? [`+84${figures}`] : [];
  });

async function* everyRecord(except: RegExp): AsyncGenerator<{ collection: string; record: mongo.WithId<Plain> }> {
  const { db } = mongoose.connection;
  if (!db) throw new Error('No database is connected');
  const all = await db.listCollections({}, { nameOnly: true }).toArray();
  for (const { name: collection } of all.filter((one) => !except.test(one.name)))
    for await (const record of db.collection<Plain>(collection).find({})) yield { collection, record };
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
    const changes = [...textsIn(record), ...partsIn(record, words)].flatMap(({ path, text, isPart }) => {
      const left = isPart ? forgottenMark : withoutWords(text, words);
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

interface Text {
  path: string;
  text: string;
  isPart?: true;
}

function textsIn(value: unknown, path = ''): Text[] {
  if (typeof value === 'string') return path === '_id' ? [] : [{ path, text: value }];
  if (value === null || typeof value !== 'object' || !isPlain(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, path === '' ? key : `${path}.${key}`));
}

/** Words that a record is searched by, one by one, which together are a name. */
function partsIn(value: unknown, words: readonly string[], path = ''): Text[] {
  if (value === null || typeof value !== 'object' || !isPlain(value)) return [];
  const under = (key: string) => (path === '' ? key : `${path}.${key}`);
  if (!isTexts(value)) return Object.entries(value).flatMap(([key, inner]) => partsIn(inner, words, under(key)));
  const parts = partsOf(value, words);
  return value.flatMap((text, place) =>
    parts.has(text) ? [{ path: under(`${place}`), text, isPart: true as const }] : [],
  );
}

const isTexts = (value: object): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');

const isPlain = (value: object): boolean => Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
