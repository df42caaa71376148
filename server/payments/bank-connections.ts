import type { Actor } from '../actor.ts';
import { absent } from '../database/absent.ts';
import { isDemonstration } from '../database/marks.ts';
import { upsert } from '../database/upsert.ts';
import { conflict, DomainError, forbidden, invalid, missing } from '../errors.ts';
import { requireFresh } from '../identity/accounts.ts';
import { whereSeen } from '../identity/sellers.ts';
import { type Bank, type BankMessage, type Headers, hashOf, type Outcome } from './bank.ts';
import {
  type BankConnection,
  ConnectionModel,
  type ConnectionRecord,
  newConnectionId,
  readConnection,
} from './bank-connection.ts';
import { findProvider, getProvider, type Proof } from './bank-providers.ts';
import { plainAccount } from './transfer.ts';
import { receiveTransfer } from './transfers.ts';
import { keepUnread } from './unread-messages.ts';

export type { BankConnection } from './bank-connection.ts';

/** The id of the demonstration bank's connection, at `/webhooks/banks/sandbox/demo`. */
export const demoConnectionId = 'demo';

export interface WantedConnection extends Partial<Record<Proof, string | undefined>> {
  provider: string;
  accounts: string[];
}

/** A bank's message as it arrived. */
export interface Arrival {
  provider: string;
  connectionId: string;
  rawBody: Buffer;
  headers: Headers;
}

/**
 * Connects the actor's own seller to a provider. The same accounts with the same proof are one connection, however often they are sent.
 * @throws forbidden('pin-needed'), forbidden('not-for-your-role'), invalid('mistakes') without the proof the provider uses
 */
export async function addBankConnection(actor: Actor, wanted: WantedConnection, at: Date): Promise<BankConnection> {
  if (actor.sellerId === null) throw forbidden('not-for-your-role');
  requireFresh(actor, at);
  const { provider, accounts, apiKey, secret } = wanted;
  requireProof(wanted);
  const same = {
    provider,
    sellerId: actor.sellerId,
    accounts: [...new Set(accounts.map(plainAccount))],
    secrets: { apiKeyHash: apiKey ? hashOf(apiKey) : null, secret: secret ?? null },
  };
  const earlier = await findSame(same);
  if (earlier) return readConnection(earlier);
  const record: ConnectionRecord = {
    _id: newConnectionId(),
    ...same,
    createdAt: at,
    createdBy: actor.name,
    lastMessageAt: null,
  };
  await ConnectionModel.create(record);
  return readConnection(record);
}

const findSame = ({ secrets, ...same }: Pick<ConnectionRecord, 'provider' | 'sellerId' | 'accounts' | 'secrets'>) =>
  ConnectionModel.findOne({
    ...same,
    'secrets.apiKeyHash': secrets.apiKeyHash,
    'secrets.secret': secrets.secret,
  }).lean<ConnectionRecord>();

function requireProof(wanted: WantedConnection): void {
  const proofs = getProvider(wanted.provider).proofs;
  if (!proofs.some((proof) => wanted[proof])) {
    throw invalid('mistakes', {}, [{ pointer: `/${proofs[0] ?? 'provider'}`, code: 'required' }]);
  }
}

/** The connections of every seller the actor sees, newest first, without their secrets. */
export async function listBankConnections(actor: Actor): Promise<BankConnection[]> {
  const records = await ConnectionModel.find(await whereSeen(actor))
    .sort({ createdAt: -1 })
    .limit(200)
    .lean<ConnectionRecord[]>();
  return records.map(readConnection);
}

/** Cuts a connection of the actor's own seller. @throws forbidden('pin-needed'), missing('bank-connection-not-found') */
export async function removeBankConnection(actor: Actor, id: string, at: Date): Promise<void> {
  requireFresh(actor, at);
  const { deletedCount } = await ConnectionModel.deleteOne({ _id: id, sellerId: actor.sellerId ?? 'nobody' });
  if (deletedCount === 0) throw await absent(ConnectionModel, { _id: id }, 'bank-connection-not-found');
}

/** Keeps the demonstration bank open at `/webhooks/banks/sandbox/demo`. Safe to repeat. @throws conflict('not-a-demonstration') */
export async function openSandboxConnection(at: Date): Promise<void> {
  if (!(await isDemonstration())) throw conflict('not-a-demonstration');
  const record: Omit<ConnectionRecord, '_id'> = {
    provider: 'sandbox',
    sellerId: null,
    accounts: [],
    secrets: { apiKeyHash: null, secret: null },
    createdAt: at,
    createdBy: 'system',
    lastMessageAt: null,
  };
  await upsert(() => ConnectionModel.updateOne({ _id: demoConnectionId }, { $setOnInsert: record }, { upsert: true }));
}

/**
 * Takes a bank's message: the proof first, then kept, then acted on.
 * @returns what to answer, in the provider's words
 * @throws missing('bank-connection-not-found'), unauthenticated('bank-proof-wrong')
 */
export async function takeBankMessage(arrival: Arrival, at: Date): Promise<{ outcome: Outcome; answer: object }> {
  const record = await findConnection(arrival);
  const { bank } = getProvider(record.provider);
  const outcome = await receive(bank, record, arrival, at);
  await noteMessage(record, at);
  return { outcome, answer: bank.answer(outcome) };
}

// What has proved itself is never dropped: it may be money, so what cannot be read, or is about an account that the connection
// does not name, waits for a person.
async function receive(
  bank: Bank,
  record: ConnectionRecord,
  { rawBody, headers }: Arrival,
  at: Date,
): Promise<Outcome> {
  const connection = readConnection(record);
  const message = readBy(bank, record, { rawBody, headers }, at);
  if (message === null) return 'ignored';
  if (message === 'unreadable') {
    await keepUnread(connection, { rawBody, accountNumber: null }, at);
    return message;
  }
  const outcome = await receiveTransfer(connection, message, at);
  if (outcome !== 'ignored') return outcome;
  await keepUnread(connection, { rawBody, accountNumber: message.accountNumber }, at);
  return 'kept-for-review';
}

function readBy(
  bank: Bank,
  { secrets }: ConnectionRecord,
  { rawBody, headers }: Pick<Arrival, 'rawBody' | 'headers'>,
  at: Date,
): BankMessage | 'unreadable' | null {
  try {
    return bank.read(rawBody, headers, secrets, at);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'bank-message-unreadable') return 'unreadable';
    throw error;
  }
}

async function findConnection({ provider, connectionId }: Arrival): Promise<ConnectionRecord> {
  const record = await ConnectionModel.findById(connectionId).lean<ConnectionRecord>();
  const known = findProvider(provider);
  if (known === null || record?.provider !== provider) throw missing('bank-connection-not-found');
  // Belt and braces: the demonstration bank's key is public.
  if (known.isDemonstration && !(await isDemonstration())) throw missing('bank-connection-not-found');
  return record;
}

// At most one write a minute: a hundred repetitions need not be a hundred writes.
async function noteMessage({ _id, lastMessageAt }: ConnectionRecord, at: Date): Promise<void> {
  if (lastMessageAt && at.getTime() - lastMessageAt.getTime() < 60_000) return;
  await ConnectionModel.updateOne({ _id }, { $max: { lastMessageAt: at } });
}
