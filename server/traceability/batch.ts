import type { Quantity } from '../catalog/products.ts';
import type { Limit, StageLimit } from '../catalog/profiles.ts';
import type { Localized } from '../language.ts';
import type { Ban } from './ban.ts';
import { hashOf, type PackCount } from './event.ts';
import type { Gate } from './gate.ts';
import { type Input, plainInput } from './input.ts';
import type { RegisteredFacts } from './registered-facts.ts';
import type { TraceEvent } from './trace-event.ts';
import type { UnitNumbers } from './unit-serial.ts';

export type BatchState = 'open' | 'recalled';

/** Packs of one kind in one batch: onHand are still in the house, held ones included; what is sold has left it. */
export interface PackStock {
  packId: string;
  onHand: number;
  held: number;
  sold: number;
}

/** Unit numbers in a row. */
export interface UnitRange {
  first: number;
  count: number;
}

/** Why it is called back: by itself, or by what it was made from. */
export interface Recall {
  reason: Localized;
  advice: Localized;
  at: Date;
  /** The code of the batch, or the id of the lot from outside, that was called back. */
  from: string;
}

export interface Batch extends Omit<Registration, 'registeredPacks' | 'needsInspection' | 'salt' | 'privateHash'> {
  id: string;
  state: BatchState;
  stock: PackStock[];
  /** In the order they were recorded. */
  events: TraceEvent[];
  /** open: may be sold; waiting: for an inspection; failed: the last inspection found something outside a limit. */
  gate: Gate;
  /** More of it is said to have been made than went in, and nobody has answered for it: not for sale. */
  isOver: boolean;
  recall: Recall | null;
  /** What bars it through something that it was made from; null when nothing does. */
  ban: Ban | null;
  /** Whether to look for certificates of its own. */
  certified: boolean;
  /** Unit numbers whose labels were thrown away. */
  voidUnits: UnitRange[];
  /** The numbers it gave to units, and under which keys. */
  unitNumbers: UnitNumbers;
  /** What was registered first, where it was corrected since; null where it never was. */
  registered: RegisteredFacts | null;
  /** Whether nobody changed, removed, reordered or inserted an event, or changed the facts of registration. */
  chain: ChainVerdict;
}

/** `firstBroken`: an event's id, `registration`, `end` when the last events are gone, or `state`. */
export type ChainVerdict = { ok: true } | { ok: false; firstBroken: string };

/** What was fixed when the batch was registered: the first link of its chain. */
export interface Registration {
  code: string;
  /** At most 20 characters, unique per product; the code itself unless somebody chose another. */
  lot: string;
  productId: string;
  sellerId: string;
  kind: string;
  quantity: Quantity;
  /** YYYY-MM-DD */
  producedOn: string;
  /** YYYY-MM-DD, the last day it may be sold. */
  expiresOn: string | null;
  note: string | null;
  photoId: string | null;
  inputs: Input[];
  registeredPacks: PackCount[];
  /** Those the batch was made under. */
  limits: StageLimit[];
  /** The product asked for a passed inspection before sale. */
  needsInspection: boolean;
  /** Whose harvest it is, where a cooperative took it in: the household's seller; absent where the seller made it itself. */
  deliveredBy?: string;
  /** Of a by-product: the code of the batch that it came out beside, whose inputs are its own without being drawn on twice. */
  besideOf?: string;
  /** Of the hash over what is nobody else's business; absent in batches from before it was kept apart. */
  salt?: string;
  /** That hash itself, once something of it was erased. */
  privateHash?: string;
  createdAt: Date;
}

type Registered = Registration & { registered?: RegisteredFacts | undefined };

/** The hash that the first event carries as `previousHash`. */
export const hashOfRegistration = (now: Registered): string => hashOf(sealedRegistration(now));

/**
 * What the first hash is of. What is the maker's own business stands in it as a salted hash, so that the rest can be shown;
 * batches from before there was a salt keep their hashes.
 */
export function sealedRegistration(now: Registered): object {
  const facts = { ...now, ...now.registered };
  const quantity = ({ value, unit }: Quantity) => ({ value, unit });
  return {
    code: facts.code,
    lot: facts.lot,
    productId: facts.productId,
    sellerId: facts.sellerId,
    kind: facts.kind,
    quantity: quantity(facts.quantity),
    producedOn: facts.producedOn,
    expiresOn: facts.expiresOn,
    photoId: facts.photoId,
    limits: facts.limits.map(({ stage, key, limit }) => ({ stage, key, limit: plain(limit) })),
    ...(facts.needsInspection ? { needsInspection: true } : {}),
    ...(facts.salt ? { privateHash: privateHashOf(facts) } : privateFacts(facts)),
    createdAt: facts.createdAt.toISOString(),
  };
}

const privateHashOf = (facts: Registration): string =>
  facts.privateHash ?? hashOf({ ...privateFacts(facts), salt: facts.salt });

/** What of a registration stands in its seal as a salted hash alone. */
export const privateFacts = ({ note, inputs, registeredPacks, deliveredBy, besideOf }: Registration): object => ({
  note,
  inputs: inputs.map(plainInput),
  packs: registeredPacks.map(({ packId, count }) => ({ packId, count })),
  ...(deliveredBy ? { deliveredBy } : {}),
  ...(besideOf ? { besideOf } : {}),
});

const plain = ({ min, max, source, asOf }: Limit): object => ({ min, max, source, asOf });
