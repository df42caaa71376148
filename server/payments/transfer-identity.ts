import { daysBetween } from '../days.ts';
import { dayOf } from '../format.ts';
import { namesIn } from './memo.ts';
import { plainAccount } from './transfer.ts';
import type { TransferRecord } from './transfer-record.ts';

/** What is compared to know whether two channels tell of one transfer. All of it is money that came in. */
export type Named = Pick<
  TransferRecord,
  'identity' | 'sellerId' | 'amountVnd' | 'accountNumber' | 'subAccount' | 'content' | 'receivedAt'
>;

/**
 * What names a transfer, whichever channel tells of it: its bank's own reference with account, amount and seller. Null when the bank
 * gave none that tells transfers apart.
 * @param time which of the entries of one statement that are alike in this: a bank lists no transfer twice
 */
export function identityOf(
  { sellerId, accountNumber, amountVnd }: Pick<Named, 'sellerId' | 'accountNumber' | 'amountVnd'>,
  bankReference: string | null,
  time = 1,
): string | null {
  const plain = (bankReference ?? '')
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '');
  if (plain.length < 4 || plain.replaceAll(/\D/g, '').length < 2) return null;
  return [sellerId ?? '', plainAccount(accountNumber), amountVnd, plain, ...(time > 1 ? [time] : [])].join(':');
}

/**
 * Whether two tellings, of which at least one has no bank's reference, are of one transfer: amount and account are the same, the
 * days lie next to each other, and they name the same of our references, or the same words where they name none.
 */
export function isTwin(a: Named, b: Named): boolean {
  if (a.identity !== null && b.identity !== null) return false;
  if (a.sellerId !== b.sellerId || a.amountVnd !== b.amountVnd || !sharesAccount(a, b)) return false;
  return areNear(a.receivedAt, b.receivedAt) && saysTheSame(a.content, b.content);
}

const sharesAccount = (a: Named, b: Named): boolean => numbersOf(a).some((number) => numbersOf(b).includes(number));

const numbersOf = ({ accountNumber, subAccount }: Named): string[] =>
  [accountNumber, subAccount].filter((number) => number !== null).map(plainAccount);

// A statement may tell the day alone, and a bank may book in the evening what it tells of the next morning.
const areNear = (a: Date, b: Date): boolean => Math.abs(daysBetween(dayOf(a), dayOf(b))) <= 1;

function saysTheSame(a: string, b: string): boolean {
  const [ours, theirs] = [namesIn(a), namesIn(b)];
  if (ours.length > 0 || theirs.length > 0) return ours.some((reference) => theirs.includes(reference));
  const [one, other] = [lettersOf(a), lettersOf(b)];
  return one === other || (one.length > 0 && other.length > 0 && (one.includes(other) || other.includes(one)));
}

const lettersOf = (text: string): string =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
