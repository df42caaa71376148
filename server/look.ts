/** The headers that tell a person's look from a robot's. */
export interface Asking {
  method: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Who looks: a person, what fetches a link to show it in a chat, or any other program. */
export type Looker = 'person' | 'preview' | 'robot';

// Cubot is a maker of phones, and Zalo's own browser names itself: only what fetches a link to show it is a robot.
// Who names a page about itself (`+https://…`) is one as well, and so is who names no browser at all.
const robots =
  /(?<!\bcu)bot\b|crawl|spider|slurp|preview|externalhit|facebookcatalog|embedly|iframely|whatsapp|zalo-?share|viber-?url|vkshare|mastodon|pleroma|misskey|page-?renderer|inspectiontool|read-aloud|favicon|imgproxy|\+?https?:\/\/|curl|wget|python|java\/|okhttp|axios|node-fetch|undici|go-http|headless|lighthouse|monitor|uptime/i;
const browsers = /^(?:mozilla|opera|ucweb|nokia|samsung|sonyericsson|blackberry)\b/i;
// Of those the ones that show a link to people who write to one another: they tell that it was sent round.
const previews =
  /externalhit|facebookcatalog|embedly|iframely|whatsapp|zalo-?share|viber-?url|vkshare|mastodon|pleroma|misskey|\b(?:telegram|twitter|discord|linkedin|pinterest|slack|redditb?)bot\b|slackbot-|slack-imgproxy|uripreview|linkpreview|bitlybot|line-?poker|kakaotalk-scrap/i;

/** Whether a person opened the page: a navigation, not a prefetch, a preview or a robot. */
export const isLook = (asking: Asking): boolean => lookerOf(asking) === 'person';

/** Who looks at a page; null for what is no look at all: another method, a prefetch, a script's request. */
export function lookerOf({ method, headers }: Asking): Looker | null {
  if (method !== 'GET') return null;
  const purpose = [headers['sec-purpose'], headers.purpose, headers['x-purpose'], headers['x-moz']].join(' ');
  if (/prefetch|prerender|preview/i.test(purpose)) return null;
  const agent = headers['user-agent'];
  if (typeof agent !== 'string') return 'robot';
  if (previews.test(agent)) return 'preview';
  if (!browsers.test(agent) || robots.test(agent)) return 'robot';
  const mode = headers['sec-fetch-mode'];
  return mode === undefined || mode === 'navigate' ? 'person' : null;
}
