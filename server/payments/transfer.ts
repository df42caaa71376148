import type { Intent } from './intent.ts';

/** `kept`: written down, not acted on yet; for people it is still to be looked at. */
export const transferStates = ['kept', 'matched', 'review', 'set-aside'] as const;
export type TransferState = (typeof transferStates)[number];

/** Why a transfer could not settle an order by itself. */
export const reasons = [
  'no-reference',
  'unknown-reference',
  'other-account',
  'short',
  'over',
  'ambiguous',
  'doubled',
  'late',
  'refused',
] as const;
export type Reason = (typeof reasons)[number];

/** One line of a transfer's own book. */
export interface TransferEntry {
  at: Date;
  did: 'kept' | 'matched' | 'review' | 'chosen' | 'set-aside' | 'returned';
  by: string;
  note: string | null;
}

/** Money that came in, as a bank's message or a statement's line told it. */
export interface Transfer {
  id: string;
  /** `sepay`, `casso`, `sandbox` or `statement`. */
  provider: string;
  connectionId: string;
  /** Whose money it is; null when the account is nobody's we know. */
  sellerId: string | null;
  /** The bank's reference of the transfer, else the provider's number. */
  reference: string;
  amountVnd: number;
  accountNumber: string;
  subAccount: string | null;
  content: string;
  /** When the bank booked it, or when we heard of it. */
  receivedAt: Date;
  keptAt: Date;
  state: TransferState;
  reason: Reason | null;
  orderNumber: string | null;
  history: TransferEntry[];
}

/** What a transfer may settle by itself. */
export type Verdict = { intent: Intent } | { reason: Reason; orderNumber: string | null };

/**
 * Judges a transfer against the intents its content names: one of them must have this account and this very amount.
 * Everything else is for a person, with the nearest order named.
 */
export function judge(
  transfer: Pick<Transfer, 'amountVnd' | 'accountNumber' | 'subAccount' | 'sellerId'>,
  named: { references: readonly string[]; intents: readonly Intent[] },
): Verdict {
  const none = { orderNumber: null };
  if (named.references.length === 0) return { reason: 'no-reference', ...none };
  if (named.intents.length === 0) return { reason: 'unknown-reference', ...none };
  const own = named.intents.filter((intent) => isOn(transfer, intent));
  if (own.length === 0) return { reason: 'other-account', ...none };
  const exact = own.filter(({ amountVnd }) => amountVnd === transfer.amountVnd);
  if (exact.length > 1) return { reason: 'ambiguous', ...none };
  const [intent] = exact;
  if (intent) return { intent };
  const [nearest] = own;
  const reason = nearest && nearest.amountVnd < transfer.amountVnd ? 'over' : 'short';
  return { reason, orderNumber: own.length === 1 && nearest ? nearest.orderNumber : null };
}

// The buyer was shown one account, real or virtual: the money must have come to that one, of that seller.
function isOn({ accountNumber, subAccount, sellerId }: Parameters<typeof judge>[0], intent: Intent): boolean {
  const { number } = intent.account;
  return sellerId === intent.sellerId && (isSameAccount(accountNumber, number) || isSameAccount(subAccount, number));
}

/** Whether two writings name one account number: banks differ in blanks and case. */
export const isSameAccount = (a: string | null, b: string): boolean =>
  a !== null && plainAccount(a) === plainAccount(b);

export const plainAccount = (number: string): string => number.replaceAll(/[^0-9A-Za-z]/g, '').toUpperCase();
