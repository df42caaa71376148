import { type Model, model, Schema } from 'mongoose';
import type { Actor } from '../actor.ts';
import { upsert } from '../database/upsert.ts';
import { daysAfter } from '../days.ts';
import { conflict, forbidden } from '../errors.ts';
import { dayOf } from '../format.ts';
import { requireFresh } from '../identity/accounts.ts';
import { type Group, groups } from './groups.ts';

/** What the officer says of one group, and from which day on it holds; the rest of its page is what the program does. */
export interface Version {
  number: number;
  /** `YYYY-MM-DD` */
  from: string;
  at: Date;
  by: string;
  /** words of the operator's own below what the program says; '' where it has none to add */
  text: string;
  /** of the group `operator`: its facts by name */
  facts: Record<string, string>;
}

interface PublishedRecord {
  _id: string;
  /** the oldest first; none is ever changed or taken away */
  versions: Version[];
}

const PublishedModel: Model<PublishedRecord> = model<PublishedRecord>(
  'Published',
  new Schema<PublishedRecord>(
    {
      _id: { type: String, required: true },
      versions: [
        {
          _id: false,
          number: Number,
          from: String,
          at: Date,
          by: String,
          text: String,
          facts: { type: Map, of: String },
        },
      ],
    },
    { versionKey: false, strict: 'throw' },
  ),
  'published',
);

export async function versionsOf(group: Pick<Group, 'id'>): Promise<Version[]> {
  const record = await PublishedModel.findById(group.id).lean<PublishedRecord>();
  return record?.versions ?? [];
}

/** The version that holds on a day, and one that is told ahead. */
export function holding(versions: readonly Version[], day: string): { now: Version | null; next: Version | null } {
  const now = versions.findLast(({ from }) => from <= day) ?? null;
  const next = versions.find(({ from, number }) => from > day && number > (now?.number ?? 0)) ?? null;
  return { now, next };
}

/** The ids of the groups that somebody has confirmed and that hold on this day. */
export async function confirmedOn(day: string): Promise<Set<string>> {
  const records = await PublishedModel.find({}).lean<PublishedRecord[]>();
  return new Set(records.filter(({ versions }) => holding(versions, day).now !== null).map(({ _id }) => _id));
}

/** How many groups nobody has confirmed yet. */
export const countUnconfirmed = async (day: string): Promise<number> => {
  const confirmed = await confirmedOn(day);
  return groups.filter(({ id }) => !confirmed.has(id)).length;
};

/**
 * An officer confirms what a group's page says, with the operator's own words. The first version holds at once; each later one
 * after the days of notice. Earlier ones stay readable.
 * @throws forbidden('not-for-your-role'), forbidden('pin-needed'), conflict('published-meanwhile') when somebody else was quicker
 */
export async function confirmGroup(
  actor: Actor,
  group: Group,
  { text, facts }: Pick<Version, 'text' | 'facts'>,
  at: Date,
): Promise<Version> {
  if (actor.role !== 'officer') throw forbidden('not-for-your-role');
  requireFresh(actor, at);
  const before = await versionsOf(group);
  const today = dayOf(at);
  const from = before.length === 0 ? today : daysAfter(today, group.noticeDays);
  const version: Version = { number: before.length + 1, from, at, by: actor.name, text, facts };
  const _id = group.id;
  await upsert(() => PublishedModel.updateOne({ _id }, { $setOnInsert: { versions: [] } }, { upsert: true }));
  const { modifiedCount } = await PublishedModel.updateOne(
    { _id, 'versions.number': { $ne: version.number } },
    { $push: { versions: version } },
  );
  if (modifiedCount === 0) throw conflict('published-meanwhile');
  return version;
}
