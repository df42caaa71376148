import { EventEmitter } from 'node:events';

// Only a nudge: what is due stands on the intents themselves, so that one that is missed loses nothing.
const nudges = new EventEmitter();

/** Says that an intent has something to tell, so that it need not wait for the next round. */
export const nudgeDue = (): void => {
  nudges.emit('due');
};

/** Calls whenever somebody in this process has nudged. @returns how to stop */
export function onDue(listener: () => void): () => void {
  nudges.on('due', listener);
  return () => nudges.off('due', listener);
}
