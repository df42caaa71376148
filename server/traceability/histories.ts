import { BatchModel, type BatchRecord } from './batch-record.ts';
import { changedPhoto, wrongStock } from './beside.ts';
import { type Fault, findFault } from './chain.ts';
import type { EventRecord } from './event.ts';

/** A batch whose history was looked through. */
export interface Examined {
  code: string;
  steps: number;
  /** What is wrong where the history first does not hold, in a sentence; null when all of it holds. */
  fault: string | null;
}

/** Looks through the history of every batch, oldest first, one at a time however many there are. */
export async function* examineHistories(): AsyncGenerator<Examined> {
  const records = BatchModel.find({}, { recall: 0 }).sort({ _id: 1 }).lean<BatchRecord[]>().cursor({ batchSize: 100 });
  for await (const record of records as AsyncIterable<BatchRecord>) {
    // By hand anything can be written where the steps belong.
    const events = Array.isArray(record.events) ? record.events : [];
    const fault = findFault(record);
    const said = fault ? sentenceOf(events, fault) : await faultBeside(record);
    yield { code: record.code, steps: events.length, fault: said };
  }
}

// What no hash in the batch itself can hold: the photos' own bytes, and counts that every sale changes.
async function faultBeside(record: BatchRecord): Promise<string | null> {
  const event = await changedPhoto(record);
  if (event) return `a photo of ${stepOf(record.events, event.id)} is not the one that was recorded with it`;
  const packId = wrongStock(record);
  return packId && `its stock of pack ${packId} is not what its history says`;
}

const sentences: Readonly<Record<Fault['what'], (step: string) => string>> = {
  changed: (step) => `${step} was changed after it was recorded`,
  inserted: (step) => `${step} was inserted past the program`,
  moved: (step) => `${step} does not stand where it was recorded`,
  'removed-before': (step) => `what stood before ${step} was removed or replaced`,
  registration: () => 'the facts of its registration were changed, or its first step was removed',
  'removed-at-end': () => 'its last step was removed, perhaps more',
  state: () => 'its state or its inspection does not say what its history says',
  unreadable: () => 'it cannot be read',
};

function sentenceOf(events: readonly (EventRecord | null)[], { link, what }: Fault): string {
  return sentences[what](stepOf(events, link));
}

function stepOf(events: readonly (EventRecord | null)[], id: string): string {
  const place = events.findIndex((event) => event?.id === id);
  return `step ${place + 1} (${events[place]?.stage ?? '?'}, ${id})`;
}
