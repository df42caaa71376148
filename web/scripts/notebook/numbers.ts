/** What the keys said: a number, two readings to be asked about, or nothing yet. */
export type Typed = { value: number } | { either: [number, number] } | null;

/**
 * Reads what was typed on the keypad: `1250`, `12,5`, `1.250`. One sign before exactly three digits has two readings (`1.250` is
 * a thousand and more, or one and a quarter): asked, never guessed.
 */
export function readTyped(text: string): Typed {
  const match = /^(\d{1,9})(?:[.,](\d{1,6}))?$/.exec(text);
  if (!match) return null;
  const [, whole = '', fraction] = match;
  const parted = Number(`${whole}.${fraction ?? '0'}`);
  if (fraction?.length !== 3 || !/^[1-9]\d{0,2}$/.test(whole)) return { value: parted };
  return { either: [Number(whole + fraction), parted] };
}
