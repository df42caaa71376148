import { z } from 'zod';
import { refundReasons } from '../intent-refund.ts';
import { mostVnd } from '../vietqr/rules.ts';
import { flag, list, whole } from './fields.schemas.ts';
import type { Value } from './form-body.ts';
import { readMetadata } from './metadata.ts';
import { ListParameters } from './payment-intents.schemas.ts';

const expandable = ['balance_transaction', 'charge', 'failure_balance_transaction', 'payment_intent'];
const Expand = list(z.string('api-expand').refine((name) => expandable.includes(name), 'api-expand')).optional();
const Metadata = z.custom<Value | undefined>(() => true).optional();

export const CreateRefund = z
  .strictObject({
    payment_intent: z.string().max(100),
    amount: whole
      .refine((vnd) => vnd >= 1, 'api-amount-too-small')
      .refine((vnd) => vnd <= mostVnd, 'api-amount-too-large')
      .optional(),
    currency: z.string().regex(/^vnd$/i, 'api-currency').optional(),
    reason: z.enum(refundReasons).optional(),
    metadata: Metadata,
    // What other methods need; read past and not kept.
    instructions_email: z.string().max(500).optional(),
    // The seller's own account was paid: there is no transfer of ours to reverse, and no fee.
    reverse_transfer: flag.optional(),
    refund_application_fee: flag.refine((isOn) => !isOn).optional(),
    expand: Expand,
  })
  .transform((read) => ({
    intentId: read.payment_intent,
    amountVnd: read.amount ?? null,
    reason: read.reason ?? null,
    metadata: readMetadata(read.metadata),
  }));

export const UpdateRefund = z
  .strictObject({ metadata: Metadata, expand: Expand })
  .transform((read) => ({ metadata: readMetadata(read.metadata) }));

export const NoRefundParameters = z.strictObject({ expand: Expand });

export const ListRefunds = ListParameters.safeExtend({ payment_intent: z.string().max(100).optional() });

export type WantedRefund = z.output<typeof CreateRefund>;
export type WantedRefunds = z.output<typeof ListRefunds>;
