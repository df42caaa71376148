import { createHash, randomBytes } from 'node:crypto';
import type { Quantity } from '../catalog/products.ts';
import { canonicalize } from './canonical.ts';
import { type Finding, plainFinding } from './finding.ts';
import { type Input, plainInput, type WantedInput } from './input.ts';
import { plainFacts, type RegisteredFacts } from './registered-facts.ts';

/** A number measured, or words (key data such as the variety) with unit ''. */
export interface MeasuredValue {
  key: string;
  value: number | string;
  unit: string;
}

export interface PackCount {
  packId: string;
  count: number;
}

/** Stages that no profile has: the house writes them itself. */
export const systemStages = [
  'recalled',
  'recall-lifted',
  'sale-allowed',
  'inspection-asked',
  'packed-order',
  'shipped-order',
  'returned-order',
  'written-off',
  'registration-corrected',
  'balance-answered',
] as const;

const privateStages: readonly string[] = ['written-off', 'balance-answered'];

/** Whether a step is the house's own business, which nobody else reads: what it does with its own goods, and who ordered them. */
export const isPrivateStep = ({ stage, orderNumber }: Pick<EventDraft, 'stage' | 'orderNumber'>): boolean =>
  orderNumber !== null || privateStages.includes(stage);

/** What a person's words and name are kept in: it can be erased, its salted hash stays. */
export interface PrivatePart {
  by: string;
  note: string | null;
  /** Why it was corrected, recalled or lifted. */
  reason: string | null;
  /** 128 random bits, so that nobody guesses erased words from their hash. */
  salt: string;
}

/** An event before it is sealed. */
export interface EventDraft {
  stage: string;
  occurredAt: Date;
  recordedAt: Date;
  place: string | null;
  measurements: MeasuredValue[];
  /** Results of a laboratory that the profile has no measurement for. */
  findings: Finding[];
  photoIds: string[];
  /** What the photos show, as SHA-256 of each in the order of `photoIds`; absent in events from before that was kept. */
  photoHashes?: string[];
  packs: PackCount[];
  /** What went in at this step. */
  inputs?: Input[];
  /** Of a write-off: so much of the bulk. */
  amount?: Quantity;
  /** Of a correction of the registration: what it says now. */
  facts?: RegisteredFacts;
  /** Of a correction: the step never happened. */
  withdrawn?: true;
  /** The event that this one corrects; `registration` when it corrects what the batch was registered with. */
  corrects: string | null;
  /** Of a dispatch. */
  orderNumber: string | null;
  /** The stable id of the request that brought it, so that a repeated one is known; not part of the history. */
  requestId: string | null;
  words: Omit<PrivatePart, 'salt'>;
}

/** An event as it is kept: nothing in it ever changes, except that `words` may be erased. */
export interface EventRecord extends Omit<EventDraft, 'words'> {
  id: string;
  words: PrivatePart | null;
  wordsHash: string;
  previousHash: string;
  hash: string;
}

/** Gives a draft its id, its place in the batch's chain and its hash (RFC 8785 canonical JSON, SHA-256). */
export function seal(code: string, draft: EventDraft, previousHash: string): EventRecord {
  const words = { ...draft.words, salt: newSalt() };
  const event = { ...draft, words, id: randomBytes(12).toString('hex'), wordsHash: hashOf(words), previousHash };
  return { ...event, hash: hashOfEvent(code, event) };
}

/** 128 random bits, so that nobody guesses what a hash is of. */
export const newSalt = (): string => randomBytes(16).toString('hex');

/** What may be said of a step besides which one it is. */
export interface WantedFacts {
  place?: string | null | undefined;
  measurements?: MeasuredValue[] | undefined;
  /** Of an inspection: what the profile has no measurement for. */
  findings?: Finding[] | undefined;
  note?: string | null | undefined;
  photoIds?: string[] | undefined;
  /** Packs that this step made; they are stock from the same moment. */
  packs?: PackCount[] | undefined;
  /** What went in at this step: of an earlier batch, or of a lot from outside. */
  inputs?: WantedInput[] | undefined;
  /** The stable id of the request: the same one again, after a crash, finds the event it made. */
  requestId?: string | null | undefined;
}

/** The hash of an event's public part, the hash of its words and the hash before it. */
export const hashOfEvent = (code: string, event: Omit<EventRecord, 'hash'>): string => hashOf(sealedEvent(code, event));

/** What an event's hash is of. */
export function sealedEvent(code: string, event: Omit<EventRecord, 'hash'>): object {
  return {
    batch: code,
    id: event.id,
    stage: event.stage,
    occurredAt: event.occurredAt.toISOString(),
    recordedAt: event.recordedAt.toISOString(),
    place: event.place,
    measurements: event.measurements.map(({ key, value, unit }) => ({ key, value, unit })),
    // Left out when there are none, so that histories written before findings existed keep their hashes.
    ...(event.findings?.length ? { findings: event.findings.map(plainFinding) } : {}),
    photoIds: [...event.photoIds],
    packs: event.packs.map(({ packId, count }) => ({ packId, count })),
    ...laterParts(event),
    corrects: event.corrects,
    orderNumber: event.orderNumber,
    wordsHash: event.wordsHash,
    previousHash: event.previousHash,
  };
}

// Left out where there are none, so that histories written before these parts existed keep their hashes.
function laterParts({ photoHashes, inputs, amount, facts, withdrawn }: Omit<EventRecord, 'hash'>): object {
  return {
    ...(photoHashes?.length ? { photoHashes: [...photoHashes] } : {}),
    ...(inputs?.length ? { inputs: inputs.map(plainInput) } : {}),
    ...(amount ? { amount: { value: amount.value, unit: amount.unit } } : {}),
    ...(facts ? { facts: plainFacts(facts) } : {}),
    ...(withdrawn ? { withdrawn } : {}),
  };
}

/** Whether the words are those that were sealed; erased ones are. */
export function areSealedWords({ words, wordsHash }: Pick<EventRecord, 'words' | 'wordsHash'>): boolean {
  if (words === null) return true;
  const { by, note, reason, salt } = words;
  return hashOf({ by, note, reason, salt }) === wordsHash;
}

/** SHA-256 in hex over RFC 8785 canonical JSON. */
export const hashOf = (value: object): string => createHash('sha256').update(canonicalize(value)).digest('hex');

/** The event whose values count now: the last correction of this one, else itself. */
export const currentOf = <E extends Pick<EventDraft, 'corrects'> & { id?: string }>(
  events: readonly E[],
  event: E,
): E => events.findLast(({ corrects }) => corrects !== null && corrects === event.id) ?? event;
