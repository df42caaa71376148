import { type Model, model, Schema } from 'mongoose';
import type { Actor } from '../actor.ts';
import { upsert } from '../database/upsert.ts';
import { forbidden } from '../errors.ts';
import { requireFresh } from '../identity/accounts.ts';
import { platformNow, setPlatform } from '../platform.ts';
import { tellChange } from '../told-changes.ts';

interface SensitiveRecord {
  _id: 'sensitive';
  isRefused: boolean;
  /** who chose which, the oldest first */
  history: { at: Date; by: string; isRefused: boolean }[];
}

const SensitiveModel: Model<SensitiveRecord> = model<SensitiveRecord>(
  'SensitiveData',
  new Schema<SensitiveRecord>(
    {
      _id: { type: String, required: true },
      isRefused: { type: Boolean, default: false },
      history: [{ _id: false, at: Date, by: String, isRefused: Boolean }],
    },
    { versionKey: false, strict: 'throw' },
  ),
  'sensitive_data',
);

/** Whether sensitive data are refused, and the book of who chose; they are taken until somebody chooses. */
export async function sensitiveChoice(): Promise<Pick<SensitiveRecord, 'isRefused' | 'history'>> {
  const record = await SensitiveModel.findById('sensitive').lean<SensitiveRecord>();
  return { isRefused: record?.isRefused ?? false, history: record?.history ?? [] };
}

/**
 * An officer decides whether the market takes and shows sensitive data: faces, exact places, the people somebody belongs to. What is
 * there already is hidden from that moment and comes back when it is allowed again. Holds here at once, elsewhere within a second.
 * @throws forbidden('not-for-your-role'), forbidden('pin-needed')
 */
export async function refuseSensitive(actor: Actor, isRefused: boolean, at: Date): Promise<void> {
  if (actor.role !== 'officer') throw forbidden('not-for-your-role');
  requireFresh(actor, at);
  const _id = 'sensitive';
  const before = { $setOnInsert: { isRefused: false, history: [] } };
  await upsert(() => SensitiveModel.updateOne({ _id }, before, { upsert: true }));
  const { isRefused: from } = await sensitiveChoice();
  const change = { $set: { isRefused }, $push: { history: { at, by: actor.name, isRefused } } };
  await SensitiveModel.updateOne({ _id, isRefused: { $ne: isRefused } }, change);
  setPlatform({ ...platformNow(), refusesSensitive: isRefused });
  tellChange(actor, { what: 'refuses-sensitive', from, to: isRefused });
}
