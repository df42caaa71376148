import { createHash } from 'node:crypto';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { OperatorError } from '../../errors.ts';
import { backupsKept, backupsThere } from '../daily-backup.ts';
import { type StoreKeys, storePlace } from './object-store.ts';
import { type SealedFile, sealFile } from './sealed-copy.ts';
import { folderPlace, type SecondPlace } from './second-place.ts';

/** What the settings say of the second place. */
export interface ElsewhereSettings {
  /** A folder, or the http(s) address of a bucket that speaks S3. */
  to: string;
  /** `age1…`: for whom copies are sealed. */
  recipient: string;
  /** How to get into the bucket; null for a folder. */
  keys: StoreKeys | null;
}

/** Says which copy lies at the second place, and by its own age since when. */
const marker = 'elsewhere';
const isCopy = (name: string): boolean => /^\d{4}-\d\d-\d\d\.archive\.age$/.test(name);
/** A place that failed is not asked again at once: what goes there is large. */
const restMs = 10 * 60_000;

/** The place that the settings name. */
export const placeOf = ({ to, keys }: ElsewhereSettings): SecondPlace =>
  keys === null ? folderPlace(to) : storePlace(to, keys);

/**
 * Brings the newest backup of a folder to the second place, sealed, and keeps as many there as here. To be called now and then,
 * by one process.
 * @param beside a file that goes along as it is whenever it has changed, and has nothing in it that names anybody
 * @returns brings it: the name of the copy it made, or null where there is none to make just now
 */
export function bringingElsewhere(
  folder: string,
  settings: ElsewhereSettings,
  beside: string | null = null,
): (at: Date) => Promise<string | null> {
  const place = placeOf(settings);
  let notBefore = Number.NEGATIVE_INFINITY;
  let besideAt: number | null = null;
  const bringBeside = async (): Promise<void> => {
    const changed = beside === null ? null : await madeAt(beside);
    if (beside === null || changed === null || changed.getTime() === besideAt) return;
    await place.put(basename(beside), await summed(beside));
    besideAt = changed.getTime();
  };
  const bringNewest = async (): Promise<string | null> => {
    const newest = (await backupsThere(folder)).at(-1);
    if (newest === undefined || (await broughtLast(folder)) === newest) return null;
    await bring(place, { folder, newest, recipient: settings.recipient });
    return `${newest}.age`;
  };
  return async (at) => {
    if (at.getTime() < notBefore) return null;
    notBefore = at.getTime() + restMs;
    await bringBeside();
    const brought = await bringNewest();
    notBefore = Number.NEGATIVE_INFINITY;
    return brought;
  };
}

async function summed(path: string): Promise<SealedFile> {
  const bytes = await readFile(path);
  return { path, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

interface Bringing {
  folder: string;
  newest: string;
  recipient: string;
}

async function bring(place: SecondPlace, { folder, newest, recipient }: Bringing): Promise<void> {
  const name = `${newest}.age`;
  const own = join(folder, `${name}.partial`);
  try {
    const file = await sealFile(join(folder, newest), own, recipient);
    await place.put(name, file);
    const there = (await place.list()).filter((one) => isCopy(one.name));
    const bytes = there.find((one) => one.name === name)?.bytes ?? 0;
    if (bytes !== file.bytes) throw new OperatorError(`${name} has ${bytes} of ${file.bytes} bytes at ${place.name}`);
    await writeFile(join(folder, marker), newest, { mode: 0o600 });
    const old = there
      .map((one) => one.name)
      .toSorted()
      .slice(0, -backupsKept);
    for (const one of old) await place.remove(one);
  } finally {
    await rm(own, { force: true });
  }
}

const broughtLast = (folder: string): Promise<string | null> =>
  readFile(join(folder, marker), 'utf8').catch(() => null);

/** The name of the newest copy at the second place. @throws OperatorError where there is none */
export async function newestThere(place: SecondPlace): Promise<string> {
  const name = (await place.list())
    .map((one) => one.name)
    .filter(isCopy)
    .toSorted()
    .at(-1);
  if (name === undefined) throw new OperatorError(`There is no copy at ${place.name}`);
  return name;
}

/**
 * Seconds since a copy was brought to the second place; where none ever was, since there is something to bring; nothing
 * where there is none yet.
 */
export async function elsewhereFigures(folder: string, at: Date): Promise<{ elsewhere?: number }> {
  const [oldest = ''] = await backupsThere(folder);
  const since = (await madeAt(join(folder, marker))) ?? (oldest === '' ? null : await madeAt(join(folder, oldest)));
  return since === null ? {} : { elsewhere: Math.max(0, Math.round((at.getTime() - since.getTime()) / 1000)) };
}

const madeAt = async (file: string): Promise<Date | null> => (await stat(file).catch(() => null))?.mtime ?? null;
