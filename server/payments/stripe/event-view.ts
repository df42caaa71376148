import type { PaymentEvent } from './event.ts';

/** The version of Stripe's API whose shapes these are. What is shown here is shown alike in every version. */
export const ownVersion = '2026-10-28.endive';

/** The event as the API shows it and as it is delivered. `pending_webhooks`: whether its receiver has not taken it yet. */
export function presentEvent({ id, type, createdAt, object, cause, apiVersion, delivery }: PaymentEvent) {
  const intent = JSON.parse(object) as { livemode: boolean };
  return {
    id,
    object: 'event' as const,
    // Clients of Go and .NET refuse events of another version than the one they speak.
    api_version: apiVersion ?? ownVersion,
    created: Math.floor(createdAt.getTime() / 1000),
    data: { object: intent },
    livemode: intent.livemode,
    pending_webhooks: delivery.state === 'waiting' ? 1 : 0,
    request: { id: cause?.requestId ?? null, idempotency_key: cause?.idempotencyKey ?? null },
    type,
  };
}

/** The very text that is delivered and signed. */
export const eventText = (event: PaymentEvent): string => JSON.stringify(presentEvent(event));
