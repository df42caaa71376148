import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { fromRoot } from '../root.ts';

/** A bank or wallet that VietQR knows. */
export interface ListedBank {
  /** Six digits: what a VietQR names the bank by. */
  bin: string;
  /** The short code of the VietQR list, used in deep links. */
  code: string;
  shortName: string;
  name: string;
  /** Whether an account there can be paid by VietQR. */
  receives: boolean;
  /** The name under which dl.vietqr.io opens this bank's app with the form filled in, or null. */
  app: string | null;
}

const BankFile = z.strictObject({
  asOf: z.iso.date(),
  sources: z.array(z.string()).min(1),
  banks: z.record(
    z.string().regex(/^\d{6}$/),
    z.strictObject({
      code: z.string().regex(/^[A-Z0-9]+$/),
      shortName: z.string().min(1),
      name: z.string().min(1),
      receives: z.boolean(),
      app: z.string().nullable(),
      note: z.string().optional(),
    }),
  ),
});

const file = BankFile.parse(JSON.parse(readFileSync(fromRoot('server/payments/banks.json'), 'utf8')));
const byBin = new Map(
  Object.entries(file.banks).map(([bin, { code, shortName, name, receives, app }]): [string, ListedBank] => [
    bin,
    { bin, code, shortName, name, receives, app },
  ]),
);
const vietnamese = new Intl.Collator('vi');
const receiving = [...byBin.values()]
  .filter(({ receives }) => receives)
  .sort((a, b) => vietnamese.compare(a.shortName, b.shortName));

/** The bank of this BIN, or null when the list does not know it. */
export const findBank = (bin: string): ListedBank | null => byBin.get(bin) ?? null;

/** The banks in which a seller may keep a receiving account, by name. */
export const receivingBanks = (): readonly ListedBank[] => receiving;

/** The banks whose app opens with the transfer filled in, by name. */
export const appBanks = (): readonly ListedBank[] => receiving.filter(({ app }) => app !== null);

/**
 * The address that opens a payer's banking app with the transfer filled in (`dl.vietqr.io`, deep links).
 * `app` is the payer's bank, `to` the payee's.
 */
export function deepLink(
  app: string,
  to: { bank: ListedBank; number: string },
  transfer: { amountVnd: number; content: string },
): string {
  const query = new URLSearchParams({
    app,
    ba: `${to.number}@${to.bank.code.toLowerCase()}`,
    am: String(transfer.amountVnd),
    tn: transfer.content,
  });
  return `https://dl.vietqr.io/pay?${query.toString()}`;
}
