import { dayOf } from '../format.ts';
import type { WaitingDoor } from '../waiting.ts';
import { countComplaints } from './cases.ts';
import { endsSoon } from './working-time.ts';

/** Complaints that are due today or late come first; the others wait in the same list. */
export const complaintsWaiting: WaitingDoor = async (actor, at) => {
  const { open, due } = await countComplaints(actor, dayOf(at));
  const lacksHolidays = actor.role === 'officer' && endsSoon(dayOf(at));
  return [
    { key: 'complaints-due', count: due, url: '/khieu-nai/ho-so' },
    { key: 'complaints', count: open - due, url: '/khieu-nai/ho-so' },
    { key: 'holidays-end', count: lacksHolidays ? 1 : 0, url: '/phap-ly/khieu-nai' },
  ];
};
