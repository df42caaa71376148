/** What everybody may use, and what uses no room. */
export const ground = [
  'agreed',
  'errors',
  'actor',
  'config',
  'channels',
  'services',
  'integration',
  'language',
  'format',
  'days',
  'tables',
  'zip-stream',
  'sheets',
  'fold',
  'reading',
  'codes',
  'scanned-text',
  'network',
  'look',
  'patience',
  'same-secret',
  'seal',
  'root',
  'waiting',
  'places',
  'database',
];

/** Who alone may know a tool: to everybody else it has no name. */
export const keepers: Readonly<Record<string, readonly string[]>> = { engine: ['database'] };
