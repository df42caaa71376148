import type { Picture } from './pictures.ts';

// Two small printers: they understand what the manuals say of the commands that we use, and nothing of how we made them.

/** The numbers that a command gives: as many as the pattern has groups. */
const numbers = (pattern: RegExp, text: string): [number, number, number, number] => {
  const found = pattern.exec(text);
  if (!found) throw new Error(`there is no ${pattern.source}`);
  return found.slice(1).map(Number) as [number, number, number, number];
};

/** ZPL II: ^PW ^LL set the label, ^FO places, ^GF draws (with the alternative compression), ^XZ prints. */
export function printZpl(source: string): Picture[] {
  return [...source.matchAll(/\^XA([\s\S]*?)\^XZ/g)].map(([, label = '']) => {
    const [width] = numbers(/\^PW(\d+)/, label);
    const [height] = numbers(/\^LL(\d+)/, label);
    const [x, y] = numbers(/\^FO(\d+),(\d+)/, label);
    const [bytes, total, perRow] = numbers(/\^GFA,(\d+),(\d+),(\d+),/, label);
    const data = /\^GFA,\d+,\d+,\d+,([\s\S]*?)\^FS/.exec(label)?.[1] ?? '';
    const hex = unpacked(data, perRow * 2);
    if (bytes !== total || hex.length !== total * 2)
      throw new Error(`^GF says ${total} bytes and has ${hex.length / 2}`);
    return onPaper({ width, height }, Buffer.from(hex, 'hex'), { x, y, perRow, black: 1 });
  });
}

function unpacked(data: string, digitsPerRow: number): string {
  let all = '';
  let row = '';
  let count = 0;
  const end = (filler: string) => {
    all += row.padEnd(digitsPerRow, filler);
    row = '';
  };
  for (const sign of data.replaceAll(/\s/g, '')) {
    if (sign === ',') end('0');
    else if (sign === '!') end('F');
    else if (sign === ':') all += all.slice(-digitsPerRow);
    else if (/[G-Y]/.test(sign)) count += sign.charCodeAt(0) - 70;
    else if (/[g-z]/.test(sign)) count += (sign.charCodeAt(0) - 102) * 20;
    else {
      row += sign.repeat(count || 1);
      count = 0;
      if (row.length === digitsPerRow) end('0');
    }
  }
  return all;
}

/** TSPL: SIZE sets the label, BITMAP draws (0 is black), PRINT prints. */
export function printTspl(source: Buffer, dotsPerMm: number): Picture[] {
  const text = source.toString('latin1');
  const [width, height] = numbers(/SIZE ([\d.]+) mm,([\d.]+) mm/, text).map((mm) => Math.round(mm * dotsPerMm)) as [
    number,
    number,
  ];
  const pictures: Picture[] = [];
  for (let at = text.indexOf('CLS'); at >= 0; at = text.indexOf('CLS', at)) {
    const command = /^CLS\r\nBITMAP (\d+),(\d+),(\d+),(\d+),0,/;
    const head = text.slice(at, at + 60);
    const [x, y, perRow, rows] = numbers(command, head);
    const from = at + (command.exec(head)?.[0].length ?? 0);
    at = from + perRow * rows;
    if (!text.startsWith('\r\nPRINT 1,1\r\n', at)) throw new Error('BITMAP has another length than it says');
    pictures.push(onPaper({ width, height }, source.subarray(from, at), { x, y, perRow, black: 0 }));
  }
  return pictures;
}

function onPaper(
  paper: { width: number; height: number },
  bits: Buffer,
  { x, y, perRow, black }: { x: number; y: number; perRow: number; black: 0 | 1 },
): Picture {
  const grey = Buffer.alloc(paper.width * paper.height, 255);
  for (let row = 0; row * perRow < bits.length; row += 1) {
    for (let column = 0; column < perRow * 8; column += 1) {
      const bit = ((bits[row * perRow + (column >> 3)] ?? 0) >> (7 - (column & 7))) & 1;
      const inside = x + column < paper.width && y + row < paper.height;
      if (bit === black && inside) grey[(y + row) * paper.width + x + column] = 0;
    }
  }
  return { ...paper, grey };
}
