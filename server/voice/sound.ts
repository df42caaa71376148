/** What a recording is by its first bytes. */
export type SoundType = 'audio/ogg' | 'audio/webm' | 'audio/mpeg';

/** A recording that can be played on a phone. */
export interface Sound {
  type: SoundType;
  seconds: number;
}

/** What the bytes are and how long they sound: Opus in Ogg, WebM, or MP3; null for anything else. */
export function readSound(bytes: Buffer): Sound | null {
  const head = bytes.toString('latin1', 0, 4);
  if (head === 'OggS') return bytes.includes('OpusHead') ? { type: 'audio/ogg', seconds: oggSeconds(bytes) } : null;
  if (bytes.length > 4 && bytes.readUInt32BE(0) === 0x1a_45_df_a3)
    return { type: 'audio/webm', seconds: webmSeconds(bytes) };
  const start = head.startsWith('ID3') ? 10 + tagLength(bytes) : 0;
  const seconds = mp3Seconds(bytes, start);
  return seconds === null ? null : { type: 'audio/mpeg', seconds };
}

// Each page says how many samples of 48,000 a second were played at its end (RFC 7845, 4).
function oggSeconds(bytes: Buffer): number {
  const last = bytes.lastIndexOf('OggS');
  return last + 14 > bytes.length ? 0 : Number(bytes.readBigInt64LE(last + 6)) / 48_000;
}

// A recorder that does not know the end writes no length: the time of the last block is taken. Elements of RFC 9559.
const cluster = 0x1f_43_b6_75;
const segment = 0x18_53_80_67;
const timestamp = 0xe7;
const simpleBlock = 0xa3;
const blockGroup = 0xa0;
const block = 0xa1;
const entered = new Set([segment, cluster, blockGroup]);

function webmSeconds(bytes: Buffer): number {
  let [begin, last] = [0, 0];
  for (let at = 0; at < bytes.length; ) {
    const id = numberAt(bytes, at, true);
    const size = id && numberAt(bytes, id.end, false);
    if (!id || !size) break;
    if (id.value === timestamp) begin = bytes.readUIntBE(size.end, Math.min(size.value, 6));
    if ((id.value === simpleBlock || id.value === block) && size.end + 3 <= bytes.length)
      last = Math.max(last, begin + bytes.readInt16BE(size.end + 1));
    at = entered.has(id.value) ? size.end : size.end + size.value;
  }
  return last / 1000;
}

/** A number of EBML (RFC 8794, 4): its first byte says by its leading zeros how long it is. An id keeps the mark. */
function numberAt(bytes: Buffer, at: number, isId: boolean): { value: number; end: number } | null {
  const first = bytes[at] ?? 0;
  const length = Math.clz32(first) - 23;
  if (first === 0 || length > (isId ? 4 : 8) || at + length > bytes.length) return null;
  let value = isId ? first : first & (0xff >> length);
  for (let n = 1; n < length; n += 1) value = value * 256 + (bytes[at + n] ?? 0);
  return { value, end: at + length };
}

const tagLength = (bytes: Buffer): number =>
  [6, 7, 8, 9].reduce((sum, place) => sum * 128 + ((bytes[place] ?? 0) & 0x7f), 0);

const rates = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const lowRates = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const samples = [44_100, 48_000, 32_000];

/** Frame after frame of layer III (ISO 11172-3, 2.4.1.3); null where none begins. */
function mp3Seconds(bytes: Buffer, start: number): number | null {
  let seconds = 0;
  for (let at = start; at + 4 <= bytes.length; ) {
    const frame = frameAt(bytes, at);
    if (frame === null) break;
    seconds += frame.seconds;
    at += frame.length;
  }
  return seconds === 0 ? null : seconds;
}

const halves = [4, 4, 2, 1];

function frameAt(bytes: Buffer, at: number): { seconds: number; length: number } | null {
  const head = bytes.readUInt32BE(at);
  // Eleven marks, then layer III.
  if (head >>> 21 !== 0x7ff || ((head >> 17) & 3) !== 1) return null;
  const version = (head >> 19) & 3;
  const isFirst = version === 3;
  const bits = ((isFirst ? rates : lowRates)[(head >> 12) & 15] ?? 0) * 1000;
  const rate = (samples[(head >> 10) & 3] ?? 0) / (halves[version] ?? 1);
  if (bits === 0 || rate === 0) return null;
  const perFrame = isFirst ? 1152 : 576;
  return { seconds: perFrame / rate, length: Math.floor(((perFrame / 8) * bits) / rate) + ((head >> 9) & 1) };
}
