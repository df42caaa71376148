import { malformed } from '../../errors.ts';

/** What a request carries, from a form with brackets or from JSON. Objects of forms have no prototype. */
export type Value = string | number | boolean | null | Value[] | Tree;
export interface Tree {
  [name: string]: Value;
}

const mostFields = 1000;
const deepest = 5;

/**
 * Reads form text with brackets as Stripe's clients write it: `metadata[order]=7`, `expand[]=a`, `types[0]=b` (numbers stay
 * names; who expects a list reads them as one). A name may be anything, `__proto__` too: there is no prototype to reach.
 * @throws malformed('api-form-unreadable') naming the field
 */
export function readForm(text: string): Tree {
  const tree = emptyTree();
  let count = 0;
  for (const [name, value] of new URLSearchParams(text)) {
    count += 1;
    if (count > mostFields) throw unreadable(name);
    put(tree, name, value);
  }
  return tree;
}

/** @throws malformed('api-json-unreadable') when it is no JSON object */
export function readJson(text: string): Tree {
  const value = parsed(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed('api-json-unreadable');
  return value;
}

const emptyTree = (): Tree => Object.create(null) as Tree;

function put(tree: Tree, name: string, value: string): void {
  const path = pathOf(name);
  const last = path.pop() ?? '';
  let at = tree;
  for (const [index, step] of path.entries()) {
    const next = index === path.length - 1 && last === '' ? listAt(at, step) : treeAt(at, step);
    if (next === null) throw unreadable(name);
    if (Array.isArray(next)) return void next.push(value);
    at = next;
  }
  // A name that stands for both a value and what has values is a mistake of the sender's; of two values the last counts.
  if (last === '' || typeof at[last] === 'object') throw unreadable(name);
  at[last] = value;
}

/** `a[b][]` → a, b, ''. An empty step may only come last, and never first. */
function pathOf(name: string): string[] {
  const [, first, rest] = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name) ?? [];
  if (first === undefined) throw unreadable(name);
  const steps = [first, ...[...(rest ?? '').matchAll(/\[([^[\]]*)\]/g)].map(([, step = '']) => step)];
  if (steps.length > deepest || steps.slice(0, -1).includes('')) throw unreadable(name);
  return steps;
}

function treeAt(tree: Tree, step: string): Tree | null {
  const found = tree[step];
  if (found === undefined) {
    const made = emptyTree();
    tree[step] = made;
    return made;
  }
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? found : null;
}

function listAt(tree: Tree, step: string): Value[] | null {
  const found = (tree[step] ??= []);
  return Array.isArray(found) ? found : null;
}

function parsed(text: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch {
    throw malformed('api-json-unreadable');
  }
}

const unreadable = (name: string) => malformed('api-form-unreadable', { param: name.slice(0, 100) });
