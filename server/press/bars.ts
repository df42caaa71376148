import { hasCheckDigit } from '../check-digit.ts';
import type { Bars, Box } from './drawing.ts';

// EAN-13 (ISO/IEC 15420). The first digit is not drawn: it says which of the six digits on the left are drawn in the set of even parity.
const odd = '0001101 0011001 0010011 0111101 0100011 0110001 0101111 0111011 0110111 0001011'.split(' ');
const parities = 'OOOOOO OOEOEE OOEEOE OOEEEO OEOOEE OEEOOE OEEEOO OEOEOE OEOEEO OEEOEO'.split(' ');
const inverted = (set: string): string => set.replaceAll(/\d/g, (bit) => (bit === '0' ? '1' : '0'));
const reversed = (set: string): string => set.split('').reverse().join('');

/** Empty modules before the first bar and after the last (GS1 General Specifications, figure 5.2.3.4-1). */
const quiet = { before: 11, after: 7 } as const;
const barModules = 95;

/** Modules from one end of the box to the other, quiet zones included. */
export const modulesLong = quiet.before + barModules + quiet.after;

/** The least width of a module, in millimetres: 80 % of its nominal one (GS1 General Specifications, 5.12.3.1, retail). */
export const leastBarMm = 0.264;

/**
 * The modules of an EAN-13, `1` where it is dark, without its quiet zones.
 * @param digits thirteen, with their check digit
 * @throws SyntaxError for anything else
 */
export function barsOf(digits: string): string {
  if (!/^\d{13}$/.test(digits) || !hasCheckDigit(digits)) throw new SyntaxError(`${digits} is no EAN-13`);
  const [first = 0, ...rest] = digits.split('').map(Number);
  const sets = rest.map((digit, place) => {
    const set = odd[digit] ?? '';
    if (place >= 6) return inverted(set);
    return parities[first]?.[place] === 'E' ? reversed(inverted(set)) : set;
  });
  return `101${sets.slice(0, 6).join('')}01010${sets.slice(6).join('')}101`;
}

/** Millimetres of one module when bars and quiet zones fill their box. */
export const barMm = ({ width, height, turned }: Omit<Bars, 'modules'>): number =>
  (turned ? height : width) / modulesLong;

/** The dark bars as boxes in the units of the box. @param module the width of one; by default as wide as the box allows */
export function barBoxes(bars: Bars, module = barMm(bars)): Box[] {
  const { x, y, width, height, turned, modules } = bars;
  const spare = (turned ? height : width) - module * modulesLong;
  return [...modules.matchAll(/1+/g)].map(({ 0: run, index }) => {
    const [from, long] = [spare / 2 + (quiet.before + index) * module, run.length * module];
    return turned ? { x, y: y + height - from - long, width, height: long } : { x: x + from, y, width: long, height };
  });
}
