import { z } from 'zod';
import { ListQuery } from '../http/endpoint.ts';
import { lines, nameText, objectId, text } from '../http/fields.ts';
import { readTyped } from '../reading/text.ts';
import { connectable } from './bank-providers.ts';
import { intentStates } from './intent.ts';
import { reasons } from './transfer.ts';

/** An account number as people write it: blanks and dashes do no harm. */
export const AccountNumber = z
  .string()
  .transform((number) => readTyped(number).replaceAll(/[\s.-]/g, ''))
  .pipe(z.string().regex(/^[0-9A-Za-z]{4,19}$/, 'not-an-account-number'));

const Secret = z
  .string()
  .transform(readTyped)
  .pipe(
    z
      .string()
      .min(8, 'secret-too-short')
      .max(200)
      .regex(/^[\x21-\x7e]+$/, 'strange-letters'),
  );

const Connectable = z.enum(connectable.map(({ name }) => name));

export const AddConnection = z
  .strictObject({
    provider: Connectable,
    accounts: z.array(AccountNumber).min(1).max(20),
    apiKey: Secret.optional(),
    secret: Secret.optional(),
  })
  .meta({ id: 'AddBankConnection' });

export const ConnectionView = z
  .object({
    id: z.string(),
    provider: z.string(),
    accounts: z.array(z.string()),
    webhookUrl: z.url(),
    createdAt: z.iso.datetime(),
    lastMessageAt: z.iso.datetime().optional(),
  })
  .meta({ id: 'BankConnectionView' });

export const TransfersQuery = ListQuery.extend({ state: z.enum(['matched', 'review', 'set-aside']).optional() });

export const TransferParams = z.strictObject({ id: objectId });

/** An order's number, or the payment reference of what a shop asked for through the payments API. */
export const MatchTransfer = z.strictObject({ orderNumber: text(1000) }).meta({ id: 'MatchTransfer' });

/** That money went back, and how; or that it does not, and why. */
export const EndRefund = z.strictObject({ given: z.enum(['yes', 'no']), note: lines(500) });

export const SetAside = z.strictObject({
  note: lines(500),
  returned: z.literal('yes').optional(),
  restOf: text(1000).optional(),
});

/** Numbers of orders or payment references, with blanks, commas or lines between them. */
export const ShareOut = z.strictObject({ orders: text(1000) });

export const TransferView = z
  .object({
    id: z.string(),
    provider: z.string(),
    reference: z.string(),
    amountVnd: z.number().int(),
    accountNumber: z.string(),
    content: z.string(),
    receivedAt: z.iso.datetime(),
    state: z.enum(['matched', 'review', 'set-aside']),
    reason: z.enum(reasons).optional(),
    orderNumber: z.string().optional(),
    intentId: z.string().optional(),
    /** the id of the transfer that this is a part of; the parts are counted, not the `divided` whole */
    partOf: z.string().optional(),
    divided: z.literal(true).optional(),
    suggestions: z
      .array(
        z.object({
          orderNumber: z.string().optional(),
          reference: z.string(),
          amountVnd: z.number().int(),
          why: z.enum(['reference', 'only', 'amount']),
        }),
      )
      .optional(),
  })
  .meta({ id: 'TransferView' });

export const OrderParams = z.strictObject({ number: z.string().max(30) });

export const PaidView = z
  .object({ number: z.string(), state: z.string(), paidAt: z.iso.datetime(), payment: z.enum(intentStates).optional() })
  .meta({ id: 'PaidView' });

export const AskForAccount = z.strictObject({
  bin: z.string().regex(/^\d{6}$/, 'not-a-bank'),
  number: AccountNumber,
  holder: nameText(70),
});

export const AddConnectionForm = z.strictObject({
  provider: Connectable,
  account: AccountNumber,
  apiKey: Secret.optional(),
  secret: Secret.optional(),
});
