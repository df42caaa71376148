import type { Actor } from '../actor.ts';
import { conflict } from '../errors.ts';
import { requireFresh } from '../identity/accounts.ts';
import { isToldSince } from './owed.ts';
import type { Transfer } from './transfer.ts';
import { TransferModel } from './transfer-record.ts';
import { getOwnTransfer } from './transfers.ts';

/**
 * What was set aside, joined to an order or said to be given back by mistake lies on the desk again; its book keeps what was said.
 * A person's word that its bank has told since stays where it is.
 * @throws forbidden('pin-needed'), conflict('transfer-not-aside')
 */
export async function bringBack(actor: Actor, id: string, at: Date): Promise<Transfer> {
  const transfer = await getOwnTransfer(actor, id);
  requireFresh(actor, at);
  const { modifiedCount } = await TransferModel.updateOne(
    { _id: transfer.id, state: 'set-aside', $nor: [isToldSince] },
    {
      $set: { state: 'review', undone: true },
      $push: { history: { at, did: 'undone', by: actor.name, note: null } },
    },
  );
  if (modifiedCount === 0) throw conflict('transfer-not-aside');
  return await getOwnTransfer(actor, id);
}
