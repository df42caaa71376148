import { newCode, readCode } from '../codes.ts';
import { readTyped } from '../reading/text.ts';

/** `DH` and a batch-like code: seven random characters and their check character (contract, "Codes"). */
export const newOrderNumber = (): string => `DH${newCode()}`;

/** The number as it is kept, from what somebody typed; null when its check character says it was never given out. */
export function readOrderNumber(text: string): string | null {
  const [, body] = /^dh(.+)$/i.exec(readTyped(text)) ?? [];
  const code = body ? readCode(body) : null;
  return code && `DH${code}`;
}
