import type { Ban } from './ban.ts';
import { type Batch, type ChainVerdict, hashOfRegistration } from './batch.ts';
import { readBatch } from './batch-reading.ts';
import type { BatchRecord } from './batch-record.ts';
import { areSealedWords, type EventRecord, hashOf, hashOfEvent } from './event.ts';
import { gateAfter, outsideAfter } from './gate.ts';
import { plainFacts } from './registered-facts.ts';

/** Where a history first does not hold, and what was done to it there. */
export interface Fault {
  /** An event's id; `registration`, `end` when the last events are gone, or `state`. */
  link: string;
  what:
    | 'changed'
    | 'inserted'
    | 'moved'
    | 'removed-before'
    | 'registration'
    | 'removed-at-end'
    | 'state'
    | 'unreadable';
}

/** The batch as other files know it, with the verdict on its history and what bars it: each record is read through here. */
export const judged = (record: BatchRecord, ban: Ban | null): Batch =>
  readBatch(record, verdictOn(findFault(record)), ban);

function verdictOn(fault: Fault | null): ChainVerdict {
  return fault === null ? { ok: true } : { ok: false, firstBroken: fault.link };
}

/**
 * Walks a batch's history from its registration to its head: where it first does not hold, and what was done there. Whoever
 * rewrites a history with all its hashes and its head goes unseen: to see that takes a copy which is kept elsewhere.
 */
export function findFault(record: BatchRecord): Fault | null {
  try {
    return walk(record);
  } catch {
    return { link: 'registration', what: 'unreadable' };
  }
}

function walk(record: BatchRecord): Fault | null {
  const { code, events, head } = record;
  const hashes = [hashOfRegistration(record), ...events.map(({ hash }) => hash)];
  for (const [place, event] of events.entries()) {
    const isNext = event.previousHash === hashes[place];
    if (!isNext || !isAsSealed(code, event)) return faultAt(record, hashes, place, event);
  }
  if (head !== hashes.at(-1)) return faultAtEnd(events, hashes.indexOf(head));
  return isAsTold(record) ? null : { link: 'state', what: 'state' };
}

// The first hash is the registration's: what follows hashes[n] stood at place n.
function faultAt({ code, events, head }: BatchRecord, hashes: string[], place: number, event: EventRecord): Fault {
  const madeFor = hashes.indexOf(event.previousHash);
  if (madeFor > place && isAsSealed(code, event)) return { link: event.id, what: 'moved' };
  const after = events[place + 1]?.previousHash ?? head;
  if (after === hashes[place]) return { link: event.id, what: 'inserted' };
  if (madeFor === place) return { link: event.id, what: 'changed' };
  // It follows an earlier one well: what stands between them came later.
  const between = madeFor < 0 ? undefined : events[madeFor];
  return between ? { link: between.id, what: 'inserted' } : replacedBefore(event, place);
}

const replacedBefore = ({ id }: EventRecord, place: number): Fault =>
  place === 0 ? { link: 'registration', what: 'registration' } : { link: id, what: 'removed-before' };

// The head is written with every event: when an earlier one is the head, the later ones were put there by other hands.
function faultAtEnd(events: readonly EventRecord[], lastWritten: number): Fault {
  const added = lastWritten < 0 ? undefined : events[lastWritten];
  if (added) return { link: added.id, what: 'inserted' };
  return events.length > 0 ? { link: 'end', what: 'removed-at-end' } : { link: 'registration', what: 'registration' };
}

// What somebody wrote by hand may lack any part.
function isAsSealed(code: string, event: EventRecord): boolean {
  try {
    return hashOfEvent(code, event) === event.hash && areSealedWords(event);
  } catch {
    return false;
  }
}

// State, gate and mark are kept beside the history for the database's conditions; they must say what the history says.
function isAsTold(record: BatchRecord): boolean {
  const outside = outsideAfter(record);
  return (
    areFactsAsCorrected(record) &&
    stateInHistory(record.events) === record.state &&
    gateAfter(record) === (record.gate ?? 'open') &&
    outside === (record.outside ?? outside)
  );
}

// Several recalls may stand beside each other, and each is lifted for itself.
function stateInHistory(events: readonly EventRecord[]): BatchRecord['state'] {
  const count = (stage: string): number => events.filter((event) => event.stage === stage).length;
  return count('recalled') > count('recall-lifted') ? 'recalled' : 'open';
}

function areFactsAsCorrected(record: BatchRecord): boolean {
  const facts = record.events.findLast(({ corrects }) => corrects === 'registration')?.facts;
  return facts === undefined ? !record.registered : hashOf(plainFacts(facts)) === hashOf(plainFacts(record));
}
