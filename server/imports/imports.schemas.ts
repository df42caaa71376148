import { z } from 'zod';
import { columnsOf } from './columns.ts';
import { importKinds } from './import.ts';

export const ImportParams = z.object({ id: z.string().max(60) });
export const BringForm = z.strictObject({ kind: z.enum(importKinds) });

const keys = [...new Set(importKinds.flatMap((kind) => columnsOf[kind].map(({ key }) => key)))];

/** What each column holds; `none` for one that is not read. */
export const ColumnsForm = z.strictObject({ columns: z.array(z.enum(['none', ...keys])).max(60) });

export const ImportView = z
  .object({
    id: z.string(),
    kind: z.enum(importKinds),
    state: z.enum(['read', 'run', 'undone']),
    /** The sheet of a workbook that is read; '' for a text. */
    sheet: z.string(),
    /** Its other sheets that look like lists: each is brought by itself. */
    otherSheets: z.array(z.string()),
    rows: z.number().int(),
    wouldMake: z.number().int(),
    mistakes: z.array(z.object({ line: z.number().int(), column: z.string(), code: z.string(), detail: z.string() })),
  })
  .meta({ id: 'ImportView' });
