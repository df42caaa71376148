import type { Reading } from './reading.ts';
import { readTyped } from './text.ts';

/** Degrees of WGS 84, as phones and maps tell them. */
export interface Position {
  latitude: number;
  longitude: number;
}

const number = String.raw`\d{1,3}(?:[.,]\d{1,12})?`;
const minutes = String.raw`(?:\d{1,2}(?:[.,]\d+)? ?['′’] ?)?`;
const seconds = String.raw`(?:\d{1,2}(?:[.,]\d+)? ?(?:"|″|”|'') ?)?`;
const degrees = String.raw`${number} ?° ?${minutes}${seconds}[NBED]?`;
const plain = new RegExp(`^(${number}) ?[NB]?(?: ?[;,] ?| )(${number}) ?[ED]?$`, 'u');
const inDegrees = new RegExp(`^(${degrees})(?: ?[;,] ?| ?)(${degrees})$`, 'u');

/**
 * A place in Vietnam as a phone's map writes it: `22.3312, 103.6105`, `22,3312; 103,6105`, `22°19'52"N 103°36'38"E`, also with B (bắc)
 * and Đ (đông). The two cannot be mistaken for one another here, so either may come first. Gives `not-a-position`, or
 * `position-outside` for one that is not in Vietnam.
 */
export function readPosition(text: string): Reading<Position> {
  const bare = readTyped(text).toUpperCase().replaceAll('Đ', 'D');
  const match = plain.exec(bare) ?? inDegrees.exec(bare);
  if (!match) return { code: 'not-a-position' };
  const [one, other] = [valueOf(match[1] ?? ''), valueOf(match[2] ?? '')];
  const [latitude, longitude] = one > other ? [other, one] : [one, other];
  const isHere = latitude >= 8 && latitude <= 23.5 && longitude >= 102 && longitude <= 110;
  return isHere
    ? { value: { latitude: rounded(latitude), longitude: rounded(longitude) } }
    : { code: 'position-outside' };
}

const valueOf = (said: string): number => {
  const [whole = 0, minutes = 0, seconds = 0] = (said.match(/\d+(?:[.,]\d+)?/g) ?? []).map((part) =>
    Number(part.replace(',', '.')),
  );
  return whole + minutes / 60 + seconds / 3600;
};

// Six digits are a hand's breadth.
const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;

/** As the field shows it, and `readPosition` reads it. */
export const writePosition = ({ latitude, longitude }: Position): string => `${latitude}, ${longitude}`;
