import { inflateRawSync } from 'node:zlib';
import { tooLarge, unsupported } from '../errors.ts';

const endMark = 0x06_05_4b_50;
const entryMark = 0x02_01_4b_50;
// A Mac writes a second file beside each of a hundred and more recordings.
const mostEntries = 1000;
const mostUnpacked = 12 * 1024 * 1024;

interface Entry {
  at: number;
  packed: number;
  isDeflated: boolean;
}

/** Whether bytes begin as a ZIP does, and so every workbook. */
export const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;

/**
 * The files of a ZIP, each unpacked only when asked for and never beyond 12 MB together, whatever the archive says of itself: a bomb
 * is refused before it goes off.
 * @throws unsupported('sheet-unreadable') for what is no such archive, tooLarge('sheet-too-large')
 */
export function openZip(bytes: Buffer): { names: string[]; file: (name: string) => Buffer | null } {
  const entries = entriesOf(bytes);
  let left = mostUnpacked;
  const file = (name: string): Buffer | null => {
    const entry = entries.get(name);
    const unpacked = entry ? unpack(bytes, entry, left) : null;
    left -= unpacked?.length ?? 0;
    return unpacked;
  };
  return { names: [...entries.keys()], file };
}

function entriesOf(bytes: Buffer): Map<string, Entry> {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end < 0 || end + 22 > bytes.length || bytes.readUInt32LE(end) !== endMark) throw unsupported('sheet-unreadable');
  const count = bytes.readUInt16LE(end + 10);
  if (count > mostEntries) throw tooLarge('sheet-too-large');
  const entries = new Map<string, Entry>();
  for (let n = 0, at = bytes.readUInt32LE(end + 16); n < count; n += 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== entryMark) throw unsupported('sheet-unreadable');
    const [nameLength, extra, comment] = [28, 30, 32].map((place) => bytes.readUInt16LE(at + place)) as [
      number,
      number,
      number,
    ];
    entries.set(bytes.toString('utf8', at + 46, at + 46 + nameLength), {
      at: bytes.readUInt32LE(at + 42),
      packed: bytes.readUInt32LE(at + 20),
      isDeflated: bytes.readUInt16LE(at + 10) === 8,
    });
    at += 46 + nameLength + extra + comment;
  }
  return entries;
}

function unpack(bytes: Buffer, { at, packed, isDeflated }: Entry, most: number): Buffer {
  if (at + 30 > bytes.length) throw unsupported('sheet-unreadable');
  const start = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
  const body = bytes.subarray(start, start + packed);
  if (!isDeflated && body.length <= most) return body;
  if (!isDeflated) throw tooLarge('sheet-too-large');
  try {
    return inflateRawSync(body, { maxOutputLength: Math.max(most, 1) });
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
      ? tooLarge('sheet-too-large')
      : unsupported('sheet-unreadable');
  }
}
