import { failedToParse } from '../errors.ts';
import { compileExpression } from '../expressions/compile.ts';
import { checkVariableName } from '../expressions/variables.ts';
import { reach } from '../paths.ts';
import { isRegex } from '../predicates.ts';
import { changeAt, copyAlong } from '../update-paths.ts';
import { type Document, isDocument } from '../values.ts';
import { collect, type StageContext, type Stream } from './stage.ts';
import { requireDocument } from './transforms.ts';

interface Options {
  from: string;
  as: string[];
  localField: string[] | undefined;
  foreignField: string;
  variables: (document: Document) => Document;
  /** The same variables before there is a document. */
  unknowns: Document;
  stages: unknown[];
}

/** $lookup: the documents of another collection with an equal field, or what a pipeline over it gives. */
export function lookup(operand: unknown, context: StageContext): Stream {
  const options = readOptions(requireDocument('$lookup', operand), context);
  // Compiled once with no values so that mistakes in the inner pipeline show even when there is nothing to look up.
  context.pipeline(options.stages, { ...context, variables: options.unknowns });
  return async function* joined(input) {
    for await (const document of input) {
      const found = await find(document, options, context);
      const copy = copyAlong(document, options.as);
      changeAt(copy, options.as, { absent: 'create', next: () => found });
      yield copy;
    }
  };
}

async function find(document: Document, options: Options, context: StageContext): Promise<Document[]> {
  const inner: StageContext = { ...context, variables: options.variables(document) };
  const joining = options.localField ? [joinFilter(document, options.localField, options.foreignField)] : [];
  const { filters, rest } = leadingFilters(options.stages);
  const all = [...joining, ...filters];
  const source = context.collection(
    options.from,
    all.length === 0 ? {} : all.length === 1 ? (all[0] ?? {}) : { $and: all },
  );
  return await collect(context.pipeline(rest, inner)(source), context.memory);
}

/** Equality with any value of the local field; a missing one counts as null, an array by its elements. */
function joinFilter(document: Document, localField: string[], foreignField: string): Document {
  const values = localValues(document, localField);
  const wanted = values.length === 0 ? [null] : values;
  if (wanted.some(isRegex)) return { $or: wanted.map((value) => ({ [foreignField]: { $eq: value } })) };
  return { [foreignField]: wanted.length === 1 ? { $eq: wanted[0] } : { $in: wanted } };
}

function localValues(document: Document, path: string[]): unknown[] {
  const values: unknown[] = [];
  for (const { value } of reach(document, path, 'whole')) {
    if (Array.isArray(value)) values.push(...value);
    else if (value !== undefined) values.push(value);
  }
  return values;
}

/** $match stages in front that need no variables can be answered by an index of the other collection. */
function leadingFilters(stages: unknown[]): { filters: Document[]; rest: unknown[] } {
  const first = stages.findIndex(
    (stage) => !isDocument(stage) || !isDocument(stage.$match) || mentionsExpression(stage.$match),
  );
  const count = first < 0 ? stages.length : first;
  return {
    filters: stages.slice(0, count).map((stage) => (stage as Document).$match as Document),
    rest: stages.slice(count),
  };
}

function mentionsExpression(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(mentionsExpression);
  return (
    isDocument(value) && Object.entries(value).some(([name, inner]) => name === '$expr' || mentionsExpression(inner))
  );
}

function readOptions(spec: Document, context: StageContext): Options {
  const { from, as, localField, foreignField, let: variables = {}, pipeline = [] } = spec;
  if (!isDocument(variables) || !Array.isArray(pipeline)) {
    throw failedToParse("$lookup's 'let' is an object, its 'pipeline' an array");
  }
  checkNames(spec);
  const [local, foreign] = [readField('localField', localField), readField('foreignField', foreignField)];
  return {
    from: requireText('from', from),
    as: requireText('as', as).split('.'),
    localField: local?.split('.'),
    foreignField: foreign ?? '',
    variables: compileVariables(variables, context),
    unknowns: { ...context.variables, ...Object.fromEntries(Object.keys(variables).map((name) => [name, null])) },
    stages: pipeline,
  };
}

function checkNames(spec: Document): void {
  const known = ['from', 'as', 'localField', 'foreignField', 'let', 'pipeline'];
  const unknown = Object.keys(spec).find((name) => !known.includes(name));
  if (unknown !== undefined) throw failedToParse(`unknown argument to $lookup: ${unknown}`);
  const joins = 'localField' in spec;
  if (joins !== 'foreignField' in spec || !(joins || 'pipeline' in spec)) {
    throw failedToParse("$lookup requires both 'localField' and 'foreignField', or a 'pipeline'");
  }
}

function requireText(name: string, value: unknown): string {
  if (typeof value !== 'string' || value === '') throw failedToParse(`$lookup needs a string as '${name}'`);
  return value;
}

const readField = (name: string, value: unknown): string | undefined =>
  value === undefined ? undefined : requireText(name, value);

function compileVariables(spec: Document, context: StageContext): (document: Document) => Document {
  const names = Object.keys(spec);
  names.forEach(checkVariableName);
  const values = names.map((name) => ({ name, value: compileExpression(spec[name], Object.keys(context.variables)) }));
  return (root) => ({
    ...context.variables,
    ...Object.fromEntries(values.map(({ name, value }) => [name, value({ ...context, root })])),
  });
}
