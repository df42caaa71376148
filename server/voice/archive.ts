import { zipSync } from 'fflate';
import type { Actor } from '../actor.ts';
import { DomainError, type Facts, missing } from '../errors.ts';
import { readText } from '../reading/text.ts';
import { readSheet } from '../sheets/sheets.ts';
import { openZip } from '../sheets/zip.ts';
import { type Rows, writeCsv } from '../tables.ts';
import { keepClip, readClip, requireLanguage, requireOfficer } from './clips.ts';
import { listWritings, longestWriting, writeSentences } from './writings.ts';

/** What became of an archive: how much was kept, and what was not, by its file's name and why. */
export interface Brought {
  sounds: number;
  writings: number;
  left: { name: string; code: string; facts: Facts }[];
}

interface Sentence {
  key: string;
  words: string;
}

const writingsName = 'chu-viet.csv';
const endings = { 'audio/ogg': 'ogg', 'audio/webm': 'webm', 'audio/mpeg': 'mp3' };

/** All that there is of a language as a ZIP: each recording under its sentence's key, and what is written as a table. */
export async function packArchive(language: string, sentences: readonly Sentence[]): Promise<Buffer> {
  const files: Record<string, Uint8Array> = {};
  for (const { key } of sentences) {
    const clip = await readClip(language, key);
    if (clip) files[`${key}.${endings[clip.type]}`] = clip.bytes;
  }
  const written = await listWritings(language);
  const rows: Rows = [['key', 'vi', language], ...sentences.map(({ key, words }) => [key, words, written[key] ?? ''])];
  files[writingsName] = Buffer.from(writeCsv(rows));
  return Buffer.from(zipSync(files, { level: 0 }));
}

interface Bringing {
  actor: Actor;
  language: string;
  /** Those that there are. */
  sentences: readonly Sentence[];
  at: Date;
}

/**
 * Keeps each recording of an archive that is called by a sentence's key, and its table of what is written; one that is wrong holds
 * nothing else up.
 * @throws forbidden('officers-only'), missing('language-unknown'), and what `openZip` throws
 */
export async function bringArchive(bytes: Buffer, bringing: Bringing): Promise<Brought> {
  requireOfficer(bringing.actor);
  await requireLanguage(bringing.language);
  const { names, file } = openZip(bytes);
  const brought: Brought = { sounds: 0, writings: 0, left: [] };
  for (const name of names.filter(isMeant)) {
    try {
      const found = file(name) ?? Buffer.alloc(0);
      if (baseOf(name) === writingsName) {
        brought.writings += await bringWritings(found, bringing, brought.left);
      } else {
        await bringSound(found, name, bringing);
        brought.sounds += 1;
      }
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      brought.left.push({ name, code: error.code, facts: error.facts });
    }
  }
  return brought;
}

// Folders, and what a Mac writes beside each file.
const isMeant = (name: string): boolean => !name.endsWith('/') && !/(^|\/)(\.|__MACOSX)/.test(name);
const baseOf = (name: string): string => name.replace(/^.*[/\\]/, '');

/** @throws missing('sentence-unknown'), and what `keepClip` throws */
async function bringSound(bytes: Buffer, name: string, { actor, language, sentences, at }: Bringing): Promise<void> {
  const key = baseOf(name).replace(/\.\w+$/, '');
  if (!sentences.some((one) => one.key === key)) throw missing('sentence-unknown');
  await keepClip(actor, { language, key, bytes }, at);
}

/**
 * The first column names the sentence, the last says it; blank ones leave what is there as it is.
 * @param left gets what was wrong
 * @returns how many were kept
 */
async function bringWritings(bytes: Buffer, bringing: Bringing, left: Brought['left']): Promise<number> {
  const { actor, language, sentences, at } = bringing;
  const keys = new Set(sentences.map(({ key }) => key));
  const writings: Record<string, string> = {};
  for (const [place, [key = '', , said = '']] of readSheet(bytes).entries()) {
    if (!keys.has(key) || said === '') continue;
    const reading = readText(said);
    if ('value' in reading && reading.value.length <= longestWriting) writings[key] = reading.value;
    else left.push({ name: writingsName, code: 'writing-wrong', facts: { line: place + 1 } });
  }
  await writeSentences(actor, language, { writings, at });
  return Object.keys(writings).length;
}
