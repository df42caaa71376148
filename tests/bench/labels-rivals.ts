import { writeFileSync } from 'node:fs';
import path from 'node:path';
import Pdf from 'pdfkit';
import { fontFile } from '../../server/press/fonts.ts';
import { pagesOf } from '../../server/press/pages.ts';
import type { PrintJob } from '../../server/press/print-job.ts';

/**
 * The same sheets, words and symbols as a Python program would print them with reportlab and libqrencode (through qrencode, one
 * call for all). It is written beside its data, and draws one path a symbol, as we do.
 */
export function reportlabScript(job: PrintJob, folder: string): string {
  const data = Array.from(pagesOf(job), (page) =>
    page.map(({ part, unit, x, y }) => ({
      url: unit.url,
      words: part.drawing.shapes.flatMap((shape) =>
        shape.kind === 'text'
          ? shape.segments.map(({ x: left, text, weight }) => [
              weight,
              shape.fontSize,
              x + left,
              y + shape.y,
              text.replaceAll('\uE000', unit.serial),
            ])
          : [],
      ),
      box: part.drawing.shapes.flatMap((shape) => (shape.kind === 'qr' ? [x + shape.x, y + shape.y, shape.size] : [])),
    })),
  );
  const file = path.join(folder, 'labels.json');
  writeFileSync(file, JSON.stringify(data));
  return `
import json, ctypes, ctypes.util
from reportlab.pdfgen import canvas
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
class Code(ctypes.Structure):
    _fields_ = [('version', ctypes.c_int), ('width', ctypes.c_int), ('data', ctypes.POINTER(ctypes.c_ubyte))]
lib = ctypes.CDLL(ctypes.util.find_library('qrencode'))
lib.QRcode_encodeString.restype = ctypes.POINTER(Code)
mm = 72 / 25.4
for weight, file in ${JSON.stringify([400, 600, 700].map((weight) => [String(weight), fontFile(weight as 400)]))}:
    pdfmetrics.registerFont(TTFont('f' + weight, file))
height = ${job.stock.page.height}
out = canvas.Canvas('${path.join(folder, 'reportlab.pdf')}', pagesize=(${job.stock.page.width} * mm, height * mm), pageCompression=1)
for page in json.load(open('${file}')):
    for label in page:
        for weight, size, x, y, text in label['words']:
            out.setFont('f' + str(weight), size * mm)
            out.drawString(x * mm, (height - y) * mm, text)
        x, y, size = label['box']
        code = lib.QRcode_encodeString(label['url'].encode(), 0, 1, 2, 1).contents
        module = size / (code.width + 8)
        path = out.beginPath()
        for row in range(code.width):
            column = 0
            while column < code.width:
                start = column
                while column < code.width and code.data[row * code.width + column] & 1:
                    column += 1
                if column > start:
                    path.rect((x + (4 + start) * module) * mm, (height - y - (5 + row) * module) * mm, (column - start) * module * mm, module * mm)
                column += 1
        out.drawPath(path, stroke=0, fill=1)
    out.showPage()
out.save()
`;
}

/** The same words at the same places, as anybody would write them with pdfkit; no symbols, no bands. */
export async function textOnly(job: PrintJob): Promise<void> {
  const document = new Pdf({ autoFirstPage: false });
  document.on('data', () => {});
  const ended = new Promise((resolve) => document.on('end', resolve));
  const points = 72 / 25.4;
  for (const page of pagesOf(job)) {
    document.addPage({ size: [job.stock.page.width * points, job.stock.page.height * points], margin: 0 });
    for (const { part, unit, x, y } of page) {
      for (const shape of part.drawing.shapes) {
        if (shape.kind !== 'text') continue;
        for (const { x: left, text, weight } of shape.segments) {
          const words = text.replaceAll('\uE000', unit.serial);
          const place = { lineBreak: false };
          document.font(fontFile(weight)).fontSize(shape.fontSize * points);
          document.text(words, (x + left) * points, (y + shape.y - shape.fontSize) * points, place);
        }
      }
    }
  }
  document.end();
  await ended;
}
