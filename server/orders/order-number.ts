import { newCode, readCode } from '../codes.ts';
import { readTyped } from '../reading/text.ts';

/** `DH` and a batch-like code: seven random characters and their check character (contract, "Codes"). */
export const newOrderNumber = (): string => `DH${newCode()}`;

/** The number as it is kept, from what somebody typed; null when its check character says it was never given out. */
export function readOrderNumber(text: string): string | null {
  // Our papers and pages show it after words and inside addresses, and people put blanks between its letters.
  const [body = ''] =
    /(?<=(?<![0-9a-z])dh)[^0-9a-z]*(?:[0-9a-z][^0-9a-z]*){7}[0-9a-z](?![0-9a-z])/i.exec(readTyped(text)) ?? [];
  const code = readCode(body.replaceAll(/[^0-9a-z]/gi, ''));
  return code && `DH${code}`;
}
