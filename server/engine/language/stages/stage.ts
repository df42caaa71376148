import { BSON } from 'bson';
import { tooMuchMemory } from '../errors.ts';
import type { Pace } from '../pace.ts';
import type { Scope } from '../scope.ts';
import type { Document } from '../values.ts';

export type Stream = (input: AsyncIterable<Document>) => AsyncIterable<Document>;

/** What stages know besides their documents. */
export interface StageContext extends Scope {
  memory: Memory;
  pace: Pace;
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
