import { z } from 'zod';
import { cancellationReasons } from '../intent.ts';
import { mostVnd } from '../vietqr/rules.ts';
import { flag, list, seconds, whole } from './fields.schemas.ts';
import type { Value } from './form-body.ts';
import { readMetadata } from './metadata.ts';

const Amount = whole
  .refine((vnd) => vnd >= 1, 'api-amount-too-small')
  .refine((vnd) => vnd <= mostVnd, 'api-amount-too-large');

const Currency = z
  .string('api-currency')
  .transform((code) => code.toLowerCase())
  .refine((code) => code === 'vnd', 'api-currency');

const Types = list(z.literal('vietqr', 'api-payment-method-type')).refine(
  (types) => types.length > 0,
  'api-payment-method-type',
);

/** Billing details are what other methods need; here nobody does, so they are read past and not kept. */
const MethodData = z.strictObject({
  type: z.literal('vietqr', 'api-payment-method-type'),
  billing_details: z.unknown().optional(),
});

// As Stripe's Pix: from 10 seconds to 14 days. What ordinary integrations say of cards is read past.
const MethodOptions = z.strictObject({
  card: z.unknown().optional(),
  vietqr: z
    .strictObject({
      setup_future_usage: z.literal('none').optional(),
      expires_after_seconds: whole.refine((seconds) => seconds >= 10 && seconds <= 1_209_600, 'api-expiry').optional(),
    })
    .optional(),
});

const Automatic = z.strictObject({
  enabled: flag.refine((isOn) => isOn, 'api-payment-method-type'),
  allow_redirects: z.enum(['always', 'never']).optional(),
});

const Description = z
  .union([z.string().max(1000, 'api-description-too-long'), z.null()])
  .transform((text) => text?.trim() || null);

// Read through readMetadata, which names the key that is wrong.
const Metadata = z.custom<Value | undefined>(() => true);

const expandable = ['application', 'customer', 'latest_charge', 'on_behalf_of', 'payment_method', 'review', 'source'];

/** None of them is ever there, so there is nothing to show more of; a name that is none is a mistake, as at Stripe. */
const Expand = list(z.string('api-expand').refine((name) => expandable.includes(name), 'api-expand')).optional();
const ExpandList = list(
  z.string('api-expand').refine((name) => expandable.some((one) => `data.${one}` === name), 'api-expand'),
).optional();

const text = z.union([z.string().max(5000), z.null()]);

/**
 * What ordinary integrations send along and a transfer has no use for: checked for its type, read past and not kept, so that
 * nothing of a buyer is kept that nobody needs (decision 0019). What would change who pays whom is not among it.
 */
const readPast = {
  customer: text.optional(),
  receipt_email: text.optional(),
  shipping: z.union([z.looseObject({}), z.literal('')]).optional(),
  setup_future_usage: z.enum(['', 'none']).optional(),
  statement_descriptor: text.optional(),
  statement_descriptor_suffix: text.optional(),
  transfer_group: text.optional(),
  use_stripe_sdk: flag.optional(),
  radar_options: z.unknown().optional(),
};

const shared = {
  ...readPast,
  payment_method_types: Types.optional(),
  // What Stripe calls it since 2026.
  allowed_payment_method_types: Types.optional(),
  payment_method_data: MethodData.optional(),
  payment_method_options: MethodOptions.optional(),
  capture_method: z.enum(['automatic', 'automatic_async']).optional(),
  expand: Expand,
};

export const CreateParameters = z
  .strictObject({
    ...shared,
    amount: Amount,
    currency: Currency,
    description: Description.optional(),
    metadata: Metadata.optional(),
    automatic_payment_methods: Automatic.optional(),
    confirmation_method: z.enum(['automatic']).optional(),
    confirm: flag.default(false),
    return_url: z.url().optional(),
    off_session: flag.refine((isOff) => !isOff).optional(),
    transfer_data: z.strictObject({ destination: z.string().max(100) }).optional(),
  })
  .transform((read) => ({
    amountVnd: read.amount,
    description: read.description ?? null,
    metadata: readMetadata(read.metadata),
    destination: read.transfer_data?.destination ?? null,
    state: firstState(read.confirm, read.payment_method_data !== undefined),
    lifeSeconds: read.payment_method_options?.vietqr?.expires_after_seconds ?? daySeconds,
  }));

export const UpdateParameters = z
  .strictObject({
    ...shared,
    amount: Amount.optional(),
    currency: Currency.optional(),
    description: Description.optional(),
    metadata: Metadata.optional(),
  })
  .transform((read) => ({
    amountVnd: read.amount,
    description: read.description,
    metadata: readMetadata(read.metadata),
    hasMethod: read.payment_method_data !== undefined,
    lifeSeconds: read.payment_method_options?.vietqr?.expires_after_seconds,
  }));

export const ConfirmParameters = z
  .strictObject({ ...shared, return_url: z.url().optional(), off_session: flag.refine((isOff) => !isOff).optional() })
  .transform((read) => ({ lifeSeconds: read.payment_method_options?.vietqr?.expires_after_seconds }));

export const CancelParameters = z
  .strictObject({ cancellation_reason: z.enum(cancellationReasons).optional(), expand: Expand })
  .transform((read) => ({ reason: read.cancellation_reason ?? null }));

export const RetrieveParameters = z.strictObject({ client_secret: z.string().optional(), expand: Expand });

export const ListParameters = z
  .strictObject({
    limit: whole.refine((count) => count >= 1 && count <= 100, 'api-limit').default(10),
    starting_after: z.string().max(100).optional(),
    ending_before: z.string().max(100).optional(),
    created: seconds.optional(),
    expand: ExpandList,
  })
  .refine((read) => read.starting_after === undefined || read.ending_before === undefined, {
    path: ['ending_before'],
    message: 'api-two-cursors',
  });

export type WantedPaymentIntent = z.output<typeof CreateParameters>;
export type WantedChange = z.output<typeof UpdateParameters>;
export type WantedList = z.output<typeof ListParameters>;

/** How long a code may be paid when its shop says nothing: a day, as Stripe's Pix. */
const daySeconds = 86_400;

function firstState(isConfirmed: boolean, hasMethod: boolean) {
  if (isConfirmed) return 'requires_action' as const;
  return hasMethod ? ('requires_confirmation' as const) : ('requires_payment_method' as const);
}
