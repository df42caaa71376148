const steps = 10;

/**
 * Waits for work no longer than it may take; the work itself goes on. The time is told in short steps, between which answers
 * that came are heard: a process that was too busy to listen has not heard silence.
 * @param ms so long at most
 * @param signs how many signs of life were seen so far of whoever does the work: from each on, the time counts anew
 * @returns what the work gave
 * @throws what the work threw, or an Error when it takes longer
 */
export function withPatience<T>(work: Promise<T>, ms: number, signs: () => number = () => 0): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    let [silent, seen] = [0, signs()];
    const step = (): void => {
      const now = signs();
      [silent, seen] = [now === seen ? silent + 1 : 0, now];
      if (silent >= steps) reject(new Error(`nothing was heard for ${ms} ms`));
      else timer = setTimeout(step, ms / steps);
    };
    timer = setTimeout(step, ms / steps);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
