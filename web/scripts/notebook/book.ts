import type { Writer } from './people.ts';
import { type Sealed, sealJson, unsealJson } from './sealing.ts';
import { change, read } from './store.ts';

/** One question of a step. */
export interface Question {
  key: string;
  title: string;
  /** By which key it is said; a book of before has none. */
  heard?: string;
  unit: string | null;
  unitName?: string;
  min?: number;
  max?: number;
  needed: boolean;
}

export interface Stage {
  id: string;
  title: string;
  heard?: string;
  picture: string;
  makesStock: boolean;
  questions: Question[];
}

export interface Kind {
  kind: string;
  picture: string;
  units: { value: string; title: string }[];
  stages: Stage[];
}

export interface Quantity {
  value: number;
  unit: string;
}

export interface Product {
  id: string;
  name: string;
  kind: string;
  expiry: 'day' | 'day-or-none' | 'nothing';
  keepsDays: number | null;
  packs: { id: string; name: string }[];
  last: Quantity | null;
  /** The steps of the last batch; a book of before has none. */
  lastSteps?: { stage: string; days: number; answers: Record<string, string> }[];
  /** Answers to a question that need not be typed; a book of before has none. */
  known?: Record<string, string[]>;
}

export interface BatchRow {
  code: string;
  productId: string;
  kind: string;
  producedOn: string;
  quantity: Quantity;
  recalled: boolean;
  /** Ids of what was recorded; a book of before has none. */
  stages?: string[];
  next: string | null;
  steps: { title: string; day: string }[];
  /** What was last answered to each question. */
  answers: Record<string, string>;
  place: string | null;
}

/** What the server last told, as `GET /notebook` answers it. */
export interface Book {
  account: { id: string; name: string };
  key: string;
  now: string;
  languages: { code: string; name: string }[];
  /** Where each sentence can be heard. */
  clips: Record<string, string>;
  /** What is written in the language that is listened to; a book of before has none. */
  written?: Record<string, string>;
  products: Product[];
  kinds: Kind[];
  batches: BatchRow[];
}

/** As it is kept on the phone: without the key, with the phone's own time when it came. */
export type KeptBook = Omit<Book, 'key'> & { phoneNow: number };

/**
 * Keeps what the server told for when it cannot be asked.
 * @param phoneNow the phone's time before it was asked
 */
export async function keepBook(writer: Writer, { key: _key, ...book }: Book, phoneNow: number): Promise<KeptBook> {
  const { account, key } = writer;
  const kept: KeptBook = { ...book, phoneNow };
  await change({ put: [['books', account, await sealJson(key, kept)]] });
  return kept;
}

export async function readBook({ account, key }: Writer): Promise<KeptBook | null> {
  const sealed = await read<Sealed>('books', account);
  return sealed ? unsealJson<KeptBook>(key, sealed) : null;
}
