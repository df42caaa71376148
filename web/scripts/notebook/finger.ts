// News of what was sent draws screens anew. What is under a finger must not go away before the finger has done what it came for.

const clickFollowsMs = 50;
// A browser may never say that a finger went up: a window of the phone's own came under it, or what was tapped is gone.
const longestMs = 3000;
let up: Promise<void> = Promise.resolve();

/** From now on it is known whether a finger is on the screen. */
export function watchFinger(): void {
  addEventListener(
    'pointerdown',
    () => {
      up = new Promise((resolve) => {
        const lifted = (): void => void setTimeout(resolve, clickFollowsMs);
        setTimeout(resolve, longestMs);
        for (const end of ['pointerup', 'pointercancel']) addEventListener(end, lifted, { once: true, capture: true });
      });
    },
    true,
  );
}

/** Once no finger is on the screen, and what it tapped has happened. */
export const fingerIsUp = (): Promise<void> => up;
