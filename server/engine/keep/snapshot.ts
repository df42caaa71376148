import type { Transaction } from 'lmdb';
import { snapshotUnavailable } from '../ground/replies.ts';

/** A view of the data as it was when it was taken, for as long as it is held. */
export class Snapshot {
  readonly #transaction: Transaction;
  readonly #letGo: () => void;
  #isHeld = true;

  constructor(transaction: Transaction, letGo: () => void) {
    this.#transaction = transaction;
    this.#letGo = letGo;
  }

  /** Throws SnapshotUnavailable once it was let go: LMDB must not be asked through a transaction that has ended. */
  get transaction(): Transaction {
    if (!this.#isHeld) throw snapshotUnavailable('The snapshot is no longer held');
    return this.#transaction;
  }

  done(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#transaction.done();
    this.#letGo();
  }
}
