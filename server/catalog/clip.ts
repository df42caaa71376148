import { isHostOf, readOutsideUrl } from './outside-url.ts';

// Where people here put their clips. Exactly these hosts and their www. forms, as for shops.
const sites = {
  youtube: ['youtube.com', 'm.youtube.com', 'youtu.be'],
  tiktok: ['tiktok.com', 'm.tiktok.com', 'vt.tiktok.com', 'vm.tiktok.com'],
  facebook: ['facebook.com', 'm.facebook.com', 'fb.watch'],
} as const;

export type ClipSite = keyof typeof sites;

/** A clip that a story links to; it is never shown inside a page of ours. */
export interface Clip {
  url: string;
  site: ClipSite;
}

/** The clip at an address, or null when it does not lead to exactly the hosts above. */
export function readClip(text: string): Clip | null {
  for (const site of Object.keys(sites) as ClipSite[]) {
    const url = readOutsideUrl(text, ({ hostname }) => isHostOf(sites[site], hostname));
    if (url !== null) return { url, site };
  }
  return null;
}
