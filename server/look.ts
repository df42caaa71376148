/** The headers that tell a person's look from a robot's. */
export interface Asking {
  method: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

// Cubot is a maker of phones, and Zalo's own browser names itself: only what fetches a link to show it is a robot.
// Who names a page about itself (`+https://…`) is one as well, and so is who names no browser at all.
const robots =
  /(?<!\bcu)bot\b|crawl|spider|slurp|preview|externalhit|facebookcatalog|embedly|iframely|whatsapp|zalo-?share|viber-?url|vkshare|mastodon|pleroma|misskey|page-?renderer|inspectiontool|read-aloud|favicon|imgproxy|\+?https?:\/\/|curl|wget|python|java\/|okhttp|axios|node-fetch|undici|go-http|headless|lighthouse|monitor|uptime/i;
const browsers = /^(?:mozilla|opera|ucweb|nokia|samsung|sonyericsson|blackberry)\b/i;

/** Whether a person opened the page: a navigation, not a prefetch, a preview or a robot. */
export function isLook({ method, headers }: Asking): boolean {
  if (method !== 'GET') return false;
  const purpose = [headers['sec-purpose'], headers.purpose, headers['x-purpose'], headers['x-moz']].join(' ');
  if (/prefetch|prerender|preview/i.test(purpose)) return false;
  const mode = headers['sec-fetch-mode'];
  if (mode !== undefined && mode !== 'navigate') return false;
  const agent = headers['user-agent'];
  return typeof agent === 'string' && browsers.test(agent) && !robots.test(agent);
}
