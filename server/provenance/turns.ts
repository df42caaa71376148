/**
 * Lets so much work run at the same time; the rest waits for its turn in the order it came, and begins only then.
 * @param most at the same time
 * @param whileHopeful how long a turn lasts: until the work ends, or until nobody expects it to; so what hangs does not keep the
 * others from trying
 * @returns does work in its turn, and gives what it gave
 */
export function takeTurns(most: number, whileHopeful: (work: Promise<unknown>) => Promise<unknown>) {
  const queue: (() => Promise<unknown>)[] = [];
  let running = 0;
  const over = (): void => {
    running -= 1;
    begin();
  };
  const begin = (): void => {
    while (running < most) {
      const next = queue.shift();
      if (!next) return;
      running += 1;
      whileHopeful(next()).then(over, over);
    }
  };
  return <T>(work: () => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      queue.push(() => {
        const own = work();
        own.then(resolve, reject);
        return own;
      });
      begin();
    });
}
