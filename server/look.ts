/** The headers that tell a person's look from a robot's. */
export interface Asking {
  method: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

// Cubot is a maker of phones, and Zalo's own browser names itself: only what fetches a link to show it is a robot.
const robots =
  /(?<!\bcu)bot\b|crawl|spider|slurp|preview|externalhit|facebookcatalog|embedly|whatsapp|zalo-?share|curl|wget|python|java\/|okhttp|axios|node-fetch|undici|go-http|headless|lighthouse|monitor|uptime/i;

/** Whether a person opened the page: a navigation, not a prefetch, a preview or a robot. */
export function isLook({ method, headers }: Asking): boolean {
  if (method !== 'GET') return false;
  const purpose = [headers['sec-purpose'], headers.purpose, headers['x-purpose'], headers['x-moz']].join(' ');
  if (/prefetch|prerender|preview/i.test(purpose)) return false;
  const mode = headers['sec-fetch-mode'];
  if (mode !== undefined && mode !== 'navigate') return false;
  const agent = headers['user-agent'];
  return typeof agent === 'string' && agent !== '' && !robots.test(agent);
}
