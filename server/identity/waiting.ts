import { rulesNow } from '../platform.ts';
import type { WaitingDoor } from '../waiting.ts';
import { checksIdentityOf } from './identity-checks.ts';
import { listSellers, sellersActedFor } from './sellers.ts';

/** Sellers whom nobody has identified yet, for who checks them; and one's own stall that is or will be suspended. */
export const identityWaiting: WaitingDoor = async (actor) => {
  const own = await sellersActedFor(actor);
  // An erased stall is closed for good; nobody has to do anything about it.
  const suspended = own.find(({ suspendedFrom, isErased }) => suspendedFrom !== null && !isErased);
  const told = { key: 'stall-suspended', count: suspended ? 1 : 0, url: `/nguoi-ban/${suspended?.id ?? ''}` };
  if (!rulesNow().identifies || actor.role === 'household') return [told];
  const unknown = (await listSellers()).filter(
    (seller) => seller.identifiedOn === null && checksIdentityOf(actor, seller),
  );
  return [told, { key: 'sellers-unidentified', count: unknown.length, url: '/nguoi-ban' }];
};
