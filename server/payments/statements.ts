import { randomBytes } from 'node:crypto';
import type { Actor } from '../actor.ts';
import { absent } from '../database/absent.ts';
import { conflict, forbidden, invalid, type Mistake, tooLarge } from '../errors.ts';
import { requireFresh } from '../identity/accounts.ts';
import { readTable } from '../sheets/read-table.ts';
import { findReceivingAccount } from './receiving-accounts.ts';
import { fitOf, type Statement, StatementModel, type StatementRecord, splitRows } from './statement.ts';
import { arrivalsOf } from './statement-arrivals.ts';
import { columnKinds, guessKinds } from './statement-columns.ts';
import { type Fate, fatesOf, known } from './statement-fates.ts';
import { readLines, type StatementLine } from './statement-line.ts';
import { receiveTransfer } from './transfers.ts';

const mostBytes = 2 * 1024 * 1024;
const mostLines = 5000;
const mostShown = 200;

/** What would become of a statement's lines, or became of them. */
export interface Preview {
  statement: Statement;
  /** At most 200 of them. */
  lines: PreviewLine[];
  count: number;
  mistakes: Mistake[];
  /** What is no transfer: totals, balances, headings once more. */
  skipped: string[][];
}

/** One line and what becomes of it. */
export interface PreviewLine extends Fate {
  line: StatementLine;
}

/**
 * Keeps a statement of the actor's own account to be looked at; nothing is taken in yet.
 * @throws tooLarge('statement-too-large'), invalid('statement-unreadable'), forbidden('not-for-your-role')
 */
export async function uploadStatement(actor: Actor, bytes: Buffer, at: Date): Promise<string> {
  if (actor.sellerId === null) throw forbidden('not-for-your-role');
  if (bytes.length > mostBytes) throw tooLarge('statement-too-large', { maxMegabytes: 2 });
  const parts = splitRows(readTable(bytes, fitOf) ?? []);
  if (!parts || parts.rows.length === 0) throw invalid('statement-unreadable');
  if (parts.rows.length > mostLines) throw tooLarge('statement-too-long', { max: mostLines });
  const layout = parts.heading.join(' | ').slice(0, 500);
  const earlier = await StatementModel.findOne({ sellerId: actor.sellerId, layout, isMapped: true }, { columns: 1 })
    .sort({ uploadedAt: -1 })
    .lean<Pick<StatementRecord, 'columns'>>();
  const record: StatementRecord = {
    _id: randomBytes(12).toString('hex'),
    sellerId: actor.sellerId,
    layout,
    ...parts,
    columns: earlier?.columns ?? guessKinds(parts.heading, parts.rows),
    isMapped: false,
    uploadedAt: at,
    importedAt: null,
    taken: null,
    known: null,
  };
  await StatementModel.create(record);
  return record._id;
}

/** The statement with what would become of each line. @throws missing('statement-not-found') */
export async function previewStatement(actor: Actor, id: string, at: Date): Promise<Preview> {
  const statement = await find(actor, id);
  const { lines, mistakes, skipped } = readLines(statement.rows, statement.columns, statement.uploadedAt);
  const account = await findReceivingAccount(statement.sellerId, at);
  const shown = lines.slice(0, mostShown);
  const fates = await fatesOf(
    await arrivalsOf(statement, shown, account?.number ?? '', at),
    statement.importedAt !== null,
  );
  const preview = shown.map((line, place) => ({ line, ...(fates[place] ?? known) }));
  return { statement, lines: preview, count: lines.length, mistakes, skipped };
}

/** The person says what each column holds; the next file of this layout is read the same way. */
export async function mapColumns(actor: Actor, id: string, columns: readonly string[]): Promise<void> {
  const { heading, importedAt } = await find(actor, id);
  if (importedAt) throw conflict('statement-imported');
  const kinds = heading.map((_, at) => columnKinds.find((kind) => kind === columns[at]) ?? 'none');
  await StatementModel.updateOne({ _id: id, importedAt: null }, { $set: { columns: kinds, isMapped: true } });
}

/**
 * Takes in every line, or none when one cannot be read. A line that a bank's message told already is left out. Repeating
 * it, after a crash too, changes nothing.
 * @returns how many lines were taken in and how many were known
 * @throws invalid('statement-lines') naming each line, conflict('no-receiving-account')
 */
export async function importStatement(actor: Actor, id: string, at: Date): Promise<{ taken: number; known: number }> {
  const { sellerId, rows, columns, uploadedAt } = await find(actor, id);
  requireFresh(actor, at);
  const { lines, mistakes } = readLines(rows, columns, uploadedAt);
  if (mistakes.length > 0) throw invalid('statement-lines', { count: mistakes.length }, mistakes.slice(0, 20));
  const account = await findReceivingAccount(sellerId, at);
  if (!account) throw conflict('no-receiving-account');
  const arrivals = await arrivalsOf({ sellerId }, lines, account.number, at);
  const outcomes = await Promise.all(arrivals.map(({ source, message }) => receiveTransfer(source, message, at)));
  const told = outcomes.filter((outcome) => outcome === 'seen-before').length;
  const result = { taken: lines.length - told, known: told };
  await StatementModel.updateOne({ _id: id, importedAt: null }, { $set: { importedAt: at, ...result } });
  return result;
}

async function find(actor: Actor, id: string): Promise<Statement> {
  const record = /^[0-9a-f]{24}$/.test(id) ? await StatementModel.findById(id).lean<StatementRecord>() : null;
  if (!record || record.sellerId !== actor.sellerId)
    throw await absent(StatementModel, { _id: id }, 'statement-not-found');
  return {
    id: record._id,
    sellerId: record.sellerId,
    heading: record.heading,
    rows: record.rows,
    columns: record.columns,
    uploadedAt: record.uploadedAt,
    importedAt: record.importedAt,
    taken: record.taken ?? null,
    known: record.known ?? null,
  };
}
