import { fontFile, type Weight } from './fonts.ts';
import { short } from './path.ts';
import { type EmbeddedFont, fontOf, type PdfObject } from './pdfkit-inside.ts';

/** The fonts of one PDF: each weight is embedded once, as the subset of letters that the document uses. */
export class PdfFonts {
  private readonly document: PDFKit.PDFDocument;
  private readonly opened = new Map<Weight, EmbeddedFont>();
  private readonly letters = new Map<string, string>();

  constructor(document: PDFKit.PDFDocument) {
    this.document = document;
  }

  /** Operators that set a line of text, `x` and `y` on the base line; the ground is millimetres with y downwards. */
  line(text: string, weight: Weight, at: { x: number; y: number; fontSize: number }): string {
    const font = this.open(weight);
    return `BT /${font.id} ${short(at.fontSize)} Tf 1 0 0 -1 ${short(at.x)} ${short(at.y)} Tm [${this.kerned(font, text)}] TJ ET`;
  }

  /** As `line` for serials: no kerning, so each letter is looked up once and the lines of a run are put together quickly. */
  code(text: string, weight: Weight, at: { x: number; y: number; fontSize: number }): string {
    const font = this.open(weight);
    const hex = Array.from(text, (letter) => this.letter(font, letter)).join('');
    return `BT /${font.id} ${short(at.fontSize)} Tf 1 0 0 -1 ${short(at.x)} ${short(at.y)} Tm <${hex}> Tj ET`;
  }

  /** Bold letters turned upwards by an angle in degrees. */
  turned(text: string, at: { x: number; y: number; fontSize: number; angle: number }): string {
    const font = this.open(700);
    const radians = (at.angle * Math.PI) / 180;
    const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
    const matrix = [cos, -sin, -sin, -cos].map((value) => value.toFixed(5)).join(' ');
    return `BT /${font.id} ${short(at.fontSize)} Tf ${matrix} ${short(at.x)} ${short(at.y)} Tm [${this.kerned(font, text)}] TJ ET`;
  }

  /** For a resource dictionary. */
  objects(): Record<string, PdfObject> {
    return Object.fromEntries([...this.opened.values()].map((font) => [font.id, font.ref()]));
  }

  private open(weight: Weight): EmbeddedFont {
    const font = this.opened.get(weight) ?? fontOf(this.document, fontFile(weight));
    this.opened.set(weight, font);
    return font;
  }

  private letter(font: EmbeddedFont, letter: string): string {
    const key = font.id + letter;
    const hex = this.letters.get(key) ?? font.encode(letter)[0].join('');
    this.letters.set(key, hex);
    return hex;
  }

  // TJ moves back by thousandths of an em: what the kerned advance lacks of the letter's own (PDF 32000-1, 9.4.3).
  private kerned(font: EmbeddedFont, text: string): string {
    const [hex, positions] = font.encode(text);
    return hex
      .map((glyph, index) => {
        const { xAdvance = 0, advanceWidth = 0 } = positions[index] ?? {};
        const back = Math.round(advanceWidth - xAdvance);
        return back === 0 ? `<${glyph}>` : `<${glyph}> ${back}`;
      })
      .join('')
      .replaceAll('><', '');
  }
}
