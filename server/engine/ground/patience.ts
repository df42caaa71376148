import { limits } from './limits.ts';
import { interrupted, maxTimeExpired } from './replies.ts';

const waiting: (() => void)[] = [];

/**
 * Waits until it is one's turn again. Slow queries take turns, one piece per round of the event loop, so that however
 * many of them run, a keyed read waits for one piece only.
 */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(nextTurn);
  });
}

function nextTurn(): void {
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(nextTurn);
}

/** How long one query may work, and whether anybody still waits for its answer. */
export class Patience {
  #leftMs: number;
  #isGone: () => boolean;
  #sliceStart = performance.now();
  #since: number | null = performance.now();

  /** `maxTimeMs` 0: as long as it takes (MongoDB's meaning of maxTimeMS). */
  constructor(maxTimeMs: number, isGone: () => boolean = () => false) {
    this.#leftMs = maxTimeMs > 0 ? maxTimeMs : Number.POSITIVE_INFINITY;
    this.#isGone = isGone;
  }

  /** The time for one piece is used up. */
  isSliceOver(): boolean {
    return performance.now() - this.#sliceStart > limits.sliceMs;
  }

  /** Lets others have a turn when the piece is over. Throws MaxTimeMSExpired, or Interrupted when the client has left. */
  async pause(): Promise<void> {
    this.check();
    if (!this.isSliceOver()) return;
    await turn();
    this.restart();
    this.check();
  }

  check(): void {
    if (this.#left() < 0) throw maxTimeExpired('operation exceeded time limit');
    if (this.#isGone()) throw interrupted('The client has left');
  }

  /** A new piece begins now: the command waited for something else meanwhile. */
  restart(): void {
    this.#sliceStart = performance.now();
  }

  /** The clock stops while the client does something else between two batches of a cursor. */
  suspend(): void {
    this.#leftMs = this.#left();
    this.#since = null;
  }

  /** The next batch is asked for, maybe on another connection. */
  resume({ isGone }: { isGone: () => boolean }): void {
    this.#since = performance.now();
    this.#isGone = isGone;
    this.restart();
  }

  get isGone(): () => boolean {
    return this.#isGone;
  }

  #left(): number {
    return this.#since === null ? this.#leftMs : this.#leftMs - (performance.now() - this.#since);
  }
}
