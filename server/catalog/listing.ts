import type { Seller } from '../identity/sellers.ts';
import { isSuspended } from '../identity/selling.ts';
import { suspendedSellers } from '../identity/suspensions.ts';
import { rulesNow } from '../platform.ts';

/** What an officer found on looking at what a product's page says; `waiting` as long as nobody looked at what it says now. */
export const screenings = ['waiting', 'passed', 'refused'] as const;
export type Screening = (typeof screenings)[number];

/** One look at it, kept for good: who, when, the result and why. */
export interface Look {
  at: Date;
  by: string;
  passed: boolean;
  reason: string | null;
}

/** That it was taken off the market, and put back: hidden, never erased (law 122/2025 art. 17.1.e: a year at least). */
export interface TakenDown {
  at: Date;
  by: string;
  reason: string;
  /** the paper of the authority that wants it */
  authority: string | null;
  putBackAt: Date | null;
  putBackBy: string | null;
}

/** Whether its page may be seen, whoever sells it: it was not taken down, and somebody looked at it where the mode wants that. */
export const isListed = ({ isTakenDown, screening }: { isTakenDown: boolean; screening: Screening }): boolean =>
  !isTakenDown && (!rulesNow().screens || screening === 'passed');

/** Whether everybody may see goods of this seller now: they are listed, and the seller's stall is open. */
export const isShown = (
  product: { isTakenDown: boolean; screening: Screening },
  seller: Pick<Seller, 'suspendedFrom'>,
  at: Date,
): boolean => isListed(product) && !isSuspended(seller, at);

/** What picks the goods that everybody may see at this moment. */
export async function whereShown(at: Date) {
  const suspended = await suspendedSellers(at);
  return {
    isTakenDown: { $ne: true },
    ...(rulesNow().screens ? { screening: 'passed' as const } : {}),
    ...(suspended.length > 0 ? { sellerId: { $nin: suspended } } : {}),
  };
}

/** What a page says of goods. */
interface Said {
  name: string;
  description: object | null;
  photoId: string | null;
  packs: readonly { name: string; netQuantity: { value: number; unit: string }; retiredAt: Date | null }[];
}

/** Whether a change says something else than what was looked at; a price is none of it. */
export const saysOtherwise = (before: Said, change: Partial<Said>): boolean =>
  saidBy(before) !== saidBy({ ...before, ...change });

const saidBy = ({ name, description, photoId, packs }: Said): string =>
  JSON.stringify([
    name,
    description && Object.entries(description).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    photoId,
    packs.flatMap((pack) =>
      pack.retiredAt === null ? [[pack.name, pack.netQuantity.value, pack.netQuantity.unit]] : [],
    ),
  ]);
