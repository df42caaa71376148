import { readdirSync, readFileSync } from 'node:fs';
import { fromRoot } from '../root.ts';

const folder = fromRoot('web/static/stages');
const drawings = new Map(
  readdirSync(folder)
    .filter((file) => file.endsWith('.svg'))
    .map((file) => [file.slice(0, -'.svg'.length), addressOf(readFileSync(`${folder}/${file}`, 'utf8'))]),
);

/**
 * The drawing of a stage as an address that carries the picture itself: ten steps in a history would else be ten requests
 * on a slow line. A stage without a drawing gets the diamond.
 */
export const drawingOf = (picture: string): string => drawings.get(picture) ?? drawings.get('step') ?? '';

function addressOf(svg: string): string {
  return `data:image/svg+xml,${encodeURIComponent(svg.trim().replaceAll('"', "'")).replaceAll('%20', ' ').replaceAll('%2F', '/').replaceAll('%3A', ':')}`;
}
