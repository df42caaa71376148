import { typeName } from '../bson-types.ts';
import { failedToParse, location, unsupported } from '../errors.ts';
import { compileValue } from '../expressions/compile.ts';
import { compileProjection } from '../projection.ts';
import { project } from '../projection-fields.ts';
import { readAddedFields, treeOf } from '../projection-specs.ts';
import type { Scope } from '../scope.ts';
import { type Document, isDocument } from '../values.ts';

/** A stage that makes one document of one document. */
export type Transform = (document: Document) => Document;

export const transforms: Readonly<Record<string, (operand: unknown, scope: Scope) => Transform>> = {
  $addFields: addFields,
  $set: addFields,
  $project: (operand, scope) => {
    const spec = requireDocument('$project', operand);
    if (Object.keys(spec).length === 0) throw location(51_272, 'projection specification must have at least one field');
    return compileProjection(spec, scope);
  },
  $unset: (operand) => {
    const names = Array.isArray(operand) ? operand : [operand];
    if (names.length === 0 || names.some((name) => typeof name !== 'string' || name === '')) {
      throw location(31_120, '$unset specification must be a string or an array of strings');
    }
    const fields = treeOf(
      names.map((name) => ({ path: String(name).split('.'), field: 'drop' })),
      'without',
    );
    return (document) => project(document, fields, 'without');
  },
  $replaceRoot: (operand, scope) => replaceRoot(requireDocument('$replaceRoot', operand).newRoot, scope),
  $replaceWith: replaceRoot,
};

/** Compiles one stage of this kind: {$set: {…}}. */
export function compileTransform(stage: Document, scope: Scope): Transform {
  const [name = '', ...others] = Object.keys(stage);
  if (others.length > 0)
    throw location(40_323, 'A pipeline stage specification object must contain exactly one field.');
  const compile = Object.hasOwn(transforms, name) ? transforms[name] : undefined;
  if (!compile) throw unsupported(`The stage ${name}`);
  return compile(stage[name], scope);
}

function addFields(operand: unknown, scope: Scope): Transform {
  const fields = treeOf(readAddedFields(requireDocument('$addFields', operand), scope), 'all');
  return (document) => project(document, fields, 'all');
}

function replaceRoot(expression: unknown, scope: Scope): Transform {
  const newRoot = compileValue(expression, scope);
  return (document) => {
    const root = newRoot(document);
    if (isDocument(root)) return root;
    throw location(
      40_228,
      `'newRoot' expression must evaluate to an object, but resulting value was of type ${typeName(root)}`,
    );
  };
}

export function requireDocument(name: string, operand: unknown): Document {
  if (!isDocument(operand)) throw failedToParse(`the ${name} stage specification must be an object`);
  return operand;
}
