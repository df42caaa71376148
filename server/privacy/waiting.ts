import type { WaitingDoor } from '../waiting.ts';
import { countUntold } from './breaches.ts';

/** Breaches that the authority has to be told of. */
export const privacyWaiting: WaitingDoor = async (actor) =>
  actor.role === 'officer' ? [{ key: 'breach-untold', count: await countUntold(), url: '/su-co-du-lieu' }] : [];
