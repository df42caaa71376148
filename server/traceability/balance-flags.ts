import type { Types } from 'mongoose';
import { lastYieldChange, listProfiles } from '../catalog/profiles.ts';
import { doOnce } from '../database/marks.ts';
import { unavailable } from '../errors.ts';
import { balanceAskedOf } from './balance-asked.ts';
import { BatchModel, type BatchRecord } from './batch-record.ts';

const mostTries = 50;

/**
 * Writes beside a batch's history what its balance asks by now, where something changed that is not in its history: what came out
 * beside it, or what is expected. Looked at again after it is written, so that of two who change something the later one is heard.
 * Safe to repeat. @throws unavailable('batch-busy')
 */
export async function reflag(code: string): Promise<void> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const batch = await BatchModel.findOne({ code }).lean<BatchRecord>();
    const asked = batch && (await balanceAskedOf(batch));
    if (batch === null || asked === (batch.balanceAsked ?? null)) return;
    const change = asked === null ? { $unset: { balanceAsked: 1 as const } } : { $set: { balanceAsked: asked } };
    await BatchModel.updateOne({ code, head: batch.head }, change);
  }
  throw unavailable('batch-busy');
}

const atOnce = 2000;
// How far it has come, by change; who starts anew begins anew.
const reached = new Map<string, Types.ObjectId>();

/**
 * Asks batches anew whose kind is expected to leave more or less than before, since an officer changed it: so many at once, the
 * rest with the next call. Safe to repeat.
 */
export async function reflagAfterYields(most = atOnce): Promise<void> {
  for (const { kind } of listProfiles()) {
    const change = await lastYieldChange(kind);
    if (change !== null) await doOnce(`balances asked after ${change}`, () => reflagKind(kind, change, most));
  }
}

/** @returns whether all of them are done */
async function reflagKind(kind: string, change: string, most: number): Promise<boolean> {
  const after = reached.get(change);
  const made = { kind, 'madeFrom.0': { $exists: true }, ...(after && { _id: { $gt: after } }) };
  const found = await BatchModel.find(made, { code: 1 }).sort({ _id: 1 }).limit(most).lean();
  for (const { _id, code } of found) {
    await reflag(code);
    reached.set(change, _id);
  }
  if (found.length === most) return false;
  reached.delete(change);
  return true;
}
