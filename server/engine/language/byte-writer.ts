/** Bytes that are written one after the other into memory that grows, and copied out when they are complete. */
export class ByteWriter {
  #bytes = Buffer.allocUnsafe(usualBytes);
  length = 0;

  byte(value: number): void {
    this.#makeRoom(1);
    this.#bytes[this.length] = value;
    this.length += 1;
  }

  bytes(values: ArrayLike<number>): void {
    this.#makeRoom(values.length);
    this.#bytes.set(values, this.length);
    this.length += values.length;
  }

  /** Text as UTF-8. Returns where it starts. */
  text(text: string): number {
    const start = this.length;
    // UTF-8 takes up to three bytes for what JavaScript counts as one.
    this.#makeRoom(text.length * 3);
    this.length += this.#bytes.write(text, start, 'utf8');
    return start;
  }

  /** What was written from `start` on, as a view that holds until the next byte is written. */
  since(start: number): Buffer {
    return this.#bytes.subarray(start, this.length);
  }

  /** Forgets what was written from `start` on. */
  cutAt(start: number): void {
    this.length = start;
  }

  /** A copy of everything, and an empty writer again. */
  take(): Buffer {
    const copy = Buffer.from(this.since(0));
    this.length = 0;
    if (this.#bytes.length > mostKeptBytes) this.#bytes = Buffer.allocUnsafe(usualBytes);
    return copy;
  }

  #makeRoom(more: number): void {
    const needed = this.length + more;
    if (needed <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
    this.since(0).copy(grown);
    this.#bytes = grown;
  }
}

/** The bytes that `write` writes. Nothing else runs meanwhile, so one writer serves all; it must not call this again. */
export function bytesWritten(write: (out: ByteWriter) => void): Buffer {
  try {
    write(shared);
    return shared.take();
  } finally {
    shared.cutAt(0);
  }
}

const usualBytes = 4_096;
/** One huge value shall not hold its memory for ever. */
const mostKeptBytes = 65_536;

const shared = new ByteWriter();
