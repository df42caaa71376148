import type { Actor } from '../actor.ts';
import { catalogWaiting } from '../catalog/waiting.ts';
import { complaintsWaiting } from '../complaints/waiting.ts';
import { identityWaiting } from '../identity/waiting.ts';
import { legalWaiting } from '../legal/waiting.ts';
import { ocopWaiting } from '../ocop/waiting.ts';
import { ordersWaiting } from '../orders/waiting.ts';
import { paymentsWaiting } from '../payments/waiting.ts';
import { privacyWaiting } from '../privacy/waiting.ts';
import { provenanceWaiting } from '../provenance/waiting.ts';
import { traceabilityWaiting } from '../traceability/waiting.ts';
import type { Waiting, WaitingDoor } from '../waiting.ts';

/** Every room in which something can wait, the most pressing first: a room that is added joins by a line here. */
const rooms: readonly WaitingDoor[] = [
  privacyWaiting,
  ordersWaiting,
  paymentsWaiting,
  complaintsWaiting,
  provenanceWaiting,
  traceabilityWaiting,
  catalogWaiting,
  ocopWaiting,
  identityWaiting,
  legalWaiting,
];

/** Everything that waits for this person, in the order of the rooms; what there is none of is left out. */
export async function toDoFor(actor: Actor, at: Date): Promise<Waiting[]> {
  const all = await Promise.all(rooms.map((room) => room(actor, at)));
  return all.flat().filter(({ count }) => count > 0);
}
