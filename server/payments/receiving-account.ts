import { invalid, type Mistake } from '../errors.ts';
import { settable, undrawable } from '../press/fonts.ts';
import { findBank } from './bank-directory.ts';
import type { PayeeAccount } from './intent.ts';

/** What a seller tells of the account it wants to be paid to. */
export interface WantedAccount {
  bin: string;
  number: string;
  holder: string;
}

/** A change that is on its way: another person approves it, and 24 hours later it counts. */
export interface PendingAccount extends PayeeAccount {
  askedAt: Date;
  askedBy: string;
  askedByName: string;
  approvedAt: Date | null;
  approvedByName: string | null;
  effectiveAt: Date | null;
}

/** One line of the account's own book: nothing that happens to it is forgotten. */
export interface AccountEntry {
  at: Date;
  did: 'set' | 'asked' | 'approved' | 'withdrawn' | 'took-effect';
  by: string;
  account: PayeeAccount;
}

/** How long an approved change waits, so that an owner who did not ask can stop it. */
export const waitHours = 24;

/**
 * The account with its bank's name, the holder as banks write it.
 * @throws invalid('mistakes') naming `/bin`, `/number`, `/holder`
 */
export function accountOf({ bin, number, holder }: WantedAccount): PayeeAccount {
  const bank = findBank(bin);
  const plainNumber = number.replaceAll(/[\s.-]/g, '');
  const mistakes: Mistake[] = [];
  if (!bank?.receives) mistakes.push({ pointer: '/bin', code: 'not-a-bank' });
  if (!/^[0-9A-Za-z]{4,19}$/.test(plainNumber)) mistakes.push({ pointer: '/number', code: 'not-an-account-number' });
  const name = settable(holder).toUpperCase();
  // It stands on the payer's picture: a name that lost letters there would be somebody else's.
  const letters = undrawable(name).join(' ');
  if (letters) mistakes.push({ pointer: '/holder', code: 'holder-letters', facts: { letters } });
  if (name === '' || name.length > 70) mistakes.push({ pointer: '/holder', code: 'required' });
  if (!bank || mistakes.length > 0) throw invalid('mistakes', {}, mistakes);
  return { bin, bankName: bank.shortName, number: plainNumber, holder: name };
}

/** The account that counts at an instant: the pending one once its wait is over, else the current one. */
export function accountAt(
  { current, pending }: { current: PayeeAccount; pending: PendingAccount | null },
  at: Date,
): PayeeAccount {
  return pending?.effectiveAt && pending.effectiveAt <= at ? plain(pending) : plain(current);
}

export const plain = ({ bin, bankName, number, holder }: PayeeAccount): PayeeAccount => ({
  bin,
  bankName,
  number,
  holder,
});
