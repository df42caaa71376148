import { compileExpression } from './expressions/compile.ts';
import { checkVariableName } from './expressions/variables.ts';
import type { Scope } from './scope.ts';
import type { Document } from './values.ts';

/** What a command's `let` defines, computed once; its expressions see $$NOW but no document. */
export function scopeWith(definitions: Document, now: Date): Scope {
  const variables: Document = {};
  for (const [name, spec] of Object.entries(definitions)) {
    checkVariableName(name);
    variables[name] = compileExpression(spec, [])({ now, variables: {}, root: {} }) ?? null;
  }
  return { now, variables };
}
