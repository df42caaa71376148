/**
 * A file's text by its byte order mark, or by what its bytes can be: UTF-16 has a zero in most pairs, UTF-8 is strict, and the rest is
 * what Vietnamese programs wrote before it (Windows-1258, whose tones stand by themselves and are put on their letters here).
 * @returns null when it is no text
 */
export function decodeText(bytes: Uint8Array): string | null {
  const wide = wideOf(bytes);
  if (wide !== null) return new TextDecoder(wide).decode(bytes).normalize('NFC');
  if (bytes.subarray(0, 4096).includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).normalize('NFC');
  } catch {
    return new TextDecoder('windows-1258').decode(bytes).normalize('NFC');
  }
}

function wideOf(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const head = bytes.subarray(0, 400);
  const zeros = (at: number) => head.filter((byte, place) => place % 2 === at && byte === 0).length;
  const many = head.length / 5;
  if (zeros(1) > many && zeros(0) === 0) return 'utf-16le';
  return zeros(0) > many && zeros(1) === 0 ? 'utf-16be' : null;
}
