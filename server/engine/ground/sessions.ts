import { isBinary, isDocument } from '../language/values.ts';

/** The name of a logical session (`lsid: { id: UUID }`), null when there is none. */
export function sessionName(lsid: unknown): string | null {
  if (!isDocument(lsid) || !isBinary(lsid.id)) return null;
  return Buffer.from(lsid.id.buffer).toString('hex');
}
