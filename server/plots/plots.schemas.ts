import { z } from 'zod';
import { decimalNumber, nameText, objectId, readBy } from '../http/fields.ts';
import { type AreaUnit, areaUnits, readSquareMetres } from '../reading/areas.ts';
import { readPosition } from '../reading/positions.ts';
import type { Reading } from '../reading/reading.ts';
import { plotUses } from './plot.ts';
import { readAltitude, readGrowingAreaCode, readHives } from './plot-facts.ts';

const units = Object.keys(areaUnits) as [AreaUnit, ...AreaUnit[]];

export const PlotForm = z
  .strictObject({
    seller: objectId.optional(),
    use: z.enum(plotUses),
    name: nameText(60),
    area: decimalNumber.optional(),
    areaUnit: z.enum(units).default('m2'),
    growingAreaCode: readBy(readGrowingAreaCode, 60).optional(),
    altitude: readBy(readAltitude, 20).optional(),
    hives: readBy(readHives, 20).optional(),
    position: readBy(readPosition, 100).optional(),
  })
  .transform(({ area, areaUnit, seller, ...wanted }, context) => {
    const reading: Reading<number | null> =
      area === undefined ? { value: null } : readSquareMetres(area * areaUnits[areaUnit]);
    if (!('value' in reading)) {
      context.addIssue({ code: 'custom', message: reading.code, path: ['area'] });
      return z.NEVER;
    }
    const { growingAreaCode = null, altitude: metres = null, hives: count = null, position = null } = wanted;
    const { use, name } = wanted;
    return {
      seller,
      plot: { use, name, area: reading.value, growingAreaCode, altitude: metres, hives: count, position },
    };
  });
