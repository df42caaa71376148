import type { Arrival } from './reception.ts';
import { numberLines, type Statement } from './statement.ts';
import type { StatementLine } from './statement-line.ts';
import { identityOf } from './transfer-identity.ts';
import { TransferModel } from './transfer-record.ts';

/**
 * The lines of a statement as a bank's messages to the seller's own account, in their order: from here on they go the road of every
 * message.
 */
export async function arrivalsOf(
  { sellerId }: Pick<Statement, 'sellerId'>,
  lines: readonly StatementLine[],
  accountNumber: string,
  at: Date,
): Promise<Arrival[]> {
  const source = { id: `statement:${sellerId}`, provider: 'statement', sellerId, accounts: [accountNumber] };
  const booked = await bookedAs(sellerId, accountNumber);
  const seen = new Map<string, number>();
  return numberLines(lines).map(({ line, providerId }) => {
    const { receivedAt, amountVnd, content, reference } = line;
    const name = identityOf({ sellerId, accountNumber, amountVnd }, reference) ?? providerId;
    const time = (seen.get(name) ?? 0) + 1;
    seen.set(name, time);
    const message = { providerId, amountVnd, content, reference: reference || null, time, receivedAt };
    return { source, message: { ...message, ...booked }, at };
  });
}

/** A statement is of the real account; where the buyers are shown a virtual one, messages have told below which that stands. */
async function bookedAs(sellerId: string, accountNumber: string) {
  const told = await TransferModel.findOne(
    { sellerId, subAccount: accountNumber, provider: { $ne: 'statement' } },
    { accountNumber: 1 },
  )
    .sort({ keptAt: -1, _id: -1 })
    .lean();
  return told ? { accountNumber: told.accountNumber, subAccount: accountNumber } : { accountNumber, subAccount: null };
}
