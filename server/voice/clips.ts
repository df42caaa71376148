import { createHash } from 'node:crypto';
import type { Actor } from '../actor.ts';
import { bytesOf } from '../database/kept-bytes.ts';
import { upsert } from '../database/upsert.ts';
import { conflict, forbidden, invalid, missing, tooLarge, unsupported } from '../errors.ts';
import { slugOf } from '../fold.ts';
import { ClipModel, type ClipRecord, VoiceLanguageModel } from './clip.ts';
import { readSound } from './sound.ts';

/** What phones load of one sentence; anything larger waits to be recorded again. */
export const mostDelivered = 15 * 1024;
const mostBytes = 200 * 1024;
const mostSeconds = 15;
const mostLanguages = 30;

/** A recording without its sound. */
export type Clip = Omit<ClipRecord, '_id' | 'bytes'> & { url: string | null };

/** Those that people speak here from the start; an officer adds others. */
const first = [
  { code: 'vi', name: 'Tiếng Việt' },
  { code: 'thai', name: 'Tiếng Thái' },
  { code: 'mong', name: 'Tiếng Mông' },
  { code: 'dao', name: 'Tiếng Dao' },
];

export async function listVoiceLanguages(): Promise<{ code: string; name: string }[]> {
  const added = await VoiceLanguageModel.find().sort({ at: 1 }).lean();
  return [...first, ...added.map(({ _id, name }) => ({ code: _id, name }))];
}

/** @returns its code @throws forbidden('officers-only'), conflict('language-there'), conflict('too-many-languages') */
export async function addVoiceLanguage(actor: Actor, name: string, at: Date): Promise<string> {
  requireOfficer(actor);
  const code = slugOf(name, 'tieng')
    .replace(/^tieng-/, '')
    .slice(0, 20);
  const known = await listVoiceLanguages();
  if (known.some((one) => one.code === code)) throw conflict('language-there');
  if (known.length >= mostLanguages) throw conflict('too-many-languages', { most: mostLanguages });
  await VoiceLanguageModel.create({ _id: code, name, at });
  return code;
}

/** What was said in one language, without the sounds. */
export async function listClips(language: string): Promise<Clip[]> {
  return (await ClipModel.find({ language }, { bytes: 0 }).lean<Omit<ClipRecord, 'bytes'>[]>()).map(present);
}

/** The addresses of what phones may load, by key. */
export async function deliveredClips(language: string): Promise<Record<string, string>> {
  return Object.fromEntries(
    (await listClips(language)).flatMap(({ key, url }) => (url === null ? [] : [[key, url] as const])),
  );
}

/** The addresses of what is too heavy for phones, by key: an officer's browser makes it lighter. */
export const heavyClips = async (language: string): Promise<Map<string, string>> =>
  new Map((await listClips(language)).filter(({ url }) => url === null).map((clip) => [clip.key, addressOf(clip)]));

const addressOf = ({ language, key, hash }: Pick<Clip, 'language' | 'key' | 'hash'>): string =>
  `/giong/${language}/${key}/${hash}`;

/**
 * Keeps a recording in place of the one before.
 * @param key one of the sentences that can be said
 * @throws forbidden('officers-only'), missing('language-unknown'), tooLarge('sound-too-large'), unsupported('sound-unreadable'),
 * invalid('sound-too-long')
 */
export async function keepClip(
  actor: Actor,
  { language, key, bytes }: { language: string; key: string; bytes: Buffer },
  at: Date,
): Promise<Clip> {
  requireOfficer(actor);
  await requireLanguage(language);
  if (bytes.length > mostBytes) throw tooLarge('sound-too-large', { maxKilobytes: mostBytes / 1024 });
  const sound = readSound(bytes);
  if (sound === null) throw unsupported('sound-unreadable');
  if (sound.seconds > mostSeconds + 0.5) throw invalid('sound-too-long', { maxSeconds: mostSeconds });
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  const clip = { language, key, size: bytes.length, hash, by: actor.name, at, ...sound };
  await upsert(() =>
    ClipModel.updateOne({ _id: `${language} ${key}` }, { $set: { ...clip, bytes } }, { upsert: true }),
  );
  return present(clip);
}

/** The sound itself; null where nobody said it, or something else was said since. */
export async function readClip(
  language: string,
  key: string,
): Promise<(Pick<ClipRecord, 'type' | 'hash'> & { bytes: Buffer }) | null> {
  const found = await ClipModel.findOne({ _id: `${language} ${key}` }).lean();
  if (!found) return null;
  const { type, hash, bytes } = found;
  return { type, hash, bytes: bytesOf(bytes) };
}

/** @throws missing('language-unknown') */
export async function requireLanguage(language: string): Promise<void> {
  if (!(await listVoiceLanguages()).some(({ code }) => code === language)) throw missing('language-unknown');
}

/** @throws forbidden('officers-only') */
export function requireOfficer(actor: Actor): void {
  if (actor.role !== 'officer') throw forbidden('officers-only');
}

function present({ language, key, type, size, seconds, hash, by, at }: Omit<ClipRecord, '_id' | 'bytes'>): Clip {
  const url = size <= mostDelivered ? addressOf({ language, key, hash }) : null;
  return { language, key, type, seconds, hash, by, at, size, url };
}
