/**
 * Of several windows one listens and speaks; the next one goes on where that is closed. Old phones know no locks: there each window
 * looks whether another has said it (kept.ts).
 */
export async function inOneWindow(listen: () => Promise<void>): Promise<void> {
  const locks = navigator.locks as LockManager | undefined;
  if (locks && 'request' in locks) await locks.request('stall-voice', listen);
  else await listen();
}
