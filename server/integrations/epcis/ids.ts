import { goodsPath, provenancePath } from '../../provenance/digital-link.ts';

/** A batch as other systems name it. */
export interface Named {
  code: string;
  lot: string;
  /** 14 digits; null for goods without an issued number. */
  gtin: string | null;
}

/** Where the names live that EPCIS and its vocabulary have no word for: whole, so that no prefix can clash. */
export const ownName = (publicUrl: string, word: string): string => `${publicUrl}/epcis#${encodeURIComponent(word)}`;

/**
 * The class that all units of a batch are of: a GS1 Digital Link where the goods have an issued number, else the batch's own
 * page. Codes that are not GS1's must not look like GS1's (Decree 37/2026, art. 28.4).
 */
export const classOf = (publicUrl: string, { code, lot, gtin }: Named): string =>
  publicUrl + (gtin === null ? provenancePath(code) : goodsPath(gtin, lot, ''));

/** The address of the document, and with a `#`, of one event in it. */
export const documentOf = (publicUrl: string, code: string): string => `${publicUrl}${provenancePath(code)}/epcis`;

/** @param id an event's, or `registration` */
export const eventId = (publicUrl: string, code: string, id: string): string => `${documentOf(publicUrl, code)}#${id}`;
