import { hashImages } from '../media/images.ts';
import type { BatchRecord } from './batch-record.ts';
import { packsMade, writeOffsIn } from './bulk.ts';
import { currentOf, type EventRecord, type PackCount } from './event.ts';

/** The first event of which a photo is no longer the one that was sealed with it; null when all are. */
export async function changedPhoto({ events }: Pick<BatchRecord, 'events'>): Promise<EventRecord | null> {
  for (const event of events) {
    const now = event.photoHashes?.length ? await hashImages(event.photoIds) : [];
    if (event.photoHashes?.some((hash, place) => hash !== now[place])) return event;
  }
  return null;
}

/**
 * A pack of which there are more, or fewer, than the history tells: what was made, less what was written off or came back
 * spoilt, is on hand or sold; and what is on hand is held or free. Null when all agree.
 */
export function wrongStock(batch: Pick<BatchRecord, 'events' | 'registeredPacks' | 'stock' | 'holds'>): string | null {
  const told = new Map<string, number>();
  const add = (packs: readonly PackCount[], sign: 1 | -1) => {
    for (const { packId, count } of packs) told.set(packId, (told.get(packId) ?? 0) + sign * count);
  };
  add(packsMade(batch), 1);
  add(
    writeOffsIn(batch).flatMap((event) => currentOf(batch.events, event).packs),
    -1,
  );
  add(
    batch.events.filter(isLost).flatMap(({ packs }) => packs),
    -1,
  );
  const rows = new Map(batch.stock.map((row) => [row.packId, row]));
  const packIds = new Set([...told.keys(), ...rows.keys()]);
  return [...packIds].find((packId) => !agrees(batch, packId, told.get(packId) ?? 0)) ?? null;
}

// Came back with an order, but not to be sold again.
const isLost = ({ stage, measurements }: EventRecord): boolean =>
  stage === 'returned-order' && measurements.some(({ key }) => key === 'reason');

function agrees({ stock, holds }: Pick<BatchRecord, 'stock' | 'holds'>, packId: string, told: number): boolean {
  const { onHand, free, sold } = stock.find((row) => row.packId === packId) ?? { onHand: 0, free: 0, sold: 0 };
  const held = holds.filter((hold) => hold.packId === packId).reduce((sum, { quantity }) => sum + quantity, 0);
  return onHand + sold === told && free + held === onHand;
}
