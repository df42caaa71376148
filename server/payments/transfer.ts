import { type Intent, isOpen } from './intent.ts';

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
  'undone',
] as const;
export type Reason = (typeof reasons)[number];

/** One line of a transfer's own book. */
export interface TransferEntry {
  at: Date;
  /** `said`: a person said that the money has come; `told`: the bank told the same since */
  did:
    | 'kept'
    | 'said'
    | 'told'
    | 'matched'
    | 'review'
    | 'chosen'
    | 'set-aside'
    | 'returned'
    | 'joined'
    | 'undone'
    | 'shared'
    | 'part'
    | 'merged';
  by: string;
  note: string | null;
  /** a guarded photo that shows it */
  photoId?: string | null;
}

/** Money that came in, as a bank's message or a statement's line told it. */
export interface Transfer {
  id: string;
  /** `sepay`, `casso`, `sandbox` or `statement`; `hand`: a person's word (owed.ts). */
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
  /** The id of the transfer that this is a part of; null: it is one of its own. */
  partOf: string | null;
  /** Divided into parts, which are counted instead of it; or a part that is no more. */
  isShared: boolean;
  isMerged: boolean;
  /** The intent that it pays, or may be meant for, when that stands for itself and no order. */
  intentId: string | null;
  history: TransferEntry[];
}

/** What a transfer pays: an order of this house, or an intent that stands for itself; neither when nothing is named. */
export interface Target {
  orderNumber: string | null;
  intentId: string | null;
}

export const noTarget: Target = { orderNumber: null, intentId: null };

export const targetOf = ({ orderNumber, id }: Intent): Target =>
  orderNumber === null ? { orderNumber, intentId: id } : { orderNumber, intentId: null };

/** What a transfer may settle by itself; without a reason, its target. */
export type Verdict = Target & { reason: Reason | null };

/**
 * Judges a transfer against the intents its content names: one of them must have this account and this very amount, and still take
 * money. Everything else is for a person, with the nearest order or intent named.
 */
export function judge(
  transfer: Pick<Transfer, 'amountVnd' | 'accountNumber' | 'subAccount' | 'sellerId'> & { id?: string },
  named: { names: readonly string[]; intents: readonly Intent[] },
): Verdict {
  if (named.names.length === 0) return { reason: 'no-reference', ...noTarget };
  if (named.intents.length === 0) return { reason: 'unknown-reference', ...noTarget };
  const own = named.intents.filter((intent) => isOn(transfer, intent));
  if (own.length === 0) return { reason: 'other-account', ...noTarget };
  const exact = own.filter(({ amountVnd }) => amountVnd === transfer.amountVnd);
  if (exact.length > 0) return among(exact, transfer.id);
  const [nearest] = own;
  const reason = nearest && nearest.amountVnd < transfer.amountVnd ? 'over' : 'short';
  return { reason, ...(own.length === 1 && nearest ? targetOf(nearest) : noTarget) };
}

/** Which of those that ask for this very amount the money is for: the only one that takes it, or a person has to say. */
function among(exact: readonly Intent[], id: string | undefined): Verdict {
  // What this very transfer has paid, before a crash, is its own.
  const open = exact.filter((intent) => takesMoney(intent) || (id !== undefined && intent.paidBy === id));
  const [intent] = open.length > 0 ? open : exact;
  if (!intent || open.length > 1) return { reason: 'ambiguous', ...noTarget };
  if (open.length === 1) return { reason: null, ...targetOf(intent) };
  if (exact.length > 1) return { reason: 'ambiguous', ...noTarget };
  return {
    reason: intent.state === 'succeeded' ? 'doubled' : intent.state === 'canceled' ? 'late' : 'refused',
    ...targetOf(intent),
  };
}

/** What calls itself the payer of an intent whose payment was taken back (decision 0094). */
export const nobody = 'undone';

/** What confirmed by hand calls itself as the payer of an order, before the name of who confirmed. */
export const byHand = 'hand:';

/**
 * Whether money for it may still find its way: its code can be paid; its order's time was up, so that the packs may be there again;
 * or a person said that the money came, and this is the bank saying the same; or that it was paid was taken back.
 */
export const takesMoney = (intent: Intent): boolean =>
  isOpen(intent) ||
  (intent.state === 'canceled' && intent.cancellationReason === 'expired' && intent.orderNumber !== null) ||
  (intent.state === 'succeeded' && (intent.paidBy === nobody || (intent.paidBy?.startsWith(byHand) ?? false)));

// The buyer was shown one account, real or virtual: the money must have come to that one, of that seller.
export function isOn({ accountNumber, subAccount, sellerId }: Parameters<typeof judge>[0], intent: Intent): boolean {
  const { number } = intent.account;
  return sellerId === intent.sellerId && (isSameAccount(accountNumber, number) || isSameAccount(subAccount, number));
}

/** Whether two writings name one account number: banks differ in blanks and case. */
export const isSameAccount = (a: string | null, b: string): boolean =>
  a !== null && plainAccount(a) === plainAccount(b);

export const plainAccount = (number: string): string => number.replaceAll(/[^0-9A-Za-z]/g, '').toUpperCase();
