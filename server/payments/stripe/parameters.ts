import type { z } from 'zod';
import { type DomainError, invalid } from '../../errors.ts';
import type { Tree } from './form-body.ts';

/**
 * Reads a request's parameters with a schema whose own messages are codes of problems.
 * @throws invalid('api-parameter-…') or the schema's code, with the `param` in Stripe's writing: one mistake at a time, an
 * unknown parameter first, as Stripe does
 */
export function readParameters<S extends z.ZodType>(schema: S, tree: Tree): z.output<S> {
  const result = schema.safeParse(tree);
  if (result.success) return result.data;
  const { issues } = result.error;
  throw mistakeOf(issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0], tree);
}

function mistakeOf(issue: z.core.$ZodIssue | undefined, tree: Tree): DomainError {
  if (issue?.code === 'unrecognized_keys') {
    return invalid('api-parameter-unknown', { param: nameOf([...issue.path, issue.keys[0] ?? '']) });
  }
  const path = issue?.path ?? [];
  const param = nameOf(path);
  const value = valueAt(tree, path);
  if (value === undefined) return invalid('api-parameter-missing', { param });
  const shown = (JSON.stringify(value) ?? '').slice(0, 100);
  const code = issue && /^api-[a-z-]+$/.test(issue.message) ? issue.message : 'api-parameter-invalid';
  return invalid(code, { param, value: shown });
}

/** `['a', 'b']` → `a[b]`. */
const nameOf = ([first = '', ...rest]: readonly PropertyKey[]): string =>
  String(first).slice(0, 100) + rest.map((step) => `[${String(step).slice(0, 100)}]`).join('');

function valueAt(tree: Tree, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, step)
        ? (value as Record<PropertyKey, unknown>)[step]
        : undefined,
    tree,
  );
}
