/** What is wrong with a VietQR text, or with what should be written as one. */
export type VietQrMistake =
  | 'empty'
  | 'too-long'
  | 'bad-character'
  | 'bad-id'
  | 'bad-length'
  | 'past-the-end'
  | 'repeated'
  | 'missing'
  | 'wrong-place'
  | 'wrong-checksum'
  | 'bad-value'
  | 'too-much';

/**
 * The only error this folder throws.
 * `field` is the path of the field's ids, outermost first and joined by dots (`38.01.00` is the BIN), or '' for the text
 * as a whole; `position` is the 0-based index, in characters, at which reading stopped, or null when writing.
 */
export class VietQrError extends Error {
  readonly mistake: VietQrMistake;
  readonly field: string;
  readonly position: number | null;

  constructor(mistake: VietQrMistake, field: string, position: number | null = null) {
    const where = position === null ? '' : ` at ${position}`;
    super(`VietQR: ${mistake}${field === '' ? '' : ` in ${field}`}${where}`);
    this.name = 'VietQrError';
    this.mistake = mistake;
    this.field = field;
    this.position = position;
  }
}
