import { location } from '../errors.ts';
import { paced } from '../pace.ts';
import { type Document, isDocument, setField } from '../values.ts';
import { collect, type StageContext, type Stream } from './stage.ts';
import { requireDocument } from './transforms.ts';

/** $facet: several pipelines over the same documents, their answers in one document. */
export function facet(operand: unknown, context: StageContext): Stream {
  const spec = requireDocument('$facet', operand);
  if (Object.keys(spec).length === 0) throw location(40_169, 'the $facet specification must be a non-empty object');
  const facets = Object.entries(spec).map(([name, stages]) => {
    if (Array.isArray(stages) && stages.some((stage) => isDocument(stage) && '$facet' in stage)) {
      throw location(40_600, '$facet is not allowed to be used within a $facet stage');
    }
    return { name, run: context.pipeline(stages, context) };
  });
  return async function* faceted(input) {
    const documents = await collect(input, context.memory);
    const result: Document = {};
    for (const { name, run } of facets)
      setField(result, name, await collect(run(paced(documents, context.pace)), context.memory));
    yield result;
  };
}
