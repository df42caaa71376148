/** What an app calls itself in its browser's name: Zalo, Facebook and TikTok first, where our links are sent round. */
const apps: readonly (readonly [name: string, mark: RegExp])[] = [
  ['Zalo', /\bZalo\b/],
  ['Messenger', /FB_IAB\/(?:Orca|MESSENGER)|FBAN\/Messenger/i],
  ['Facebook', /\bFB(?:AN|AV|_IAB)\b/],
  ['TikTok', /musical_ly|BytedanceWebview|TikTok|\btrill_/i],
  ['Instagram', /\bInstagram\b/],
  ['Line', /\bLine\//],
  ['WeChat', /MicroMessenger/],
];

/** The app in whose own browser the page is looked at, or null in a browser. Such a browser keeps no files and opens no windows. */
export const appOf = (agent: string): string | null => apps.find(([, mark]) => mark.test(agent))?.[0] ?? null;

export const isAndroid = (agent: string): boolean => /\bAndroid\b/.test(agent);

/**
 * The address that makes an Android phone open a page in the browser its owner chose (an intent names no package for that); the
 * page itself where nothing takes it. Its fragment is left out: the intent's own stands there.
 */
export function intentFor(address: string): string {
  const { protocol, host, pathname, search, href } = new URL(address);
  const fallback = encodeURIComponent(href.split('#')[0] ?? href);
  const parts = [`scheme=${protocol.slice(0, -1)}`, 'action=android.intent.action.VIEW'];
  parts.push('category=android.intent.category.BROWSABLE', `S.browser_fallback_url=${fallback}`);
  return `intent://${host}${pathname}${search}#Intent;${parts.join(';')};end`;
}
