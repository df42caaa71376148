import { Types } from 'mongoose';
import { insertNew } from '../database/insert-new.ts';
import type { BankMessage } from './bank.ts';
import type { Verdict } from './transfer.ts';
import { TransferModel, type TransferRecord } from './transfer-record.ts';

/** Where a message came in: what is needed to know whose money it is. */
export interface Source {
  id: string;
  provider: string;
  sellerId: string | null;
  accounts: readonly string[];
}

interface Told {
  source: Source;
  message: BankMessage;
  sellerId: string | null;
  at: Date;
}

/** A message as it will be kept: with what was judged of it, but not acted on. */
export function draftOf({ source, message, sellerId, at }: Told, verdict: Verdict): TransferRecord {
  return {
    _id: new Types.ObjectId(),
    key: `${source.id}:${message.providerId}`,
    provider: source.provider,
    connectionId: source.id,
    sellerId,
    reference: message.reference ?? message.providerId,
    amountVnd: message.amountVnd,
    accountNumber: message.accountNumber,
    subAccount: message.subAccount,
    content: message.content,
    receivedAt: message.receivedAt ?? at,
    keptAt: at,
    state: 'kept',
    ...verdict,
    chosenBy: null,
    history: [{ at, did: 'kept', by: 'bank', note: null }],
  };
}

/**
 * Keeps each message once for ever, by its key: whoever was faster, in this group or before, theirs is the transfer.
 * @throws what the database says of one that can be neither written nor found
 */
export async function keepTogether(drafts: readonly TransferRecord[]): Promise<Map<string, TransferRecord>> {
  const kept = new Map<string, TransferRecord>();
  for (const record of drafts) if (!kept.has(record.key)) kept.set(record.key, record);
  const records = [...kept.values()];
  const known = (await insertNew(TransferModel, records)).map((place) => records[place]?.key ?? '');
  if (known.length === 0) return kept;
  const found = await TransferModel.find({ key: { $in: known } }).lean<TransferRecord[]>();
  for (const record of found) kept.set(record.key, record);
  return kept;
}
