import { model, Schema } from 'mongoose';
import type { Actor } from '../actor.ts';
import { upsert } from '../database/upsert.ts';
import { forbidden, invalid } from '../errors.ts';
import { requireFresh } from '../identity/accounts.ts';
import { tellChange } from '../told-changes.ts';

/** How long buyers' names, phones, addresses and notes are kept after an order has come to its end (law 91/2025). */
export interface Retention {
  months: number;
  /** Who changed it to how many months, oldest first, and whether it was said that every seller is small. */
  history: { at: Date; by: string; months: number; allSmall: boolean }[];
}

/**
 * Contracts are kept three years, which holds until an officer decides otherwise; one where every party is small: a household or a
 * micro firm (law 122/2025 art. 16, second-hand: `law.md` 1.3).
 */
export const retentionLimits = { usual: 36, least: 12, most: 120 } as const;
const usualMonths = retentionLimits.usual;

interface RetentionRecord extends Omit<Retention, 'history'> {
  _id: 'buyers';
  history: KeptEntry[];
}

const entry = new Schema<KeptEntry>({ at: Date, by: String, months: Number, allSmall: Boolean }, { _id: false });
const RetentionModel = model<RetentionRecord>(
  'Retention',
  new Schema<RetentionRecord>(
    { _id: { type: String, required: true }, months: { type: Number, required: true }, history: [entry] },
    { versionKey: false, strict: 'throw' },
  ),
  'retention',
);

export async function getRetention(): Promise<Retention> {
  const record = await RetentionModel.findById('buyers').lean<RetentionRecord>();
  if (!record) return { months: usualMonths, history: [] };
  return { months: record.months, history: record.history.map(presentEntry) };
}

type Entry = Retention['history'][number];
type KeptEntry = Omit<Entry, 'allSmall'> & { allSmall?: boolean };

// Before it was asked, nobody had said so.
const presentEntry = ({ at, by, months, allSmall }: KeptEntry): Entry => ({
  at,
  by,
  months,
  allSmall: allSmall ?? false,
});

/**
 * An officer decides how long buyers are remembered, for the whole commune. Shorter counts from the next sweep on, and
 * what is erased is gone; so it asks for the PIN.
 * @param months 12 to 120; below 36 only with the word that every seller is small, which is kept with the officer's name
 * @throws forbidden('not-for-your-role'), forbidden('pin-needed'), invalid('mistakes')
 */
export async function setRetention(
  actor: Actor,
  { months, allSmall = false }: { months: number; allSmall?: boolean },
  at: Date,
): Promise<void> {
  if (actor.role !== 'officer') throw forbidden('not-for-your-role');
  requireFresh(actor, at);
  const { least, most } = retentionLimits;
  if (!Number.isInteger(months) || months < least || months > most)
    throw invalid('mistakes', {}, [{ pointer: '/months', code: 'months-out-of-range', facts: { least, most } }]);
  if (months < usualMonths && !allSmall)
    throw invalid('mistakes', {}, [{ pointer: '/allSmall', code: 'all-small-unsaid', facts: { usual: usualMonths } }]);
  const _id = 'buyers';
  const before = { $setOnInsert: { months: usualMonths, history: [] } };
  await upsert(() => RetentionModel.updateOne({ _id }, before, { upsert: true }));
  const change = {
    $set: { months },
    $push: { history: { at, by: actor.name, months, allSmall: allSmall && months < usualMonths } },
  };
  const { months: from } = await getRetention();
  await RetentionModel.updateOne({ _id, months: { $ne: months } }, change);
  tellChange(actor, { what: 'months', from, to: months });
}

/** The last moment whose data is too old to keep: so many calendar months before; a month's missing days are its last. */
export function keptSince(at: Date, months: number): Date {
  const since = new Date(at);
  since.setUTCDate(1);
  since.setUTCMonth(since.getUTCMonth() - months);
  const lastDay = new Date(Date.UTC(since.getUTCFullYear(), since.getUTCMonth() + 1, 0)).getUTCDate();
  since.setUTCDate(Math.min(at.getUTCDate(), lastDay));
  return since;
}
