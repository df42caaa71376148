import { rulesNow } from '../platform.ts';
import type { WaitingDoor } from '../waiting.ts';
import { checksIdentityOf, countUnidentified } from './identity-checks.ts';
import { listSellers, sellersActedFor } from './sellers.ts';

/** Sellers whom nobody has identified yet, for who checks them; and one's own stall that is or will be suspended. */
export const identityWaiting: WaitingDoor = async (actor) => {
  const own = await sellersActedFor(actor);
  const [suspended] = own.filter(({ suspendedFrom }) => suspendedFrom !== null);
  const told = { key: 'stall-suspended', count: suspended ? 1 : 0, url: `/nguoi-ban/${suspended?.id ?? ''}` };
  if (!rulesNow().identifies || actor.role === 'household') return [told];
  const checked = (await listSellers()).filter((seller) => checksIdentityOf(actor, seller)).map(({ id }) => id);
  return [told, { key: 'sellers-unidentified', count: await countUnidentified(checked), url: '/nguoi-ban' }];
};
