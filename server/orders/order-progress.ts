import type { Order, OrderState } from './order.ts';

/** One step of the line that shows how far an order is; `key` names its words in the catalogue. */
export interface ProgressStep {
  key: string;
  state: 'done' | 'now' | 'next';
}

const endings: readonly OrderState[] = ['placing', 'cancelled', 'expired', 'returned', 'refunded'];

/** Where an order stands, as a line of steps; null for orders that came to another end. */
export function progressOf({ state, delivery, paidAt }: Order): ProgressStep[] | null {
  if (endings.includes(state)) return null;
  const keys = wayOf(delivery.method, delivery.payBy === 'cash' && paidAt === null);
  const reached = keys.indexOf(stepOf(state, keys));
  return keys.map((key, index) => ({ key, state: index < reached ? 'done' : index === reached ? 'now' : 'next' }));
}

function wayOf(method: Order['delivery']['method'], cashAtTheDoor: boolean): string[] {
  const paying = cashAtTheDoor ? [] : ['paying'];
  const going = method === 'ship' ? ['on-its-way'] : ['to-fetch'];
  return [...paying, 'packing', ...going, 'delivered'];
}

// The step that is going on now: an order that is paid is being packed.
const steps: Partial<Record<OrderState, string>> = {
  placed: 'paying',
  paid: 'packing',
  packed: 'on-its-way',
  shipped: 'on-its-way',
  delivered: 'delivered',
};

function stepOf(state: OrderState, keys: readonly string[]): string {
  const step = steps[state] ?? 'delivered';
  if (keys.includes(step)) return step;
  return step === 'paying' ? 'packing' : 'to-fetch';
}
