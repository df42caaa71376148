// Pages of the allowed hosts that send people on to any address named in the query.
const forwarders = /^\/(?:l\.php|flx\/|link\/v2|sharer|redirect|attribution_link|(?:maps\/)?url(?:\/|$))/i;

/**
 * An address outside of the market in its one spelling, or null: https, no user, no port, a host in plain ASCII letters
 * that is allowed, no page that forwards elsewhere (ASVS 5.0 V3.7.2).
 */
export function readOutsideUrl(text: string, isAllowed: (url: URL) => boolean): string | null {
  if (text.length > 500 || !/^https:\/\/[a-z0-9.-]+(?:[/?#][^\s\\\p{C}]*)?$/iu.test(text) || !URL.canParse(text)) {
    return null;
  }
  const url = new URL(text);
  return isAllowed(url) && !forwarders.test(url.pathname) ? url.href : null;
}

/** One of exactly these hosts, or its www. form. */
export const isHostOf = (hosts: readonly string[], host: string): boolean =>
  hosts.some((known) => host === known || host === `www.${known}`);
