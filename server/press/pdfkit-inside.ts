// What we use of pdfkit beyond its published types, in one place: its font engine, and objects of our own in the file.

export interface KitFont {
  unitsPerEm: number;
  layout(text: string): {
    glyphs: { id: number; advanceWidth: number; bbox: { minY: number; maxY: number } }[];
    positions: { xAdvance: number }[];
  };
  getGlyph(id: number): { path: { commands: { command: string; args: number[] }[] } };
  hasGlyphForCodePoint(codePoint: number): boolean;
}

export interface EmbeddedFont {
  id: string;
  font: KitFont;
  /** Glyphs of the subset in hex, and their advances in thousandths of an em. */
  encode(text: string): [string[], { xAdvance: number; advanceWidth: number }[]];
  ref(): PdfObject;
}

export interface PdfObject {
  data: Record<string, unknown>;
  end(chunk?: string): void;
}

interface Inside {
  _font: EmbeddedFont;
  _root: PdfObject;
  page: { fonts: Record<string, PdfObject>; xobjects: Record<string, PdfObject> };
  ref(data: Record<string, unknown>): PdfObject;
  openImage(bytes: Buffer): { label: string; obj: PdfObject; embed(document: PDFKit.PDFDocument): void };
}

const inside = (document: PDFKit.PDFDocument): Inside => document as unknown as Inside;

/** Opens a font file in a document. */
export function fontOf(document: PDFKit.PDFDocument, file: string): EmbeddedFont {
  document.font(file);
  return inside(document)._font;
}

/** A drawing kept once in the file, to be placed many times (PDF 32000-1, 8.10: form XObjects). */
export function addForm(
  document: PDFKit.PDFDocument,
  form: { box: number[]; fonts: Record<string, PdfObject>; images: Record<string, PdfObject>; content: string },
): PdfObject {
  const object = inside(document).ref({
    Type: 'XObject',
    Subtype: 'Form',
    BBox: form.box,
    Resources: { Font: form.fonts, XObject: form.images },
  });
  object.end(form.content);
  return object;
}

/** A PNG or JPEG picture, kept once in the file. */
export function addPicture(document: PDFKit.PDFDocument, name: string, bytes: Buffer): PdfObject {
  const image = inside(document).openImage(bytes);
  image.label = name;
  image.embed(document);
  return image.obj;
}

/** Makes fonts and forms known to the page that is being written. */
export function useOnPage(
  document: PDFKit.PDFDocument,
  fonts: Record<string, PdfObject>,
  forms: Record<string, PdfObject>,
): void {
  const { page } = inside(document);
  Object.assign(page.fonts, fonts);
  Object.assign(page.xobjects, forms);
}

/** Asks print dialogs not to rescale (PDF 32000-1, table 150). */
export function forbidScaling(document: PDFKit.PDFDocument): void {
  const { _root: root } = inside(document);
  root.data['ViewerPreferences'] = inside(document).ref({ PrintScaling: 'None', DisplayDocTitle: true });
}
