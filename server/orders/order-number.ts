import { newCode, readMarked } from '../codes.ts';

/** `DH` and a batch-like code: seven random characters and their check character (contract, "Codes"). */
export const newOrderNumber = (): string => `DH${newCode()}`;

/** The number as it is kept, from what somebody typed; null when its check character says it was never given out. */
export function readOrderNumber(text: string): string | null {
  return readMarked('DH', text);
}
