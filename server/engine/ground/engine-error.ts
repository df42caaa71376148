/** What whoever runs the engine can mend: its message says in one line what, and how. */
export class EngineError extends Error {
  override name = 'EngineError';
}
