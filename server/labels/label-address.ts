import { goodsPath, labelUrl } from '../provenance/digital-link.ts';

/** What a label's code names. */
export interface Addressed {
  batchCode: string;
  lot: string;
  /** 14 digits when the seller chose GS1's way of writing, else null. */
  gtin: string | null;
}

/**
 * The address in a label's code: the market's own, or for goods with an issued GTIN the GS1 Digital Link with lot and serial
 * (GS1 Digital Link URI Syntax 1.4, section 4). A lot may have small letters, so only scheme and host are written for compactness.
 */
export function addressOf(publicUrl: string, { batchCode, lot, gtin }: Addressed, serial: string): string {
  if (gtin === null) return labelUrl(publicUrl, batchCode, serial || null);
  const { protocol, host } = new URL(publicUrl);
  return `${protocol}//${host.toUpperCase()}${goodsPath(gtin, lot, serial)}`;
}
