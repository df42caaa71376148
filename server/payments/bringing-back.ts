import type { Actor } from '../actor.ts';
import { conflict } from '../errors.ts';
import { requireFresh } from '../identity/accounts.ts';
import { isToldSince } from './owed.ts';
import { putTogether } from './shares.ts';
import type { Transfer } from './transfer.ts';
import { TransferModel } from './transfer-record.ts';
import { getOwnTransfer, isMovable } from './transfers.ts';
import { undoMatch } from './undoing.ts';

/**
 * What paid an order, was divided, set aside, joined to an order or said to be given back by mistake lies on the desk again; its book
 * keeps what was said.
 * A person's word that its bank has told since stays where it is.
 * @throws forbidden('pin-needed'), conflict('transfer-not-aside'), and what `undoMatch` and `putTogether` throw
 */
export async function bringBack(actor: Actor, id: string, at: Date): Promise<Transfer> {
  const transfer = await getOwnTransfer(actor, id);
  if (transfer.state === 'matched') return await undoMatch(actor, id, at);
  if (transfer.isShared) return await putTogether(actor, id, at);
  requireFresh(actor, at);
  const { modifiedCount } = await TransferModel.updateOne(
    { _id: transfer.id, state: 'set-aside', ...isMovable, $nor: [isToldSince] },
    {
      $set: { state: 'review', undone: true },
      $push: { history: { at, did: 'undone', by: actor.name, note: null } },
    },
  );
  if (modifiedCount === 0) throw conflict('transfer-not-aside');
  return await getOwnTransfer(actor, id);
}
