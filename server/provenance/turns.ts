/**
 * Lets so many do something at the same time; the others wait for their turn in the order they came, and begin only then.
 * @param most at the same time
 * @returns how to ask for a turn: `work` begins with it and says when it is over
 */
export function takeTurns(most: number): (work: (over: () => void) => void) => void {
  const queue: ((over: () => void) => void)[] = [];
  let running = 0;
  const begin = (): void => {
    while (running < most) {
      const work = queue.shift();
      if (!work) return;
      running += 1;
      let isOver = false;
      work(() => {
        if (isOver) return;
        isOver = true;
        running -= 1;
        begin();
      });
    }
  };
  return (work) => {
    queue.push(work);
    begin();
  };
}
