// One row for each value of a byte, so that a long text costs one step a byte.
const table = Uint16Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte << 8;
  for (let bit = 0; bit < 8; bit += 1) remainder = remainder & 0x8000 ? (remainder << 1) ^ 0x1021 : remainder << 1;
  return remainder & 0xffff;
});

/**
 * CRC-16/CCITT-FALSE (polynomial 1021, start FFFF, nothing reflected) over the UTF-8 bytes of a text, as four capital
 * hexadecimal digits. Check value: "123456789" gives "29B1". Source: EMVCo MPM 1.1, section 4.7.3.
 */
export function crc16(text: string): string {
  let remainder = 0xffff;
  for (const byte of new TextEncoder().encode(text)) {
    remainder = ((remainder << 8) & 0xffff) ^ (table[(remainder >> 8) ^ byte] ?? 0);
  }
  return remainder.toString(16).toUpperCase().padStart(4, '0');
}
