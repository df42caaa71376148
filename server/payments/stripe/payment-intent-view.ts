import { type Intent, type IntentState, type MetadataEntry, openStates } from '../intent.ts';

/** What an answer needs to know besides the intent. */
export interface ViewSettings {
  /** A bare origin. */
  publicUrl: string;
  /** Whether money is real: Stripe's `livemode`. */
  production: boolean;
}

/** The intent as the API shows it: Stripe's fields, with null for what a transfer never has. Money in whole đồng (VND has no smaller unit), instants in seconds since 1970. */
export const presentIntent = (intent: Intent, settings: ViewSettings) => ({
  id: intent.id,
  object: 'payment_intent' as const,
  allowed_payment_method_types: ['vietqr'],
  amount: intent.amountVnd,
  amount_capturable: 0,
  amount_received: intent.state === 'succeeded' ? intent.amountVnd : 0,
  application: null,
  application_fee_amount: null,
  automatic_payment_methods: null,
  canceled_at: secondsOrNull(intent.canceledAt),
  cancellation_reason: intent.cancellationReason,
  capture_method: 'automatic' as const,
  client_secret: clientSecretOf(intent),
  confirmation_method: 'automatic' as const,
  created: seconds(intent.createdAt),
  currency: 'vnd' as const,
  customer: null,
  description: intent.description,
  last_payment_error: null,
  latest_charge: null,
  livemode: settings.production,
  metadata: presentMetadata(intent.metadata),
  next_action: intent.state === 'requires_action' ? nextAction(intent, settings) : null,
  on_behalf_of: null,
  payment_method: null,
  payment_method_options: { vietqr: { expires_after_seconds: intent.lifeSeconds } },
  payment_method_types: ['vietqr'],
  processing: null,
  receipt_email: null,
  review: null,
  setup_future_usage: null,
  shipping: null,
  source: null,
  statement_descriptor: null,
  statement_descriptor_suffix: null,
  status: intent.state,
  transfer_data: { destination: accountIdOf(intent.sellerId) },
  transfer_group: null,
});

/** Stripe's name for a seller: `acct_` and its id. */
export const accountIdOf = (sellerId: string): string => `acct_${sellerId}`;

export const clientSecretOf = ({ id, secret }: Pick<Intent, 'id' | 'secret'>): string => `${id}_secret_${secret}`;

/** The page where a buyer pays. */
export const hostedUrl = (id: string, publicUrl: string): string => `${publicUrl}/thanh-toan/${id}`;

/** States that can be ended without money. */
export const cancelableStates: readonly IntentState[] = [
  'requires_payment_method',
  'requires_confirmation',
  ...openStates,
];

function nextAction({ id, payload, expiresAt }: Intent, { publicUrl }: ViewSettings) {
  const page = hostedUrl(id, publicUrl);
  return {
    type: 'vietqr_display_qr_code' as const,
    vietqr_display_qr_code: {
      data: payload,
      expires_at: seconds(expiresAt),
      hosted_instructions_url: page,
      image_url_png: `${page}/vietqr.png`,
      image_url_svg: `${page}/vietqr.svg`,
    },
  };
}

// Object.fromEntries makes every key the object's own, `__proto__` too.
const presentMetadata = (entries: readonly MetadataEntry[]): Record<string, string> =>
  Object.fromEntries(entries.map(({ key, value }) => [key, value]));

const seconds = (at: Date): number => Math.floor(at.getTime() / 1000);
const secondsOrNull = (at: Date | null): number | null => at && seconds(at);
