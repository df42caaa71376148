import type { testApp } from '../../support/app.ts';

/** Somebody who asks the machine routes. */
export type Program = ReturnType<ReturnType<typeof testApp>['program']>;

/** What was made, as the route answers it; anything but 201 ends the test. */
export async function made(sending: ReturnType<Program['post']>) {
  const answer = await sending;
  if (answer.status !== 201) throw new Error(`${answer.request.url}: ${answer.status} ${answer.text}`);
  return answer.body;
}

/** The same thing however often it is asked for. */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let kept: Promise<T> | undefined;
  return () => (kept ??= make());
}
