import type { WaitingDoor } from '../waiting.ts';
import { countOpenDoubts } from './doubts.ts';

/** What buyers doubt, for who looks into it; a household learns of it and cannot close it. */
export const provenanceWaiting: WaitingDoor = async (actor) => [
  {
    key: actor.role === 'household' ? 'doubts-about-you' : 'doubts',
    count: await countOpenDoubts(actor),
    url: '/hop-thu',
  },
];
