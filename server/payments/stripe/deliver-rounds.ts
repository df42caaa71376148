/** Work that is started by calling it. */
export interface Work {
  (): void;
  /** Resolves when it is not at work any more. */
  ended: () => Promise<void>;
}

/** Starts the work, or, while it is at work, has it done once more afterwards: nothing that was said meanwhile is missed. */
export function oneAtATime(work: () => Promise<unknown>, onError: (error: unknown) => void): Work {
  let running: Promise<void> | null = null;
  let again = false;
  const run = async (): Promise<void> => {
    for (;;) {
      again = false;
      await work().catch(onError);
      if (!again) break;
    }
    running = null;
  };
  const start = () => {
    if (running) again = true;
    else running = run();
  };
  return Object.assign(start, { ended: async () => running ?? undefined });
}
