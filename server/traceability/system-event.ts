import type { EventDraft } from './event.ts';

/** An event that the house itself writes. */
export const systemEvent = (stage: EventDraft['stage'], words: EventDraft['words'], at: Date): EventDraft => ({
  stage,
  occurredAt: at,
  recordedAt: at,
  place: null,
  measurements: [],
  findings: [],
  photoIds: [],
  packs: [],
  corrects: null,
  orderNumber: null,
  requestId: null,
  words,
});
