import type { Scope } from './scope.ts';
import type { Document } from './values.ts';

export interface PipelineContext extends Scope {
  /** Documents of another collection of the same database that match the filter ($lookup). */
  collection(name: string, filter: Document): AsyncIterable<Document>;
}

export type Pipeline = (input: AsyncIterable<Document>) => AsyncIterable<Document>;

/** Compiles an aggregation pipeline. A query that would hold more than 100 MB in memory fails with code 146. */
export function compilePipeline(_stages: Document[], _context: PipelineContext): Pipeline {
  throw new Error('not written yet');
}
