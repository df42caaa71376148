import type { Book } from './book.ts';
import { Entries, type Entry, type Refusal } from './entries.ts';
import type { Writer } from './people.ts';

/** How a round of sending ended: all gone, or what it waits for. */
export type Round = 'done' | 'no-signal' | 'sign-in' | 'other-person' | 'ask';

/** Whether a round came to its end: what was refused stands aside and holds up nothing that is written after it. */
export const isThrough = (round: Round | null): boolean => round === 'done' || round === 'ask';

const hours12 = 720;
const minute = 60_000;

/**
 * Sends what waits, in the order it was written, each once however often it is tried: the entry's id is the request's key.
 * What the server refuses steps aside, and nothing but the steps of a refused batch waits behind it.
 * @param book what the server said a moment ago, with its time
 */
export async function sendAll(writer: Writer, book: Book): Promise<Round> {
  if (book.account.id !== writer.account) return 'other-person';
  const entries = new Entries(writer);
  const ahead = Math.round((Date.now() - Date.parse(book.now)) / minute);
  for (const entry of await entries.list('waiting')) {
    if (entry.kind === 'step' && (await waitsForBatch(entries, entry))) continue;
    const stop = await sendOne(writer, entries, await clocked(entries, entry, { ahead, now: Date.parse(book.now) }));
    if (stop) return stop;
  }
  await entries.trim();
  return (await entries.list('refused')).length > 0 ? 'ask' : 'done';
}

async function waitsForBatch(entries: Entries, { code }: Entry): Promise<boolean> {
  const left = [...(await entries.list('waiting')), ...(await entries.list('refused'))];
  return left.some((one) => one.kind === 'batch' && one.code === code);
}

/** How wrong the clock was is said once and kept: what is sent again must say the same. Far wrong, the day is asked. */
async function clocked(entries: Entries, entry: Entry, { ahead, now }: { ahead: number; now: number }): Promise<Entry> {
  if (entry.ahead !== null) return entry;
  const fromFuture = Math.round((entry.writtenAt - now) / minute);
  const told = { ...entry, ahead: Math.abs(ahead) < hours12 && fromFuture > hours12 ? fromFuture : ahead };
  const asks = Math.abs(told.ahead) >= hours12 && !entry.clockSeen;
  const asked: Entry = asks ? { ...told, refusal: { why: 'clock', words: [] } } : told;
  await entries.set(asked, asks ? 'refused' : 'waiting');
  return asked;
}

async function sendOne(writer: Writer, entries: Entries, entry: Entry): Promise<Round | null> {
  if (entry.refusal) return null;
  const outcome = (await sendPhotos(writer, entries, entry)) ?? (await sendBody(writer, entry));
  if (typeof outcome === 'string') return outcome;
  if (outcome) await entries.set({ ...entry, refusal: outcome }, 'refused');
  else await entries.set({ ...entry, sentAt: Date.now() }, 'sent');
  return null;
}

type Outcome = Round | Refusal | null;

async function sendPhotos(writer: Writer, entries: Entries, entry: Entry): Promise<Outcome> {
  for (const [n, id] of entry.photoIds.entries()) {
    if (id !== null) continue;
    const form = new FormData();
    form.append('file', await entries.photo(entry, n), 'photo.jpg');
    const answer = await post(writer, '/media', { key: `${entry.id}-photo-${n}`, body: form });
    if (!('json' in answer)) return answer.outcome;
    entry.photoIds[n] = String(answer.json.id);
    await entries.set(entry, 'waiting');
  }
  return null;
}

async function sendBody(writer: Writer, entry: Entry): Promise<Outcome> {
  const { id, body, writtenAt, ahead, photoIds, revision } = entry;
  const photos = entry.kind === 'batch' ? { photoId: photoIds[0] ?? undefined } : { photoIds };
  const sent = { ...body, ...photos, id, writtenAt: new Date(writtenAt).toISOString(), aheadMinutes: ahead ?? 0 };
  const path = entry.kind === 'batch' ? '/notebook/batches' : '/notebook/steps';
  const answer = await post(writer, path, { key: `${id}-${revision}`, body: JSON.stringify(sent) });
  return 'json' in answer ? null : answer.outcome;
}

type Answer = { json: Record<string, unknown> } | { outcome: Round | Refusal };

/** One request as its writer, under its key. */
export async function post(
  { account }: Pick<Writer, 'account'>,
  path: string,
  { key, body }: { key: string; body: BodyInit },
): Promise<Answer> {
  const headers: Record<string, string> = {
    'Idempotency-Key': key,
    'Expect-Account': account,
    Accept: 'application/json',
  };
  if (typeof body === 'string') headers['Content-Type'] = 'application/json';
  try {
    const answer = await fetch(`/api/v1${path}`, { method: 'POST', credentials: 'same-origin', headers, body });
    const json = answer.status === 204 ? {} : ((await answer.json()) as Record<string, unknown>);
    return answer.ok ? { json } : { outcome: refusalOf(answer.status, json) };
  } catch {
    // No signal, or it broke off: whether it arrived is known by asking again under the same key.
    return { outcome: 'no-signal' };
  }
}

const comeAgain = new Set([408, 425, 429, 500, 502, 503, 504]);
// Somebody else writes to the same at this moment.
const passing = new Set(['request-in-progress', 'batch-busy']);

function refusalOf(status: number, { type, detail, errors }: Record<string, unknown>): Round | Refusal {
  const code = String(type).replace(/^.*\//, '');
  if (status === 401) return 'sign-in';
  if (code === 'other-person') return 'other-person';
  if (comeAgain.has(status) || passing.has(code)) return 'no-signal';
  const mistakes = Array.isArray(errors) ? (errors as { detail?: unknown }[]).map((one) => String(one.detail)) : [];
  return { why: 'server', code, words: mistakes.length > 0 ? mistakes : [String(detail)] };
}

/** Asks the server who is signed in, what there is to write about, and what time it is. */
export async function fetchBook(voice: string): Promise<Book | Round> {
  try {
    const answer = await fetch(`/api/v1/notebook?voice=${encodeURIComponent(voice)}`, {
      credentials: 'same-origin',
      headers: { Accept: 'application/json' },
    });
    if (answer.status === 401 || answer.status === 403) return 'sign-in';
    return answer.ok ? ((await answer.json()) as Book) : 'no-signal';
  } catch {
    return 'no-signal';
  }
}
