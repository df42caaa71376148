import mongoose from 'mongoose';
import type { Actor } from '../actor.ts';
import { newCode, readCode } from '../codes.ts';
import { isDuplicateKey } from '../database/duplicate-key.ts';
import { conflict } from '../errors.ts';
import { BatchModel } from './batch-record.ts';

/** A code that a phone holds for a batch that may be written without signal: nobody else's batch gets it. */
interface ReservedRecord {
  /** The code. */
  _id: string;
  accountId: string;
  at: Date;
}

const schema = new mongoose.Schema<ReservedRecord>(
  {
    _id: { type: String, required: true },
    accountId: { type: String, required: true, index: true },
    at: { type: Date, required: true },
  },
  { collection: 'reserved-codes', versionKey: false, strict: 'throw' },
);

const ReservedModel = mongoose.model<ReservedRecord>('ReservedCode', schema);

/** So many a person may hold: ten phones that lost all they kept. */
const mostHeld = 200;

/**
 * Sets codes aside for one person's phone, to be given to batches there without asking.
 * @param count how many
 * @throws conflict('too-many-codes')
 */
export async function reserveCodes(actor: Actor, count: number, at: Date): Promise<string[]> {
  const { accountId } = actor;
  if ((await ReservedModel.countDocuments({ accountId })) + count > mostHeld)
    throw conflict('too-many-codes', { most: mostHeld });
  const codes: string[] = [];
  while (codes.length < count) {
    const code = newCode();
    if (await BatchModel.exists({ code })) continue;
    if (await keep({ _id: code, accountId, at })) codes.push(code);
  }
  return codes;
}

/** A code that was set aside, and for whom. */
export interface Reserved {
  code: string;
  accountId: string;
}

/**
 * The code of a batch that is about to be registered: the one its writer's phone gave it, or a new one that no phone holds.
 * @throws conflict('code-not-held') when it was never handed to this person, or another batch of theirs has it
 */
export async function codeFor(reserved: Reserved | undefined): Promise<string> {
  if (reserved !== undefined) return heldCode(reserved);
  const code = newCode();
  return (await ReservedModel.exists({ _id: code })) ? codeFor(reserved) : code;
}

/** Whether this is the code of a batch that a phone without signal may have written and not sent yet. */
export const isReserved = async (code: string): Promise<boolean> =>
  (await ReservedModel.exists({ _id: code })) !== null;

/** Lets go of a code that has become a batch's. */
export const letGoOfCode = async ({ code }: Reserved): Promise<void> => {
  await ReservedModel.deleteOne({ _id: code });
};

async function heldCode({ code: typed, accountId }: Reserved): Promise<string> {
  const code = readCode(typed) ?? '';
  const isHeld = await ReservedModel.exists({ _id: code, accountId });
  if (!isHeld || (await BatchModel.exists({ code }))) throw conflict('code-not-held');
  return code;
}

async function keep(record: ReservedRecord): Promise<boolean> {
  try {
    await ReservedModel.create(record);
    return true;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return false;
  }
}
