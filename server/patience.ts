/**
 * Waits for work no longer than it may take; the work itself goes on.
 * @param ms so long at most
 * @returns what the work gave
 * @throws what the work threw, or an Error when it takes longer
 */
export function withPatience<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`it takes longer than ${ms} ms`)), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
