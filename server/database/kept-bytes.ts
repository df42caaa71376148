/** Bytes as a lean record holds them: the driver wraps them in a class of its own. */
export type KeptBytes = Buffer | { buffer: Uint8Array };

/** The bytes themselves; none where the record has none. */
export function bytesOf(kept: KeptBytes | undefined): Buffer {
  if (kept === undefined) return Buffer.alloc(0);
  return Buffer.isBuffer(kept) ? kept : Buffer.from(kept.buffer);
}
