import qrcode from 'qrcode';

export interface QrDrawing {
  /** Width and height in modules, with the quiet zone of four on each side (ISO/IEC 18004 section 6.3.8). */
  size: number;
  /** The dark modules as the data of one SVG path. */
  path: string;
}

/** A text as a QR that a view draws as SVG. */
export function drawQr(text: string): QrDrawing {
  const { modules } = qrcode.create(text, { errorCorrectionLevel: 'M' });
  const rows = Array.from({ length: modules.size }, (_, y) => rowPath(modules, y));
  return { size: modules.size + 8, path: rows.join('') };
}

function rowPath(modules: qrcode.BitMatrix, y: number): string {
  const dark = Array.from({ length: modules.size }, (_, x) => x).filter((x) => modules.get(y, x));
  return dark.map((x) => `M${x + 4} ${y + 4}h1v1h-1z`).join('');
}
