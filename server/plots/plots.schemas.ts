import { z } from 'zod';
import { decimalNumber, nameText, objectId, readBy } from '../http/fields.ts';
import { type AreaUnit, areaUnits, readSquareMetres } from '../reading/areas.ts';
import { readPosition } from '../reading/positions.ts';
import type { Reading } from '../reading/reading.ts';
import { plotUses } from './plot.ts';
import { eachPlotFact, plotFacts, plotFactsFrom } from './plot-facts.ts';

const units = Object.keys(areaUnits) as [AreaUnit, ...AreaUnit[]];

export const PlotForm = z
  .strictObject({
    seller: objectId.optional(),
    use: z.enum(plotUses),
    name: nameText(60),
    area: decimalNumber.optional(),
    areaUnit: z.enum(units).default('m2'),
    ...eachPlotFact((key) => readBy<string | number>(plotFacts[key].read, plotFacts[key].longest).optional()),
    position: readBy(readPosition, 100).optional(),
    agree: z.literal('yes').optional(),
  })
  .transform(({ area, areaUnit, seller, ...wanted }, context) => {
    const reading: Reading<number | null> =
      area === undefined ? { value: null } : readSquareMetres(area * areaUnits[areaUnit]);
    if (!('value' in reading)) {
      context.addIssue({ code: 'custom', message: reading.code, path: ['area'] });
      return z.NEVER;
    }
    const { use, name, position = null, agree } = wanted;
    const facts = plotFactsFrom((key) => wanted[key]);
    return { seller, agree, plot: { use, name, area: reading.value, ...facts, position } };
  });
