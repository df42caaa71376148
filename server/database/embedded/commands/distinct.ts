import { stringArgument } from '../arguments.ts';
import { type Command, findCollection, queryOf } from '../context.ts';
import { encodeKey } from '../language/keys.ts';
import { compileFilter } from '../language/matcher.ts';
import { reach } from '../language/paths.ts';
import type { Document } from '../language/values.ts';
import { documentsOf, Matching } from '../matching.ts';

export const distinct: Command = {
  options: ['distinct', 'key', 'query', 'hint', 'collation'],
  async run(context) {
    const { command, engine, patience } = context;
    const key = stringArgument(command, 'key');
    const query = queryOf(context, 'query');
    const collection = findCollection(context);
    const values = new Map<string, unknown>();
    if (!collection) compileFilter(query.filter, query.scope);
    else {
      for await (const document of documentsOf(new Matching(engine, collection, { query, patience }))) {
        // Equal values of different number types have the same key; the first one seen stands for them.
        for (const value of elementsAt(document, key))
          setOnce(values, encodeKey([value], [1]).toString('latin1'), value);
      }
    }
    return { values: [...values.values()], ok: 1 };
  },
};

function setOnce(values: Map<string, unknown>, name: string, value: unknown): void {
  if (!values.has(name)) values.set(name, value);
}

/** The values at a path; an array at its end counts as its elements. */
function elementsAt(document: Document, path: string): unknown[] {
  const reached = [...reach(document, path.split('.'), 'whole')].flatMap(({ value }) => value);
  return reached.filter((value) => value !== undefined);
}
