/** What can go wrong, in the words of the business. The sentence people read is `problems.<code>` in the catalogues. */
export type ErrorKind =
  | 'malformed'
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'missing'
  | 'conflict'
  | 'gone'
  | 'too-many'
  | 'too-large'
  | 'unsupported'
  | 'unavailable';

/** Values that the sentence of a problem or mistake names, such as `{ available: 3 }`. */
export type Facts = Readonly<Record<string, string | number>>;

/** One wrong field: where it is (JSON pointer) and which sentence `mistakes.<code>` explains it. */
export interface Mistake {
  pointer: string;
  code: string;
  facts?: Facts;
}

/** Of possible mistakes those that were made: whether, where (JSON pointer), and the code of the sentence. */
export const mistakesMade = (possible: readonly [made: boolean, pointer: string, code: string][]): Mistake[] =>
  possible.flatMap(([made, pointer, code]) => (made ? [{ pointer, code }] : []));

export class DomainError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly facts: Facts;
  readonly mistakes: readonly Mistake[];
  /** The kind of thing that is there, but somebody else's: noted in the log, told to nobody. */
  refused: string | null = null;
  /** What programs are told beside the sentence, as extension members of the problem (RFC 9457, 3.2). */
  members: Readonly<Record<string, string | number>> = {};

  constructor(kind: ErrorKind, code: string, facts: Facts = {}, mistakes: readonly Mistake[] = []) {
    super(`${kind}: ${code}`);
    this.name = 'DomainError';
    this.kind = kind;
    this.code = code;
    this.facts = facts;
    this.mistakes = mistakes;
  }
}

const maker =
  (kind: ErrorKind) =>
  (code: string, facts: Facts = {}): DomainError =>
    new DomainError(kind, code, facts);

/** The input is understood but wrong; `mistakes` name the fields. */
export const invalid = (code: string, facts: Facts = {}, mistakes: readonly Mistake[] = []): DomainError =>
  new DomainError('invalid', code, facts, mistakes);
/** What arrived cannot be read at all: broken JSON, a broken form. */
export const malformed = maker('malformed');
/** Nobody is signed in, or the proof is wrong. */
export const unauthenticated = maker('unauthenticated');
/** It can be seen, but not done by this person. */
export const forbidden = maker('forbidden');
/** It is not there, or this person may not know that it is. */
export const missing = maker('missing');
/** Notes on a refusal that the thing is there, but another seller's; `thing` is its kind. */
export const ofAnother = (error: DomainError, thing: string): DomainError => Object.assign(error, { refused: thing });
/** The state of things does not allow it now. */
export const conflict = maker('conflict');
/** The state of things does not allow it now, and programs are told more of it than a sentence. */
export const telling = (
  code: string,
  facts: Facts,
  mistakes: readonly Mistake[],
  members: DomainError['members'],
): DomainError => Object.assign(new DomainError('conflict', code, facts, mistakes), { members });
/** It was there once and is used up. */
export const gone = maker('gone');
/** Too many tries; facts may give `retryAfterSeconds`. */
export const tooMany = maker('too-many');
/** More bytes than we take. */
export const tooLarge = maker('too-large');
/** A format we do not read. */
export const unsupported = maker('unsupported');
/** Something we depend on does not answer; try again later. */
export const unavailable = maker('unavailable');

/** What only the person who starts the program can mend: they get its message as one clear line, not a stack. */
export class OperatorError extends Error {}

/** A verb's result; where it finds mistakes, they point where `move` says that the form has what they mean. */
export async function pointedBy<T>(move: (pointer: string) => string, result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const mistakes = error.mistakes.map((one) => ({ ...one, pointer: move(one.pointer) }));
    throw new DomainError(error.kind, error.code, error.facts, mistakes);
  }
}
