import { crc16 } from './crc16.ts';
import { sealed } from './encode.ts';
import { type Field, inside, type Place, pathOf, readFields, writeFields } from './fields.ts';
import { check, longestText, type Payee, serviceOf } from './rules.ts';
import { VietQrError } from './vietqr-error.ts';

/** What a VietQR text says; null where it says nothing. */
export interface VietQr {
  bin: string;
  number: string;
  payee: Payee;
  /** true when field 01 says 11 (more than once), false when 12 (once). */
  reusable: boolean | null;
  amountVnd: number | null;
  purpose: string | null;
  billNumber: string | null;
  merchantName: string | null;
  city: string | null;
  postalCode: string | null;
  /** Every field as it stood, known or not, in the order read: `write` gives the same text again. */
  fields: readonly Field[];
}

const outside: Place = { path: '', start: 0 };

/**
 * Reads a VietQR text strictly: any order of fields between the first and the checksum, unknown fields kept, anything
 * malformed refused. A text of more than 512 characters is not looked at.
 * @throws VietQrError with the field and the position of what is wrong.
 */
export function decode(text: string): VietQr {
  const { fields, top, additional } = readTop(text);
  return {
    ...payeeOf(top),
    reusable: top.find('01') === null ? null : top.find('01') === '11',
    amountVnd: top.find('54') === null ? null : Number(top.find('54')),
    purpose: additional?.find('08') ?? null,
    billNumber: additional?.find('01') ?? null,
    merchantName: top.find('59'),
    city: top.find('60'),
    postalCode: top.find('61'),
    fields,
  };
}

/** The text of decoded fields again, byte for byte. */
export const write = (fields: readonly Field[]): string => sealed(writeFields(fields.slice(0, -1)));

/** The outermost fields, and those of template 62 where it holds any. */
interface Top {
  fields: Field[];
  top: Level;
  additional: Level | null;
}

/**
 * What every VietQR has, whatever it pays, checked.
 * @param empty the id of a field that may be there with nothing in it
 * @throws VietQrError with the field and the position of what is wrong
 */
export function readTop(text: string, empty: string | null = null): Top {
  const fields = readFields(charactersOf(text), outside, empty);
  checkEnds(fields, text);
  const top = levelOf(fields, outside);
  const additional = top.find('62') ? templateOf(top, '62') : null;
  if (top.find('64') !== null) templateOf(top, '64');
  top.need('53');
  top.need('58');
  return { fields, top, additional };
}

function charactersOf(text: string): string[] {
  if (typeof text !== 'string' || text === '') throw new VietQrError('empty', '', 0);
  if (text.length > longestText) throw new VietQrError('too-long', '', longestText);
  const characters = Array.from(text);
  const bad = characters.findIndex((character) => /[\p{Cc}\p{Cs}]/u.test(character));
  if (bad >= 0) throw new VietQrError('bad-character', '', bad);
  return characters;
}

function checkEnds(fields: readonly Field[], text: string): void {
  const checksum = fields.find(({ id }) => id === '63');
  if (fields[0]?.id !== '00') throw new VietQrError('wrong-place', '00', 0);
  if (!checksum) throw new VietQrError('missing', '63', Array.from(text).length);
  if (checksum !== fields.at(-1)) throw new VietQrError('wrong-place', '63', checksum.position);
  if (!/^[0-9A-F]{4}$/.test(checksum.value)) throw new VietQrError('bad-value', '63', checksum.position + 4);
  if (crc16(text.slice(0, -4)) !== checksum.value) throw new VietQrError('wrong-checksum', '63', checksum.position + 4);
}

/** The fields of one level, each checked by its rule. */
export interface Level {
  find(id: string): string | null;
  need(id: string): string;
  place(id: string): Place;
}

/** @throws VietQrError for a field that its rule does not allow */
export function levelOf(fields: readonly Field[], place: Place): Level {
  const byId = new Map(fields.map((field) => [field.id, field]));
  for (const field of fields) checkField(field, place);
  const needed = (id: string): Field => {
    const field = byId.get(id);
    if (!field) throw new VietQrError('missing', pathOf(place, id), place.start);
    return field;
  };
  return {
    find: (id) => byId.get(id)?.value ?? null,
    need: (id) => needed(id).value,
    place: (id) => inside(place, needed(id)),
  };
}

// Letters beyond ASCII are for the language template and what others may define after it.
function checkField(field: Field, place: Place): void {
  const path = pathOf(place, field.id);
  if (Number(path.slice(0, 2)) < 64) {
    const bad = Array.from(field.value).findIndex((character) => !/[\x20-\x7e]/.test(character));
    if (bad >= 0) throw new VietQrError('bad-character', path, field.position + 4 + bad);
  }
  check(path, field.value, field.position + 4);
}

/** The level inside a template. @throws VietQrError when it is missing, or for what is wrong inside */
export function templateOf(level: Level, id: string): Level {
  const place = level.place(id);
  return levelOf(readFields(Array.from(level.need(id)), place), place);
}

function payeeOf(top: Level): { bin: string; number: string; payee: Payee } {
  const napas = templateOf(top, '38');
  napas.need('00');
  const account = templateOf(napas, '01');
  return {
    bin: account.need('00'),
    number: account.need('01'),
    payee: napas.need('02') === serviceOf.card ? 'card' : 'account',
  };
}
