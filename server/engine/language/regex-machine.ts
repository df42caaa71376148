import { badValue } from './errors.ts';
import { kindOf, nothing, PatternReader, type Pieces, type Place, type State } from './regex-pattern.ts';

/**
 * Whether a pattern is found in a text, in time that grows with the length of the text only, however the pattern is
 * made (Thompson, "Regular Expression Search Algorithm", 1968): all places in the pattern that the text may have led to
 * are followed at once. JavaScript's own tries one after the other, which may take for ever.
 */
export type Machine = (text: string) => boolean;

/** Of some tens of nanoseconds each. */
const mostSteps = 100_000;
const stepsOfState = 5;
const mostSets = 1_000;

/** All the places in the pattern where one may be at once, and what came of it before, so that it is looked up. */
interface StateSet {
  states: State[];
  /** By the character after and what assertions may ask; null: the end was reached. */
  after: Map<number, StateSet | null>;
}

/**
 * @param pattern one that JavaScript has found to be well-formed
 * @throws CommandError for what cannot be followed so: looking ahead or back, and repeating what was found before; the
 * machine throws one when a text is too much work
 */
export function machineOf(pattern: string, pieces: Pieces): Machine {
  const end: State = { id: 0, next: [] };
  const follower = new Follower(new PatternReader(pattern, pieces).read()(end), end);
  return (text) => {
    const tooMuch = () => badValue(`/${pattern}/ is too much work for a text of ${text.length} characters`);
    if (text.length > mostSteps) throw tooMuch();
    follower.steps = 0;
    let set: StateSet | null = follower.first;
    let before = nothing;
    for (let at = 0; set && at <= text.length; ) {
      const after = text.codePointAt(at) ?? nothing;
      at += after > 0xffff ? 2 : 1;
      set = follower.step(set, { before, after, isLast: at >= text.length });
      if (follower.steps > mostSteps) throw tooMuch();
      before = after;
    }
    return set === null;
  };
}

class Follower {
  readonly first: StateSet;
  steps = 0;
  readonly #start: State;
  readonly #end: State;
  #sets = new Map<string, StateSet>();

  constructor(start: State, end: State) {
    this.#start = start;
    this.#end = end;
    this.first = { states: [start], after: new Map() };
  }

  /** Where the character after leads to; null when the end of the pattern was reached before it. */
  step(set: StateSet, place: Place): StateSet | null {
    this.steps += 1;
    const key = (place.after + 1) * 8 + kindOf(place.before) * 2 + (place.isLast ? 1 : 0);
    const known = set.after.get(key);
    if (known !== undefined) return known;
    const found = this.#follow(set, place);
    set.after.set(key, found);
    return found;
  }

  #follow({ states }: StateSet, place: Place): StateSet | null {
    const reached = this.#reach(states, place);
    if (reached.has(this.#end)) return null;
    const character = place.after === nothing ? null : String.fromCodePoint(place.after);
    const taking = character === null ? [] : [...reached].filter((state) => state.takes?.(character));
    // It may also begin here.
    return this.#setOf([...new Set([...taking.flatMap(({ next }) => next), this.#start])]);
  }

  /** These and all that follow them without a character. */
  #reach(states: State[], place: Place): Set<State> {
    const reached = new Set<State>();
    const open = [...states];
    for (let state = open.pop(); state; state = open.pop()) {
      this.steps += stepsOfState;
      if (reached.has(state)) continue;
      reached.add(state);
      if (!state.takes && (!state.holds || state.holds(place))) open.push(...state.next);
    }
    return reached;
  }

  #setOf(states: State[]): StateSet {
    const name = states
      .map(({ id }) => id)
      .sort((a, b) => a - b)
      .join();
    const known = this.#sets.get(name);
    if (known) return known;
    if (this.#sets.size >= mostSets) this.#forget();
    const set = { states, after: new Map() };
    this.#sets.set(name, set);
    return set;
  }

  #forget(): void {
    this.#sets = new Map();
    this.first.after.clear();
  }
}
