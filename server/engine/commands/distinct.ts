import { documentsOf, Matching } from '../find/matching.ts';
import { stringArgument } from '../ground/arguments.ts';
import { limits } from '../ground/limits.ts';
import type { Patience } from '../ground/patience.ts';
import { ArrayReply } from '../ground/reply-bytes.ts';
import { location } from '../language/errors.ts';
import { encodeKey } from '../language/keys.ts';
import { compileFilter } from '../language/matcher.ts';
import { reach } from '../language/paths.ts';
import type { Document } from '../language/values.ts';
import { type Command, findCollection, queryOf } from './context.ts';

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
    return { values: await inPieces([...values.values()], patience), ok: 1 };
  },
};

const pieceLength = 500;

/** Throws code 17217 when the answer is longer than a document may be. */
async function inPieces(values: unknown[], patience: Patience): Promise<ArrayReply> {
  const reply = new ArrayReply();
  for (let start = 0; start < values.length; start += pieceLength) {
    reply.add(values.slice(start, start + pieceLength));
    if (reply.bytes > limits.documentBytes) throw location(17_217, 'distinct too big, 16mb cap');
    await patience.pause();
  }
  return reply;
}

function setOnce(values: Map<string, unknown>, name: string, value: unknown): void {
  if (!values.has(name)) values.set(name, value);
}

/** The values at a path; an array at its end counts as its elements. */
function elementsAt(document: Document, path: string): unknown[] {
  const reached = [...reach(document, path.split('.'), 'whole')].flatMap(({ value }) => value);
  return reached.filter((value) => value !== undefined);
}
