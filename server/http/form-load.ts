interface Loading {
  path: string;
  schema: unknown;
  load?: unknown;
  submit: (...given: never[]) => unknown;
}

/** Forms that load before they are taken what only their page shows: how a test knows that there is none. */
export const loadedForNothing = new Set<string>();

/** What is loaded before a form is taken, its taking stands on: its schema or `submit` is given it. */
export function noteLoading({ path, schema, load, submit }: Loading): void {
  const isUsed = typeof schema === 'function' || submit.length > 1;
  if (load && !isUsed) loadedForNothing.add(path);
}

/** The work, done when it is first asked for and never again. */
export function onceOnly<T>(work: () => Promise<T>): () => Promise<T> {
  let begun: Promise<T> | null = null;
  return () => (begun ??= work());
}
