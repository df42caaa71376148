import { BSON } from 'bson';
import { tooMuchMemory } from '../errors.ts';
import type { Pace } from '../pace.ts';
import type { Scope } from '../scope.ts';
import type { Document } from '../values.ts';

export type Stream = (input: AsyncIterable<Document>) => AsyncIterable<Document>;

/** What stages know besides their documents. */
export interface StageContext extends Scope {
  /** Documents of another collection of the same database that match the filter ($lookup). */
  collection(name: string, filter: Document): AsyncIterable<Document>;
  memory: Memory;
  pace: Pace;
  /** Compiles a pipeline inside a stage ($lookup, $facet). */
  pipeline(stages: unknown, context: StageContext): Stream;
}

const mostBytes = 100 * 1024 * 1024;

/** What one query holds in memory, in bytes of BSON; beyond 100 MB it fails (code 146). */
export class Memory {
  private held = 0;

  hold(document: Document): void {
    this.held += BSON.calculateObjectSize(document);
    if (this.held > mostBytes) throw tooMuchMemory('The aggregation would hold more than 100 MB in memory');
  }
}

export async function collect(input: AsyncIterable<Document>, memory: Memory): Promise<Document[]> {
  const documents: Document[] = [];
  for await (const document of input) {
    memory.hold(document);
    documents.push(document);
  }
  return documents;
}
