import { BatchModel, type BatchRecord } from './batch-record.ts';
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
  const records = BatchModel.find({}, { stock: 0, holds: 0, recall: 0 })
    .sort({ _id: 1 })
    .lean<BatchRecord[]>()
    .cursor({ batchSize: 100 });
  for await (const record of records as AsyncIterable<BatchRecord>) {
    // By hand anything can be written where the steps belong.
    const events = Array.isArray(record.events) ? record.events : [];
    const fault = findFault(record);
    yield { code: record.code, steps: events.length, fault: fault && sentenceOf(events, fault) };
  }
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
  const place = events.findIndex((event) => event?.id === link);
  return sentences[what](`step ${place + 1} (${events[place]?.stage ?? '?'}, ${link})`);
}
