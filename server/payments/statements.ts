import { randomBytes } from 'node:crypto';
import type { Actor } from '../actor.ts';
import { absent } from '../database/absent.ts';
import { conflict, forbidden, invalid, type Mistake, tooLarge } from '../errors.ts';
import { requireFresh } from '../identity/accounts.ts';
import { mostLines, readCsv } from './csv.ts';
import { isOpen } from './intent.ts';
import { findIntentsByReference } from './intents.ts';
import { referencesIn } from './memo.ts';
import { findReceivingAccount } from './receiving-accounts.ts';
import { numberLines, type Statement, StatementModel, type StatementRecord, splitRows } from './statement.ts';
import { columnKinds, guessColumns, readLines, type StatementLine } from './statement-line.ts';
import { judge, targetOf } from './transfer.ts';
import { TransferModel, type TransferRecord } from './transfer-record.ts';
import { receiveTransfer } from './transfers.ts';

const mostBytes = 2 * 1024 * 1024;

/** What would become of a statement's lines, or became of them. */
export interface Preview {
  statement: Statement;
  /** At most 200 of them. */
  lines: PreviewLine[];
  count: number;
  mistakes: Mistake[];
  /** What the bank wrote under the last line. */
  below: string[][];
}

/** `known`: told before, by a bank's message or another file · `order`: pays · `review`: for a person to look at. */
export interface PreviewLine {
  line: StatementLine;
  fate: 'known' | 'order' | 'review' | 'set-aside';
  /** What the line pays; of a shop's request through the API its payment reference. */
  orderNumber: string | null;
}

/**
 * Keeps a statement of the actor's own account to be looked at; nothing is taken in yet.
 * @throws tooLarge('statement-too-large'), invalid('statement-unreadable'), forbidden('not-for-your-role')
 */
export async function uploadStatement(actor: Actor, bytes: Buffer, at: Date): Promise<string> {
  if (actor.sellerId === null) throw forbidden('not-for-your-role');
  if (bytes.length > mostBytes) throw tooLarge('statement-too-large', { maxMegabytes: 2 });
  const parts = splitRows(readCsv(textOf(bytes)));
  if (!parts || parts.rows.length === 0) throw invalid('statement-unreadable');
  if (parts.rows.length > mostLines) throw tooLarge('statement-too-long', { max: mostLines });
  const layout = parts.heading.join(' | ').slice(0, 500);
  const earlier = await StatementModel.findOne({ sellerId: actor.sellerId, layout }, { columns: 1 })
    .sort({ uploadedAt: -1 })
    .lean<Pick<StatementRecord, 'columns'>>();
  const record: StatementRecord = {
    _id: randomBytes(12).toString('hex'),
    sellerId: actor.sellerId,
    layout,
    ...parts,
    columns: earlier?.columns ?? guessColumns(parts.heading),
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
  const { lines, mistakes, below } = readLines(statement.rows, statement.columns, statement.uploadedAt);
  const shown = numberLines(lines).slice(0, 200);
  const kept = await keptOf(statement.sellerId, shown);
  const account = await findReceivingAccount(statement.sellerId, at);
  const accountNumber = account?.number ?? '';
  const preview: PreviewLine[] = [];
  for (const { line, providerId } of shown) {
    const before = kept.get(keyOf(statement.sellerId, providerId));
    const fate = statement.importedAt ? became(before) : await fateOf({ ...statement, accountNumber }, line, before);
    preview.push({ line, ...fate });
  }
  return { statement, lines: preview, count: lines.length, mistakes, below };
}

type Fate = Omit<PreviewLine, 'line'>;
type Before = Pick<TransferRecord, 'state' | 'orderNumber'> | undefined;
const known: Fate = { fate: 'known', orderNumber: null };

function became(transfer: Before): Fate {
  if (!transfer) return known;
  const { state, orderNumber } = transfer;
  if (state === 'matched') return { fate: 'order', orderNumber };
  return { fate: state === 'set-aside' ? state : 'review', orderNumber: null };
}

async function fateOf(
  { sellerId, accountNumber }: { sellerId: string; accountNumber: string },
  line: StatementLine,
  before: Before,
): Promise<Fate> {
  if (before || (await isKnown(sellerId, line))) return known;
  const references = referencesIn(line.content);
  const intents = await findIntentsByReference(references);
  const open = intents.filter((intent) => isOpen(intent) || intent.cancellationReason === 'expired');
  const { reason } = judge({ ...line, sellerId, accountNumber, subAccount: null }, { references, intents: open });
  const [intent] = open.filter(({ amountVnd }) => amountVnd === line.amountVnd);
  if (reason !== null || !intent) return { fate: 'review', orderNumber: null };
  return { fate: 'order', orderNumber: intent.orderNumber ?? intent.reference };
}

/** The person says what each column holds; the next file of this layout is read the same way. */
export async function mapColumns(actor: Actor, id: string, columns: readonly string[]): Promise<void> {
  const { heading, importedAt } = await find(actor, id);
  if (importedAt) throw conflict('statement-imported');
  const kinds = heading.map((_, at) => columnKinds.find((kind) => kind === columns[at]) ?? 'none');
  await StatementModel.updateOne({ _id: id, importedAt: null }, { $set: { columns: kinds } });
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
  const source = { id: sourceOf(sellerId), provider: 'statement', sellerId, accounts: [account.number] };
  const numbered = numberLines(lines);
  const kept = await keptOf(sellerId, numbered);
  let told = 0;
  for (const { line, providerId } of numbered) {
    if (kept.has(keyOf(sellerId, providerId)) || (await isKnown(sellerId, line))) told += 1;
    else await receiveTransfer(source, { ...line, providerId, accountNumber: account.number, subAccount: null }, at);
  }
  const result = { taken: lines.length - told, known: told };
  await StatementModel.updateOne({ _id: id, importedAt: null }, { $set: { importedAt: at, ...result } });
  return result;
}

const sourceOf = (sellerId: string): string => `statement:${sellerId}`;
const keyOf = (sellerId: string, providerId: string): string => `${sourceOf(sellerId)}:${providerId}`;

/** What this or another statement of the seller brought before, by key. */
async function keptOf(sellerId: string, lines: readonly { providerId: string }[]): Promise<Map<string, Before>> {
  const keys = lines.map(({ providerId }) => keyOf(sellerId, providerId));
  const records = await TransferModel.find({ key: { $in: keys } }, { key: 1, state: 1, orderNumber: 1 }).lean<
    Pick<TransferRecord, 'key' | 'state' | 'orderNumber'>[]
  >();
  return new Map(records.map((record) => [record.key, record]));
}

// The same money told twice: by its bank's reference, or by our own reference with the same amount.
async function isKnown(sellerId: string, { reference, amountVnd, content }: StatementLine): Promise<boolean> {
  const told = { sellerId, amountVnd, provider: { $ne: 'statement' } };
  if (reference !== '' && (await TransferModel.exists({ ...told, reference }))) return true;
  for (const intent of await findIntentsByReference(referencesIn(content))) {
    if (await TransferModel.exists({ ...told, ...targetOf(intent), state: 'matched' })) return true;
  }
  return false;
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

function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw invalid('statement-unreadable');
  }
}
