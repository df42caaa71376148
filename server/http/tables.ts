import type { Response } from 'express';
import { type Rows, writeCsv, writeXlsx } from '../tables.ts';
import { sendPrivately } from './private-answer.ts';

/** The files a table can be taken away as; Excel's own first, because it alone keeps codes as they are. */
export const tableEndings = ['xlsx', 'csv'] as const;
export type TableEnding = (typeof tableEndings)[number];

export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Answers with a table as a file of the given kind. `name` is the file's name without ending, in plain letters. */
export async function sendTable(response: Response, ending: TableEnding, name: string, rows: Rows): Promise<void> {
  const [type, bytes] =
    ending === 'xlsx' ? [xlsxType, await writeXlsx(name, rows)] : ['text/csv; charset=utf-8', writeCsv(rows)];
  sendPrivately(response.attachment(`${name}.${ending}`), { type, bytes });
}
