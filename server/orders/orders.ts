import type { Actor } from '../actor.ts';
import { unavailable } from '../errors.ts';
import type { Buyer, Delivery, Order, OrderState } from './order.ts';

export type { Order, OrderState } from './order.ts';

export interface WantedOrder {
  items: { packId: string; quantity: number }[];
  buyer: Buyer;
  delivery: Delivery;
  note: string | null;
}

/** Who stands behind a change: somebody signed in, or the holder of the order's secret key. */
export type Asker = Actor | { key: string };

/** Holds the packs and answers the placed order with its secret key, which is shown this once and kept as a hash. */
export async function placeOrder(_wanted: WantedOrder, _at: Date): Promise<{ order: Order; key: string }> {
  throw unavailable('order-not-placed');
}

/** The order for who holds its secret key; a wrong key and no such order are one answer, `order-not-found`. */
export async function getOrderByKey(_number: string, _key: string): Promise<Order> {
  throw unavailable('order-not-placed');
}

/** The order for somebody signed in; without `buyer` for who sees the seller but does not act for it. */
export async function getOrder(_actor: Actor, _number: string): Promise<Order> {
  throw unavailable('order-not-placed');
}

/** Newest first; `after` is the number of the last order already seen. */
export async function listOrders(
  _actor: Actor,
  _wanted: { state?: OrderState; limit: number; after?: string },
): Promise<Order[]> {
  throw unavailable('order-not-placed');
}

/** For rooms above: nobody's rights are asked. */
export async function findOrder(_number: string): Promise<Order | null> {
  throw unavailable('order-not-placed');
}

/** True when the order is now paid by this very transfer, whether this call or an earlier one made it so. */
export async function markPaid(_number: string, _transfer: string, _paidAt: Date): Promise<boolean> {
  throw unavailable('order-not-placed');
}

export async function packOrder(_actor: Actor, _number: string, _at: Date): Promise<Order> {
  throw unavailable('order-not-placed');
}

export async function shipOrder(_actor: Actor, _number: string, _at: Date): Promise<Order> {
  throw unavailable('order-not-placed');
}

export async function deliverOrder(_actor: Actor, _number: string, _at: Date): Promise<Order> {
  throw unavailable('order-not-placed');
}

export async function refundOrder(_actor: Actor, _number: string, _wanted: { note: string }, _at: Date): Promise<Order> {
  throw unavailable('order-not-placed');
}

export async function cancelOrder(_asker: Asker, _number: string, _at: Date): Promise<Order> {
  throw unavailable('order-not-placed');
}

/** placed → expired once its holds have run out; false when it was not (any more) waiting for money, or not yet due. */
export async function expireOrder(_number: string, _at: Date): Promise<boolean> {
  throw unavailable('order-not-placed');
}

/** Finishes whatever a crash cut off between two steps; safe to run at any time and on any node. */
export async function sweepOrders(_at: Date): Promise<void> {
  throw unavailable('order-not-placed');
}
