import type { Drawing, Shape } from './drawing.ts';
import { broken, type Frame } from './label-frame.ts';
import { readBand, readBars, readImage, readLine, readPathElement, readQr, readRect } from './label-shapes.ts';
import { fitText, readText } from './label-text.ts';
import { requireQuiet } from './quiet-zone.ts';
import { type Element, readElements } from './svg-subset.ts';

const readers: Record<string, (element: Element, frame: Frame) => Shape[]> = {
  rect: readRect,
  line: readLine,
  path: readPathElement,
  image: readImage,
  band: readBand,
  bars: readBars,
  text: readText,
  qr: readQr,
};

/**
 * Reads what a `label.hbs` gives (the SVG subset of qr-templates/README.md) into a drawing list.
 * @throws invalid('label-text-too-long' | 'label-letters-unprintable') naming the field that does not fit or cannot be drawn,
 *   invalid('label-template-broken') for anything that the subset does not know or that reaches into the QR's quiet zone.
 */
export function drawLabel(source: string, frame: Frame): Drawing {
  const root = parsed(source, frame);
  const shapes = elementsOf(root).flatMap((element) => {
    const reader = readers[element.name];
    if (!reader) throw broken(frame, `<${element.name}> is not known`);
    return reader(element, frame);
  });
  const drawing = { width: frame.width, height: frame.height, shapes };
  requireQuiet(drawing, frame);
  return drawing;
}

/** Only whether a label's texts fit, without drawing anything. @throws as `drawLabel` does for its texts */
export function requireFit(source: string, frame: Frame): void {
  for (const element of elementsOf(parsed(source, frame))) if (element.name === 'text') fitText(element, frame);
}

/** The elements inside an element. @throws invalid('label-template-broken') for loose text between them. */
function elementsOf(element: Element): Element[] {
  return element.children.filter((child) => typeof child !== 'string');
}

function parsed(source: string, frame: Frame): Element {
  try {
    const root = readElements(source);
    if (root.name !== 'svg') throw new SyntaxError(`the label is an <svg>, not <${root.name}>`);
    if (root.attributes['viewBox'] !== `0 0 ${frame.width} ${frame.height}`) {
      throw new SyntaxError(`viewBox is "0 0 ${frame.width} ${frame.height}"`);
    }
    return root;
  } catch (error) {
    if (error instanceof SyntaxError) throw broken(frame, error.message);
    throw error;
  }
}
