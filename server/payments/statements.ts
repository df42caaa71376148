import { randomBytes } from 'node:crypto';
import type { Actor } from '../actor.ts';
import { conflict, forbidden, invalid, type Mistake, missing, tooLarge } from '../errors.ts';
import { mostLines, readCsv } from './csv.ts';
import { findIntentsByReference } from './intents.ts';
import { referencesIn } from './memo.ts';
import { findReceivingAccount } from './receiving-accounts.ts';
import { numberLines, type Statement, StatementModel, type StatementRecord, splitRows } from './statement.ts';
import { columnKinds, guessColumns, readLines, type StatementLine } from './statement-line.ts';
import { targetOf } from './transfer.ts';
import { TransferModel } from './transfer-record.ts';
import { receiveTransfer } from './transfers.ts';

const mostBytes = 2 * 1024 * 1024;

/** What would become of a statement's lines. */
export interface Preview {
  statement: Statement;
  /** `orderNumber`: what the line would pay; of a shop's request through the API its payment reference. */
  lines: { line: StatementLine; isKnown: boolean; orderNumber: string | null }[];
  mistakes: Mistake[];
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
  };
  await StatementModel.create(record);
  return record._id;
}

/** The statement with what would become of each line. @throws missing('statement-not-found') */
export async function previewStatement(actor: Actor, id: string): Promise<Preview> {
  const statement = await find(actor, id);
  const { lines, mistakes } = readLines(statement.rows, statement.columns);
  const shown = [];
  for (const line of lines.slice(0, 200)) {
    const [intent] = await findIntentsByReference(referencesIn(line.content));
    const orderNumber = intent?.sellerId === statement.sellerId ? (intent.orderNumber ?? intent.reference) : null;
    shown.push({ line, isKnown: await isKnown(statement.sellerId, line), orderNumber });
  }
  return { statement, lines: shown, mistakes };
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
  const { sellerId, rows, columns } = await find(actor, id);
  const { lines, mistakes } = readLines(rows, columns);
  if (mistakes.length > 0) throw invalid('statement-lines', { count: mistakes.length }, mistakes.slice(0, 20));
  const account = await findReceivingAccount(sellerId, at);
  if (!account) throw conflict('no-receiving-account');
  const source = { id: `statement:${sellerId}`, provider: 'statement', sellerId, accounts: [account.number] };
  let known = 0;
  for (const { line, providerId } of numberLines(lines)) {
    if (await isKnown(sellerId, line)) known += 1;
    else await receiveTransfer(source, { ...line, providerId, accountNumber: account.number, subAccount: null }, at);
  }
  await StatementModel.updateOne({ _id: id, importedAt: null }, { $set: { importedAt: at } });
  return { taken: lines.length - known, known };
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
  if (!record || record.sellerId !== actor.sellerId) throw missing('statement-not-found');
  return {
    id: record._id,
    sellerId: record.sellerId,
    heading: record.heading,
    rows: record.rows,
    columns: record.columns,
    uploadedAt: record.uploadedAt,
    importedAt: record.importedAt,
  };
}

function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw invalid('statement-unreadable');
  }
}
