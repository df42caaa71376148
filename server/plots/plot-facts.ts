import { readWhole } from '../reading/numbers.ts';
import type { Reading } from '../reading/reading.ts';
import { readTyped } from '../reading/text.ts';

/**
 * A growing-area code in capitals. How codes are built since districts were abolished is not published yet (QĐ 3156/2022 is of before),
 * so only their letters are looked at. Gives `growing-area-code-mistaken`.
 */
export function readGrowingAreaCode(text: string): Reading<string> {
  const code = readTyped(text)
    .toUpperCase()
    .replaceAll(/\s*([-./])\s*/g, '$1');
  return /^[A-Z0-9](?:[-./]?[A-Z0-9]){3,29}$/.test(code) ? { value: code } : { code: 'growing-area-code-mistaken' };
}

/** Fan Si Pan, the highest mountain of the country, in metres. */
const highest = 3147;
const mostHives = 5000;

/** Metres above the sea: `760`, `1.250 m`. Gives `not-a-whole-number`, `altitude-not-plausible`. */
export const readAltitude = (text: string): Reading<number> =>
  within(readWhole(text.replace(/\s*m$/i, '')), highest, 'altitude-not-plausible');

/** Gives `not-a-whole-number`, `hives-not-plausible`. */
export const readHives = (text: string): Reading<number> => within(readWhole(text), mostHives, 'hives-not-plausible');

const within = (reading: Reading<number>, most: number, code: string): Reading<number> =>
  'value' in reading && (reading.value < 0 || reading.value > most) ? { code } : reading;
