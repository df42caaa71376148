import type { Order } from '../orders/orders.ts';
import type { Standing } from '../payments/heard.ts';

/** What a bank's message means for a stall, against what was expected there. */
export const verdictKinds = ['enough', 'short', 'over', 'parts', 'again', 'late', 'unclear'] as const;
export type VerdictKind = (typeof verdictKinds)[number];

/** How a sale stands, to be said: as a verdict of the bank, or what is known without one. */
export type SayingKind = VerdictKind | 'waiting' | 'by-hand' | 'cash' | 'cancelled' | 'refunded';

/** A sentence to be spoken: what it says, and its amount in đồng: paid, missing or too much. */
export interface Saying {
  kind: SayingKind;
  amountVnd: number;
}

/** What there is to say of a sale. That a person, and no bank, says it is paid is said as just that. */
export function sayingOf(order: Order, standing: Standing): Saying {
  const { totalVnd } = order;
  const { state, receivedVnd } = standing;
  if (order.state === 'refunded') return { kind: 'refunded', amountVnd: totalVnd };
  if (state === 'short') return { kind: 'short', amountVnd: totalVnd - receivedVnd };
  if (state === 'over') return { kind: 'over', amountVnd: receivedVnd - totalVnd };
  if (state === 'paid') return { kind: paidHow(order, receivedVnd), amountVnd: totalVnd };
  if (state === 'waiting' && receivedVnd > 0) return { kind: 'parts', amountVnd: receivedVnd };
  return { kind: state, amountVnd: totalVnd };
}

function paidHow({ delivery, paidBy, totalVnd }: Order, receivedVnd: number): SayingKind {
  if (delivery.payBy === 'cash') return 'cash';
  return paidBy === null || paidBy.startsWith('hand:') || receivedVnd !== totalVnd ? 'by-hand' : 'enough';
}
