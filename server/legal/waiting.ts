import { dayOf } from '../format.ts';
import { platformNow } from '../platform.ts';
import type { WaitingDoor } from '../waiting.ts';
import { countUnconfirmed } from './published.ts';

/** What the officer has to do before the market may open. */
export const legalWaiting: WaitingDoor = async (actor, at) =>
  actor.role !== 'officer'
    ? []
    : [
        { key: 'mode-not-chosen', count: platformNow().mode === null ? 1 : 0, url: '/che-do' },
        { key: 'facts-unconfirmed', count: await countUnconfirmed(dayOf(at)), url: '/phap-ly' },
      ];
