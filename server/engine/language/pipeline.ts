import { location, unsupported } from './errors.ts';
import type { Pace } from './pace.ts';
import type { Scope } from './scope.ts';
import { Memory, type StageContext, type Stream } from './stages/stage.ts';
import { streams } from './stages/streams.ts';
import { transforms } from './stages/transforms.ts';
import { type Document, isDocument } from './values.ts';

/** Compiles an aggregation pipeline. A query that would hold more than 100 MB in memory fails with code 146. */
export function compilePipeline(stages: Document[], context: Scope & { pace: Pace }): Stream {
  const inner: StageContext = { ...context, memory: new Memory() };
  const compiled = stages.map((stage, index) => compileStage(stage, stages.slice(index + 1), inner));
  return (input) => compiled.reduce((stream, run) => run(stream), input);
}

function compileStage(stage: unknown, following: unknown[], context: StageContext): Stream {
  if (!isDocument(stage) || Object.keys(stage).length !== 1) {
    throw location(40_323, 'A pipeline stage specification object must contain exactly one field.');
  }
  const [name = ''] = Object.keys(stage);
  const transform = Object.hasOwn(transforms, name) ? transforms[name]?.(stage[name], context) : undefined;
  if (transform) return (input) => mapped(input, transform);
  const compile = Object.hasOwn(streams, name) ? streams[name] : undefined;
  if (!compile) throw unsupported(`The aggregation stage ${name}`);
  return compile(stage[name], context, following);
}

async function* mapped(
  input: AsyncIterable<Document>,
  change: (document: Document) => Document,
): AsyncGenerator<Document> {
  for await (const document of input) yield change(document);
}
