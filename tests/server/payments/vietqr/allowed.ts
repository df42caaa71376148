import * as fc from 'fast-check';
import type { VietQrContents } from '../../../../server/payments/vietqr/encode.ts';
import { mostVnd } from '../../../../server/payments/vietqr/rules.ts';

const from = (characters: string, minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...Array.from(characters)), minLength, maxLength });

const digits = '0123456789';
const alphanumeric = `${digits}ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz`;
const printable = Array.from({ length: 95 }, (_, n) => String.fromCharCode(32 + n)).join('');

/** Everything that `encode` allows. */
export const allowedContents = fc.record<VietQrContents, 'bin' | 'number'>(
  {
    bin: from(digits, 6, 6),
    number: from(alphanumeric, 1, 19),
    payee: fc.constantFrom('account', 'card'),
    amountVnd: fc.integer({ min: 1, max: mostVnd }),
    reusable: fc.boolean(),
    purpose: from(printable, 1, 25),
    billNumber: from(printable, 1, 25),
    merchantName: from(printable, 1, 25),
    city: from(printable, 1, 15),
    postalCode: from(printable, 1, 10),
  },
  { requiredKeys: ['bin', 'number'] },
);

const other = (ids: readonly string[]) => fc.record({ id: fc.constantFrom(...ids), value: from(printable, 1, 40) });

/** Fields that others may put in, with ids of which we know nothing. */
export const strangeFields = fc.uniqueArray(other(['02', '26', '50', '55', '65', '80', '99']), {
  selector: ({ id }) => id,
  maxLength: 4,
});

/** How often the random tests run: ten thousand times, a million with FULL=1. */
export const many = process.env.FULL ? 1_000_000 : 10_000;
