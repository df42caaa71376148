import type { Actor } from '../actor.ts';
import { conflict } from '../errors.ts';
import { requireFresh } from '../identity/accounts.ts';
import { findOrder, type Order } from '../orders/orders.ts';
import { differencesOf } from './received.ts';
import { setTransferAside } from './setting-aside.ts';
import { isPaid } from './settlement.ts';
import type { Transfer } from './transfer.ts';
import { readTransfer, TransferModel, type TransferRecord } from './transfer-record.ts';
import { getOwnTransfer, matchTransfer } from './transfers.ts';

/** Several transfers on the desk that together are just what one order still asks for. */
export interface Parts {
  orderNumber: string;
  transfers: Transfer[];
  sumVnd: number;
}

/** The parts that this transfer is one of; null when it is none, or they are not just what is missing. */
export async function partsWith(transfer: Transfer): Promise<Parts | null> {
  const { orderNumber, state } = transfer;
  const order = orderNumber === null || state !== 'review' ? null : await findOrder(orderNumber);
  return order && (await partsOf(order));
}

async function partsOf(order: Order): Promise<Parts | null> {
  const { number, sellerId } = order;
  const odd = { state: 'review' as const, reason: { $in: ['short' as const, 'over' as const] } };
  const records = await TransferModel.find({ sellerId, orderNumber: number, ...odd })
    .sort({ amountVnd: -1, _id: 1 })
    .lean<TransferRecord[]>();
  const transfers = records.map(readTransfer);
  const sumVnd = transfers.reduce((sum, { amountVnd }) => sum + amountVnd, 0);
  const fits = transfers.length >= (isPaid(order) ? 1 : 2) && sumVnd === (await missingOf(order));
  return fits ? { orderNumber: number, transfers, sumVnd } : null;
}

// Where a first part has paid it, the rest of what it costs.
async function missingOf(order: Order): Promise<number> {
  if (!isPaid(order)) return order.totalVnd;
  return (await differencesOf([order])).get(order.number)?.shortVnd ?? 0;
}

/**
 * A person takes several transfers for one order: the largest pays it and the others belong to it (decision 0021). Repeated after a
 * crash it goes on with those that are left.
 * @returns the order's number
 * @throws forbidden('pin-needed'), conflict('parts-differ') when they are not just what is missing, and what `matchTransfer` throws
 */
export async function joinParts(actor: Actor, id: string, at: Date): Promise<string> {
  const transfer = await getOwnTransfer(actor, id);
  requireFresh(actor, at);
  const parts = await partsWith(transfer);
  if (!parts) throw conflict('parts-differ');
  const { orderNumber, transfers } = parts;
  const order = await findOrder(orderNumber);
  const [largest, ...others] = transfers;
  const isFirst = order !== null && !isPaid(order) && largest !== undefined;
  if (isFirst) await matchTransfer(actor, largest.id, orderNumber, at);
  const rests = isFirst ? others : transfers;
  for (const rest of rests)
    await setTransferAside(actor, rest.id, { note: '', returned: false, restOf: orderNumber }, at);
  return orderNumber;
}
