import { endingCertificates } from '../catalog/ending-certificates.ts';
import { dayOf } from '../format.ts';
import { sellersSeenBy } from '../identity/sellers.ts';
import type { WaitingDoor } from '../waiting.ts';

/** OCOP certificates that end within six months and need their dossier anew. */
export const ocopWaiting: WaitingDoor = async (actor, at) => {
  const ending = await endingCertificates(await sellersSeenBy(actor), dayOf(at), 'ocop');
  return [{ key: 'ocop-ending', count: ending.length, url: '/ho-so-ocop' }];
};
