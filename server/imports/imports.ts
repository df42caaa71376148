import { randomBytes } from 'node:crypto';
import type { Actor } from '../actor.ts';
import { absent } from '../database/absent.ts';
import { conflict, DomainError, type ErrorKind, forbidden, invalid } from '../errors.ts';
import { readPages } from '../sheets/sheets.ts';
import { planBatches, unmakeBatch } from './batches.ts';
import { columnsOf, findHeading, guessColumns } from './columns.ts';
import { planHouseholds, unmakeHousehold } from './households.ts';
import { type ImportKind, ImportModel, type ImportRecord, importKinds, type Made } from './import.ts';
import { planInvoices, unmakeInvoice } from './invoices.ts';
import type { Plan, SheetMistake } from './lines.ts';

export type { ImportKind } from './import.ts';
export type { SheetMistake } from './lines.ts';

/** A sheet as it was read, and what running it would make. */
export interface Preview {
  sheet: ImportRecord;
  rows: number;
  wouldMake: number;
  mistakes: SheetMistake[];
}

const mostLines = 2000;

// What the sheet itself made is no reason against it.
const planners = { households: planHouseholds, batches: planBatches, invoices: planInvoices };
const unmakers = { households: unmakeHousehold, batches: unmakeBatch, invoices: unmakeInvoice };

/** What somebody may bring: a household the invoices of its own orders, a cooperative of all whom it acts for. */
export const kindsFor = ({ role }: Pick<Actor, 'role'>): readonly ImportKind[] =>
  role === 'cooperative' ? importKinds : ['invoices'];

/** Refusals that are about one line of the sheet; the others go on. */
const aboutLine: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['invalid', 'conflict', 'missing', 'forbidden']);

/**
 * Reads a sheet and keeps it; nothing is made. Its columns are told by their headings, or as they were chosen for the last sheet
 * with the same headings.
 * @throws what `readPages` throws, invalid('sheet-without-headings'), invalid('sheet-too-long'), forbidden('not-for-your-role')
 */
export async function bringSheet(actor: Actor, kind: ImportKind, bytes: Buffer, at: Date): Promise<Preview> {
  if (!kindsFor(actor).includes(kind)) throw forbidden('not-for-your-role');
  const [found, ...others] = readPages(bytes).flatMap(({ name, rows }) => {
    const place = findHeading(kind, rows);
    return place === null ? [] : [{ name, rows, place }];
  });
  if (found === undefined) throw invalid('sheet-without-headings');
  const { rows, place } = found;
  const heading = rows[place] ?? [];
  const below = rows.slice(place + 1);
  if (below.length > mostLines) throw invalid('sheet-too-long', { max: mostLines });
  const layout = heading.join(' | ').slice(0, 1000);
  const earlier = await ImportModel.findOne({ accountId: actor.accountId, kind, layout }).sort({ at: -1 }).lean();
  const sheet: ImportRecord = {
    _id: randomBytes(12).toString('hex'),
    accountId: actor.accountId,
    kind,
    columns: earlier?.columns ?? guessColumns(kind, heading),
    layout,
    rows: below.map((row) => Array.from({ length: heading.length }, (_, column) => row[column] ?? '')),
    page: found.name,
    otherPages: others.map(({ name }) => name),
    heading,
    headingLine: place + 1,
    state: 'read',
    made: [],
    at,
  };
  await ImportModel.create(sheet);
  return look(actor, sheet, at);
}

/** @throws missing('import-not-found') for everybody else's */
export async function previewSheet(actor: Actor, id: string, at: Date): Promise<Preview> {
  return look(actor, await find(actor, id), at);
}

/** Says what the columns hold, for this sheet and the next like it. @throws missing('import-not-found'), conflict('import-was-run') */
export async function chooseColumns(actor: Actor, id: string, columns: readonly string[]): Promise<void> {
  const { kind } = await find(actor, id);
  const known = new Set(columnsOf[kind].map(({ key }) => key));
  const chosen = columns.map((one) => (known.has(one) ? one : null));
  const { matchedCount } = await ImportModel.updateOne({ _id: id, state: 'read' }, { $set: { columns: chosen } });
  if (matchedCount === 0) throw conflict('import-was-run');
}

/**
 * Makes what the sheet's right lines say; wrong ones are left out and told. Safe to repeat: what was cut off goes on.
 * @throws missing('import-not-found'), conflict('import-was-undone')
 */
export async function runImport(actor: Actor, id: string, at: Date): Promise<Preview> {
  const sheet = await find(actor, id);
  if (sheet.state === 'undone') throw conflict('import-was-undone');
  const { planned, mistakes } = await planners[sheet.kind](actor, sheet, at);
  const refused: SheetMistake[] = [];
  for (const one of planned) {
    if (sheet.made.some(({ line }) => line === one.line)) continue;
    const refusal = await makeLine(sheet, one);
    if (refusal) refused.push({ line: one.line, column: '–', code: refusal.code, facts: refusal.facts });
  }
  await ImportModel.updateOne({ _id: id }, { $set: { state: 'run' } });
  const now = await find(actor, id);
  return { sheet: now, rows: countRows(now), wouldMake: now.made.length, mistakes: inOrder([...mistakes, ...refused]) };
}

/**
 * Takes back all that the sheet made, the last first, while nothing else stands on it.
 * @throws missing('import-not-found'), conflict('household-in-use' | 'batch-in-use' | 'invoice-changed') which leaves the rest as it is
 */
export async function undoImport(actor: Actor, id: string, at: Date): Promise<Preview> {
  const sheet = await find(actor, id);
  for (const made of sheet.made.toReversed()) {
    await unmakers[sheet.kind](actor, made, { sheet, at });
    await ImportModel.updateOne({ _id: id }, { $pull: { made: { line: made.line } } });
  }
  await ImportModel.updateOne({ _id: id }, { $set: { state: 'undone' } });
  return previewSheet(actor, id, at);
}

async function find(actor: Actor, id: string): Promise<ImportRecord> {
  const sheet = await ImportModel.findOne({ _id: id, accountId: actor.accountId }).lean();
  if (!sheet) throw await absent(ImportModel, { _id: id }, 'import-not-found');
  return sheet;
}

async function look(actor: Actor, sheet: ImportRecord, at: Date): Promise<Preview> {
  const { planned, mistakes } =
    sheet.state === 'read' ? await planners[sheet.kind](actor, sheet, at) : { planned: sheet.made, mistakes: [] };
  return { sheet, rows: countRows(sheet), wouldMake: planned.length, mistakes: inOrder(mistakes) };
}

// As the eye goes over the sheet; Z stands before AA.
const inOrder = (mistakes: readonly SheetMistake[]): SheetMistake[] =>
  mistakes.toSorted(
    (a, b) =>
      a.line - b.line || a.column.length - b.column.length || (a.column < b.column ? -1 : Number(a.column > b.column)),
  );

/** @returns why it was refused; null when it is made */
async function makeLine({ _id }: ImportRecord, { line, make }: Plan['planned'][number]): Promise<DomainError | null> {
  try {
    const made: Made = { line, id: await make() };
    await ImportModel.updateOne({ _id, 'made.line': { $ne: line } }, { $push: { made } });
    return null;
  } catch (error) {
    if (error instanceof DomainError && aboutLine.has(error.kind)) return error;
    throw error;
  }
}

const countRows = ({ rows }: ImportRecord): number => rows.filter((row) => row.some((cell) => cell !== '')).length;
