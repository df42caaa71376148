import { createHash } from 'node:crypto';
import { plotFactKeys, plotFacts, plotFactsFrom } from '../plots/plot-facts.ts';
import { type WantedPlot } from '../plots/plots.ts';
import { readArea } from '../reading/areas.ts';
import { readPosition } from '../reading/positions.ts';
import { readName } from '../reading/text.ts';
import type { Line } from './lines.ts';

/** The same id for a line's plot however often it is run. */
export const plotIdOf = (sellerId: string, line: number): string =>
  createHash('sha256').update(`plot ${sellerId} ${line}`).digest('hex').slice(0, 24);

const columns = ['plot', 'area', ...plotFactKeys, 'position', 'latitude', 'longitude'];

/** The plot that a line of households tells of; null where it tells of none, or of one that is wrong (and noted). */
export function readPlot(line: Line): WantedPlot | null {
  if (columns.every((key) => line.cell(key) === '')) return null;
  const name = line.read('plot', readName);
  const facts = plotFactsFrom((key) => line.read<string | number>(key, plotFacts[key].read));
  const plot = {
    use: facts.hives === null ? ('growing' as const) : ('hives' as const),
    area: line.read('area', (text) => readArea(text, line.heading('area'))) ?? null,
    ...facts,
    position: positionIn(line) ?? null,
  };
  if (line.cell('plot') === '') line.fail('plot', 'plot-name-needed');
  return name === undefined ? null : { ...plot, name };
}

/** One cell with both numbers, or one for each. */
function positionIn(line: Line) {
  if (line.cell('position') !== '') return line.read('position', readPosition);
  const other = line.cell('longitude');
  return other === '' && line.cell('latitude') === ''
    ? undefined
    : line.read('latitude', (text) => readPosition(`${text}; ${other}`));
}
