/** Opus in Ogg that says it lasts so long (RFC 7845). */
export function ogg(seconds: number, bytes = 2000): Buffer {
  const page = Buffer.alloc(27);
  page.write('OggS');
  page.writeBigInt64LE(BigInt(seconds * 48_000), 6);
  return Buffer.concat([Buffer.from('OggS'), Buffer.alloc(23), Buffer.from('OpusHead'), Buffer.alloc(bytes), page]);
}

/** WebM as a recorder writes it: of unknown length, in clusters. */
export function webm(milliseconds: number): Buffer {
  const unknown = [0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
  const time = Buffer.alloc(4);
  time.writeUInt32BE(milliseconds - 20);
  const block = Buffer.from([0xa3, 0x86, 0x81, 0x00, 0x14, 0x80, 0x00, 0x00]);
  const head = Buffer.from([0x1a, 0x45, 0xdf, 0xa3, 0x80, 0x18, 0x53, 0x80, 0x67, ...unknown]);
  return Buffer.concat([head, Buffer.from([0x1f, 0x43, 0xb6, 0x75, ...unknown, 0xe7, 0x84]), time, block]);
}

/** So many frames of MP3 at 32 kbit/s and 44.1 kHz, each 104 bytes and 26 ms. */
export const mp3 = (frames: number): Buffer => {
  const frame = Buffer.alloc(104);
  frame.set([0xff, 0xfb, 0x10, 0x00]);
  return Buffer.concat(Array(frames).fill(frame));
};
