import { fold, newCode, readCode } from '../codes.ts';

/** What marks our references in a transfer's content. */
export const prefix = 'BL';
const codeLength = 8;

/** A new payment reference: `BL`, seven random characters and their check character (contract, "Codes"). */
export const newReference = (): string => prefix + newCode();

/**
 * Every payment reference that a transfer's content may carry, each once, in the order found.
 * Banks put words around it, take blanks and dashes out or in, and change case; so everything but letters and digits is
 * dropped, and every place where `BL` stands is tried. O, I and L are read as 0 and 1 only after it.
 */
export const referencesIn = (content: string): string[] => markedIn(content, prefix);

/** Payment references, and the numbers of orders, which buyers write there as well, each once. */
export const namesIn = (content: string): string[] => [...referencesIn(content), ...markedIn(content, 'DH')];

function markedIn(content: string, mark: string): string[] {
  const text = content
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, '');
  const found = new Set<string>();
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) {
    const start = at + mark.length;
    const code = readCode(fold(text.slice(start, start + codeLength)));
    if (code !== null) found.add(mark + code);
  }
  return [...found];
}
