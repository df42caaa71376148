import { type ChainVerdict, hashOfRegistration } from './batch.ts';
import type { BatchRecord } from './batch-record.ts';
import { areSealedWords, type EventRecord, hashOfEvent } from './event.ts';
import { gateAfter } from './gate.ts';

const broken = (firstBroken: string): ChainVerdict => ({ ok: false, firstBroken });

/** Walks a batch's history from its registration to its head and names the first link that does not hold. */
export function checkChain(record: BatchRecord): ChainVerdict {
  const genesis = hashOfRegistration(record);
  let previous = genesis;
  for (const event of record.events) {
    if (event.previousHash !== previous) return broken(previous === genesis ? 'registration' : event.id);
    if (hashOfEvent(record.code, event) !== event.hash || !areSealedWords(event)) return broken(event.id);
    previous = event.hash;
  }
  if (record.head !== previous) return broken(record.events.length > 0 ? 'end' : 'registration');
  return isAsTold(record) ? { ok: true } : broken('state');
}

// State and gate are kept beside the history for the database's conditions; they must say what the history says.
const isAsTold = (record: BatchRecord): boolean =>
  stateInHistory(record.events) === record.state && gateAfter(record) === (record.gate ?? 'open');

function stateInHistory(events: readonly EventRecord[]): BatchRecord['state'] {
  const last = events.findLast(({ stage }) => stage === 'recalled' || stage === 'recall-lifted');
  return last?.stage === 'recalled' ? 'recalled' : 'open';
}
