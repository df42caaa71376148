import type { Writer } from './people.ts';
import { type Sealed, seal, sealJson, unseal, unsealJson } from './sealing.ts';
import { type Change, change, read, readAll } from './store.ts';

/** `waiting` to be sent, `refused` by the server and aside, `sent`. */
export type EntryState = 'waiting' | 'refused' | 'sent';

/** What is asked about an entry before it can go, or why the server did not take it. */
export interface Refusal {
  /** `clock`: the phone's clock was wrong, and the day is asked; else the server's own words. */
  why: 'clock' | 'server';
  words: string[];
  /** What the server calls it; absent in entries of before. */
  code?: string;
}

/** A batch or a step as it was written here. */
export interface Entry {
  id: string;
  kind: 'batch' | 'step';
  /** Of the batch it is, or belongs to. */
  code: string;
  title: string;
  /** What the server is sent besides photos and times. */
  body: Record<string, unknown>;
  /** By the phone's clock. */
  writtenAt: number;
  /** So many minutes the phone was ahead when it was first sent; null before. */
  ahead: number | null;
  /** The day was asked since the clock was wrong. */
  clockSeen: boolean;
  /** One for each photo: its id once the server has it. */
  photoIds: (string | null)[];
  /** Raised when it is mended: what was refused made nothing, and goes again under another key. */
  revision: number;
  refusal: Refusal | null;
  sentAt: number | null;
}

/** A text of what an entry says; '' where it says none. */
export const said = ({ body }: Pick<Entry, 'body'>, key: string): string => {
  const value = body[key];
  return typeof value === 'string' ? value : '';
};

/** The day that an entry is of. */
export const dayIn = (entry: Pick<Entry, 'body'>): string => said(entry, 'producedOn') || said(entry, 'occurredOn');

interface Kept {
  account: string;
  state: EntryState;
  savedAt: number;
  sealed: Sealed;
}

const mostSent = 30;

/** Entries of one person, in the order they were written. */
export class Entries {
  private readonly writer: Writer;

  constructor(writer: Writer) {
    this.writer = writer;
  }

  /** Keeps a new entry with its photos; of a batch the code is used up by the same change. */
  async add(entry: Entry, photos: readonly Blob[], more: Change = {}): Promise<void> {
    const sealed = await Promise.all(photos.map(async (photo) => seal(this.writer.key, await bytesOf(photo))));
    const pictures = sealed.map((one, n): ['photos', string, unknown] => ['photos', photoKey(entry.id, n), one]);
    await change({
      put: [await this.row(entry, 'waiting'), ...pictures, ...(more.put ?? [])],
      drop: more.drop ?? [],
    });
  }

  /** Writes what became of an entry; once it has arrived its photos need not be kept. */
  async set(entry: Entry, state: EntryState): Promise<void> {
    const gone =
      state === 'sent' ? entry.photoIds.map((_, n): ['photos', string] => ['photos', photoKey(entry.id, n)]) : [];
    await change({ put: [await this.row(entry, state)], drop: gone });
  }

  /** Throws away an entry that was refused. */
  async drop(entry: Entry): Promise<void> {
    const pictures = entry.photoIds.map((_, n): ['photos', string] => ['photos', photoKey(entry.id, n)]);
    await change({ drop: [['entries', keyOf(entry)], ...pictures] });
  }

  async photo(entry: Entry, n: number): Promise<Blob> {
    const sealed = await read<Sealed>('photos', photoKey(entry.id, n));
    if (!sealed) throw new Error('a photo is gone');
    return new Blob([await unseal(this.writer.key, sealed)], { type: 'image/jpeg' });
  }

  /** All of a state, in the order they were written. */
  list(state: EntryState): Promise<Entry[]> {
    return this.all((kept) => kept.state === state);
  }

  /** All of the person, whatever became of them, in the order they were written. */
  async all(isWanted: (kept: Kept) => boolean = () => true): Promise<Entry[]> {
    const own = (await readAll<Kept>('entries')).filter((one) => one.account === this.writer.account && isWanted(one));
    return Promise.all(own.map(({ sealed }) => unsealJson<Entry>(this.writer.key, sealed)));
  }

  /** The last 30 that arrived stay readable; older ones go. */
  async trim(): Promise<void> {
    const sent = await this.list('sent');
    await change({
      drop: sent.slice(0, Math.max(0, sent.length - mostSent)).map((entry) => ['entries', keyOf(entry)]),
    });
  }

  private async row(entry: Entry, state: EntryState): Promise<['entries', string, Kept]> {
    const sealed = await sealJson(this.writer.key, entry);
    return ['entries', keyOf(entry), { account: this.writer.account, state, savedAt: entry.writtenAt, sealed }];
  }
}

/** How many of each state lie on the phone, of one person or of all. */
export async function countEntries(account?: string): Promise<Record<EntryState, number> & { oldest: number | null }> {
  const kept = (await readAll<Kept>('entries')).filter((one) => account === undefined || one.account === account);
  const count = (state: EntryState) => kept.filter((one) => one.state === state).length;
  const left = kept.filter(({ state }) => state !== 'sent').map(({ savedAt }) => savedAt);
  const oldest = left.length > 0 ? Math.min(...left) : null;
  return { waiting: count('waiting'), refused: count('refused'), sent: count('sent'), oldest };
}

let last = 0;

/** A place in the order of writing that no wrong clock mixes up: ids begin with it. */
export async function nextPlace(): Promise<number> {
  const kept = await readAll<{ n: number }>('books').then((all) => all.find((one) => typeof one.n === 'number'));
  last = Math.max(last, kept?.n ?? 0) + 1;
  await change({ put: [['books', '*place', { n: last }]] });
  return last;
}

const keyOf = ({ id }: Entry): string => id;
const photoKey = (id: string, n: number): string => `${id} ${n}`;

/** A UUID whose first digits are its place, so that keys are in the order of writing. */
export function entryId(place: number): string {
  const [, , b, c, d] = uuid().split('-');
  const head = place.toString(16).padStart(12, '0');
  return `${head.slice(0, 8)}-${head.slice(8)}-${(b ?? '').replace(/^./, '4')}-${c}-${d}`;
}

function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

// Older phones have no `Blob.arrayBuffer`.
const bytesOf = (blob: Blob): Promise<ArrayBuffer> => new Response(blob).arrayBuffer();
