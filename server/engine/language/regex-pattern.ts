import { badValue, unsupported } from './errors.ts';

/** Where the text has got to: the characters before and after as code points, and whether the one after is the last. */
export interface Place {
  before: number;
  after: number;
  isLast: boolean;
}

/** Before the first character and after the last. */
export const nothing = -1;
const newLine = 10;

/** A place in the pattern: it takes a character, holds or not, forks, or (without a `next`) is the end. */
export interface State {
  id: number;
  takes?: (character: string) => boolean;
  holds?: (place: Place) => boolean;
  next: State[];
}

/** A piece of the pattern, built once it is known what follows. */
type Piece = (next: State) => State;

export interface Pieces {
  /** One character's test: a class, an escape, `.` or the character itself, as written. */
  character: (source: string) => (character: string) => boolean;
  isMultiline: boolean;
}

const mostStates = 1_000;

/** Reads a pattern that JavaScript has found to be well-formed. */
export class PatternReader {
  readonly #pattern: string;
  readonly #pieces: Pieces;
  #at = 0;
  #states = 0;

  constructor(pattern: string, pieces: Pieces) {
    this.#pattern = pattern;
    this.#pieces = pieces;
  }

  /** Alternatives, up to the end or a closing bracket. */
  read(): Piece {
    const alternatives = [this.#sequence()];
    while (this.#take('|')) alternatives.push(this.#sequence());
    const [only] = alternatives;
    if (only && alternatives.length === 1) return only;
    return (next) => this.#state({ next: alternatives.map((piece) => piece(next)) });
  }

  #sequence(): Piece {
    const pieces: Piece[] = [];
    while (this.#at < this.#pattern.length && !'|)'.includes(this.#pattern.charAt(this.#at)))
      pieces.push(this.#repeated(this.#piece()));
    return (next) => pieces.reduceRight((following, piece) => piece(following), next);
  }

  #piece(): Piece {
    if (this.#take('(')) return this.#group();
    if (this.#take('^')) return this.#assertion(({ before }) => before === nothing || this.#endsLine(before));
    if (this.#take('$')) return this.#assertion((place) => this.#isEnd(place));
    const source = this.#match(/\\p\{[^}]*\}|\\P\{[^}]*\}|\\x..|\\.|\[(?:\\.|[^\]\\])*\]|./suy);
    if (/^\\[1-9]/.test(source)) throw unsupported(`The reference ${source} in a regular expression`);
    if (source === '\\b') return this.#assertion((place) => this.#isEdge(place));
    if (source === '\\B') return this.#assertion((place) => !this.#isEdge(place));
    const takes = this.#pieces.character(source);
    return (next) => this.#state({ takes, next: [next] });
  }

  #group(): Piece {
    if (this.#match(/\?<?[=!]|/y)) throw unsupported('Looking ahead or back in a regular expression');
    this.#match(/\?:|\?<[^>]*>|/y);
    const inner = this.read();
    this.#take(')');
    return inner;
  }

  #repeated(piece: Piece): Piece {
    const sign = this.#match(/[*+?]|\{[^}]*\}|/y);
    if (sign === '') return piece;
    // Whether it takes as few or as many as it can makes no difference to whether it is found.
    this.#take('?');
    const [least, most] = boundsOf(sign);
    return (next) => {
      let following = most === Number.POSITIVE_INFINITY ? this.#anyNumber(piece, next) : next;
      for (let count = least; count < most && most < Number.POSITIVE_INFINITY; count += 1)
        following = this.#state({ next: [piece(following), next] });
      for (let count = 0; count < least; count += 1) following = piece(following);
      return following;
    };
  }

  #anyNumber(piece: Piece, next: State): State {
    const fork = this.#state({ next: [] });
    fork.next = [piece(fork), next];
    return fork;
  }

  #assertion(holds: (place: Place) => boolean): Piece {
    return (next) => this.#state({ holds, next: [next] });
  }

  #endsLine(character: number): boolean {
    return this.#pieces.isMultiline && character === newLine;
  }

  #isEnd({ after, isLast }: Place): boolean {
    return after === nothing || (after === newLine && (isLast || this.#pieces.isMultiline));
  }

  #isEdge({ before, after }: Place): boolean {
    return isWord(before) !== isWord(after);
  }

  #state(state: Omit<State, 'id'>): State {
    this.#states += 1;
    if (this.#states > mostStates)
      throw badValue(`The regular expression /${this.#pattern}/ is too long when written out`);
    return { ...state, id: this.#states };
  }

  #take(character: string): boolean {
    const isThere = this.#pattern.charAt(this.#at) === character;
    if (isThere) this.#at += 1;
    return isThere;
  }

  #match(expression: RegExp): string {
    expression.lastIndex = this.#at;
    const found = expression.exec(this.#pattern)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }
}

function boundsOf(sign: string): [least: number, most: number] {
  if (sign === '*') return [0, Number.POSITIVE_INFINITY];
  if (sign === '+') return [1, Number.POSITIVE_INFINITY];
  if (sign === '?') return [0, 1];
  const [least = '0', most] = sign.slice(1, -1).split(',');
  return [Number(least), most === undefined ? Number(least) : most === '' ? Number.POSITIVE_INFINITY : Number(most)];
}

/** Letters, digits and `_` of ASCII, as in Perl without `(*UCP)`. */
const isWord = (code: number): boolean =>
  (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39) || code === 0x5f;

/** What assertions can know of a character: whether there is none, a new line, a word's, or any other. */
export function kindOf(code: number): number {
  if (code === nothing) return 0;
  if (code === newLine) return 1;
  return isWord(code) ? 2 : 3;
}
