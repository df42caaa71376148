import { EJSON } from 'bson';
import { CommandError } from '../../../../server/engine/language/errors.ts';
import { compileFilter } from '../../../../server/engine/language/matcher.ts';
import { compilePipeline } from '../../../../server/engine/language/pipeline.ts';
import { compileSort } from '../../../../server/engine/language/sort.ts';
import { compileUpdate, documentForUpsert } from '../../../../server/engine/language/updater.ts';
import { type Document, decode, encode } from '../../../../server/engine/language/values.ts';

export const noon = new Date('2026-11-22T12:00:00Z');

/** As it comes over the wire: numbers and regular expressions as BSON types. */
export const wire = (document: Document): Document => decode(encode(document));

/** As extended JSON, so that 1, 1.0 and NumberLong(1) differ in a comparison. */
export const plain = (value: unknown): unknown =>
  value === undefined ? undefined : (EJSON.serialize({ value }, { relaxed: false }) as { value: unknown }).value;

/** Documents compare with their field order and number types. */
export const text = (value: unknown): string => JSON.stringify(plain(value));

export const codeOf = (run: () => unknown): number => {
  try {
    run();
  } catch (error) {
    if (error instanceof CommandError) return error.code;
    throw error;
  }
  return 0;
};

export const matches = (filter: Document, document: Document): boolean => compileFilter(wire(filter))(wire(document));

export interface Asked {
  filter?: Document;
  arrayFilters?: Document[];
}

export function updated(document: Document, update: Document | Document[], asked: Asked = {}): Document {
  const { update: wired, ...options } = wire({ update, ...asked }) as unknown as { update: Document } & Asked;
  return compileUpdate(wired, { ...options, scope: { now: noon, variables: {} } })(wire(document));
}

export function upserted(filter: Document, update: Document | Document[]): Document {
  const wired = wire({ filter, update }) as { filter: Document; update: Document };
  return documentForUpsert(wired.filter, compileUpdate(wired.update, { filter: wired.filter }));
}

/** Compares documents by a sort specification. */
export function ordering(spec: Document): (a: Document, b: Document) => number {
  const keyOf = compileSort(spec);
  return (a, b) => (keyOf(a) < keyOf(b) ? -1 : Number(keyOf(a) > keyOf(b)));
}

/** The documents a pipeline gives. */
export async function answerOf(documents: Document[], stages: Document[]): Promise<Document[]> {
  const context = {
    now: noon,
    variables: {},
    // Always tired: every turn for others is taken, and must change nothing.
    pace: { isSliceOver: () => true, pause: () => Promise.resolve() },
  };
  const pipeline = compilePipeline((wire({ stages }) as { stages: Document[] }).stages, context);
  const answers: Document[] = [];
  async function* input() {
    yield* documents.map(wire);
  }
  for await (const answer of pipeline(input())) answers.push(answer);
  return answers;
}
