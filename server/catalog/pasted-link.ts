import { type Channel, channelFacts, channelHosts, findChannel, isOfChannel } from '../channels.ts';
import { isHostOf, readOutsideUrl } from './outside-url.ts';

/**
 * The address of an outside shop in its one spelling, or null when it does not lead to exactly where the channel's stalls are:
 * https, no user, no port, a host in plain ASCII letters, no page that forwards elsewhere.
 */
export function readShopUrl(channel: Channel, text: string): string | null {
  const facts = findChannel(channel);
  if (facts === null) return null;
  return readOutsideUrl(text, (url) => (facts.isAnyHost ? isPublicName(url.hostname) : isOfChannel(facts, url)));
}

/** What was found in what somebody pasted. */
export type Pasted = { url: string } | { mistake: 'none' | 'several' } | { mistake: 'other'; channel: Channel };

/**
 * The one address of a channel in what a phone copies: the bare address, one without https, or the whole sentence that an app
 * shares with it. Two different ones are asked about; one of another channel is named.
 */
export function readPasted(channel: Channel, text: string): Pasted {
  const tokens = addressesIn(text);
  const found = [...new Set(tokens.flatMap((token) => readShopUrl(channel, token) ?? []).filter(isSomewhere(channel)))];
  const [url] = found;
  if (found.length > 1) return { mistake: 'several' };
  if (url !== undefined) return { url };
  const other = channelFacts.find(
    ({ name, isAnyHost }) =>
      name !== channel && !isAnyHost && tokens.some((token) => readShopUrl(name, token) !== null),
  );
  return other ? { mistake: 'other', channel: other.name } : { mistake: 'none' };
}

// The front page of Shopee is nobody's stall: a link was cut off.
const isSomewhere =
  (channel: Channel) =>
  (url: string): boolean =>
    findChannel(channel)?.isAnyHost === true || !/^https:\/\/[^/]+\/$/.test(url);

// Words that stand where an address would, made whole: marks of the sentence round them go. What says http itself is left: https only.
function addressesIn(text: string): string[] {
  return (
    text
      // A field of one line glues the lines that were pasted into it; inside an address, after = or /, is no beginning.
      .replaceAll(/(?<![=/&?%#:])https?:\/\//gi, ' $&')
      .trim()
      .split(/[\s"'<>“”]+/u)
      .map((word) => word.replace(/^[(["'«]+/u, '').replace(/[)\]»"'.,;:!?…]+$/u, ''))
      .filter((word) => /^(?:https:\/\/)?[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:[/?#]|$)/i.test(word))
      .map((word) => `https://${word.replace(/^https:\/\//i, '')}`)
  );
}

// A name in the public DNS: letters in its last part, so neither an IP address in any notation nor a local name.
const isPublicName = (host: string): boolean =>
  /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}$/.test(host) &&
  !/\.(?:local|internal|localhost|lan|home|test|invalid|example|onion)$/.test(host) &&
  !isHostOf([...channelHosts], host);
