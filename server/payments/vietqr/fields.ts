import { VietQrError } from './vietqr-error.ts';

/** One data object: two digits of id, two of length, and the value. `position` is where its id stands in the whole text. */
export interface Field {
  readonly id: string;
  readonly value: string;
  readonly position: number;
}

/** Where a run of fields stands: the path of the template around it ('' outside) and the index of its first character. */
export interface Place {
  readonly path: string;
  readonly start: number;
}

export const pathOf = (place: Place, id: string): string => (place.path === '' ? id : `${place.path}.${id}`);

/** Where the fields inside a template stand. */
export const inside = (place: Place, field: Field): Place => ({
  path: pathOf(place, field.id),
  start: field.position + 4,
});

/**
 * Splits a text, already in single characters, into its fields. Every character belongs to one; no id comes twice.
 * Lengths count characters, not bytes (EMVCo MPM 1.1, section 3.2).
 * @param empty the path of a field that may be there with nothing in it
 * @throws VietQrError bad-id, bad-length, past-the-end or repeated, with the position.
 */
export function readFields(characters: readonly string[], place: Place, empty: string | null = null): Field[] {
  const fields: Field[] = [];
  const seen = new Set<string>();
  let at = 0;
  while (at < characters.length) {
    const field = readField(characters, at, { ...place, empty });
    if (seen.has(field.id)) throw new VietQrError('repeated', pathOf(place, field.id), field.position);
    seen.add(field.id);
    fields.push(field);
    at += 4 + Array.from(field.value).length;
  }
  return fields;
}

function readField(characters: readonly string[], at: number, place: Place & { empty: string | null }): Field {
  const position = place.start + at;
  const id = characters.slice(at, at + 2).join('');
  if (!/^\d\d$/.test(id)) throw new VietQrError('bad-id', place.path, position);
  const path = pathOf(place, id);
  const digits = characters.slice(at + 2, at + 4).join('');
  if (!/^\d\d$/.test(digits) || (digits === '00' && path !== place.empty))
    throw new VietQrError('bad-length', path, position + 2);
  const value = characters.slice(at + 4, at + 4 + Number(digits));
  if (value.length < Number(digits)) throw new VietQrError('past-the-end', path, position + 4);
  return { id, value: value.join(''), position };
}

/**
 * Writes fields one after another, as they are given.
 * @throws VietQrError when a value is empty or longer than the 99 characters a length can say.
 */
export function writeFields(fields: readonly { id: string; value: string }[], path = ''): string {
  return fields
    .map(({ id, value }) => {
      const length = Array.from(value).length;
      const where = path === '' ? id : `${path}.${id}`;
      if (length === 0) throw new VietQrError('empty', where);
      if (length > 99) throw new VietQrError('too-long', where);
      return `${id}${String(length).padStart(2, '0')}${value}`;
    })
    .join('');
}
