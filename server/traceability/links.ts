import { changeEach } from '../database/change-each.ts';
import { doOnce } from '../database/marks.ts';
import { sealedRegistration } from './batch.ts';
import { BatchModel, type BatchRecord, settled } from './batch-record.ts';
import { findRecord } from './batch-sight.ts';
import { type EventRecord, isPrivateStep, sealedEvent } from './event.ts';

export { hashOf } from './event.ts';

/** A batch's chain as the log needs it. */
export interface Chain {
  code: string;
  /** The hash of each link in hex, the registration first. */
  links: string[];
  /** As it is kept: the last link's hash, but where somebody changed the history by hand. */
  head: string;
  /** Where in the log the first of them stand. */
  logged: number[];
}

/** One link as everybody may read it. */
export interface Link {
  /** SHA-256 in hex, as it is kept. */
  hash: string;
  /** What the hash is of (RFC 8785); null for what is nobody else's business: its seal is shown, not what is in it. */
  sealed: object | null;
}

/**
 * Batches of which some link is not in the log yet, the oldest first. Those that are still being registered are left out, and those
 * in which somebody wrote by hand what is no hash: the log has room for hashes alone.
 */
export async function chainsToLog(limit: number): Promise<Chain[]> {
  const wanted = { code: 1, head: 1, logged: 1, 'events.hash': 1, 'events.previousHash': 1 } as const;
  const records = await BatchModel.find({ unlogged: true, ...settled }, wanted)
    .sort({ _id: 1 })
    .limit(limit)
    .lean<BatchRecord[]>();
  return records.map(chainOf).filter(({ links }) => links.every((link) => /^[0-9a-f]{64}$/.test(link)));
}

/**
 * Writes down where the links of chains stand in the log. Where one has grown meanwhile it stays among those to log.
 * Safe to repeat: a link has one place for ever.
 */
export async function noteLogged(chains: readonly Pick<Chain, 'code' | 'head' | 'logged'>[]): Promise<void> {
  const changes = chains.map(({ code, head, logged }) => ({
    filter: { code, head },
    update: { $set: { logged }, $unset: { unlogged: 1 } },
  }));
  await changeEach<BatchRecord>(BatchModel, changes);
}

/** What everybody may see of a batch's chain, and where it stands in the log; null for an unknown code. */
export async function publicChain(text: string): Promise<(Chain & { shown: Link[] }) | null> {
  const record = await findRecord(text);
  if (record === null) return null;
  const chain = chainOf(record);
  const sealed = [
    showsRegistration(record) ? sealedRegistration(record) : null,
    ...record.events.map((event) => sealedFor(record, event)),
  ];
  return { ...chain, shown: sealed.map((one, place) => ({ hash: chain.links[place] ?? '', sealed: one })) };
}

/** Marks the histories from before there was a log, once for a database. */
export const bringHistoriesToTheLog = (): Promise<void> =>
  doOnce('histories from before the log', async () => {
    await BatchModel.updateMany(
      { logged: { $exists: false }, unlogged: { $exists: false } },
      { $set: { unlogged: true } },
    );
  });

// As they are kept, also where they no longer are of what is kept: the log says what was written, and who checks sees it.
const chainOf = ({ code, events, head, logged }: BatchRecord): Chain => ({
  code,
  links: [events[0]?.previousHash ?? head, ...events.map(({ hash }) => hash)],
  head,
  logged: [...(logged ?? [])],
});

const showsRegistration = ({ salt, note, inputs, registered, deliveredBy }: BatchRecord): boolean =>
  salt !== undefined || (!note && !registered?.note && inputs.length === 0 && deliveredBy === undefined);

function sealedFor({ code }: BatchRecord, event: EventRecord): object | null {
  const isPrivate = isPrivateStep(event) || (event.inputs?.length ?? 0) > 0 || Boolean(event.facts?.note);
  return isPrivate ? null : sealedEvent(code, event);
}
