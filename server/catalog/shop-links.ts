import type { Actor } from '../actor.ts';
import { unavailable } from '../errors.ts';
import type { Channel } from './shop-link.ts';

export type { Channel } from './shop-link.ts';
export { channels } from './shop-link.ts';

export interface ShopLink {
  id: string;
  channel: Channel;
  url: string;
}

/** Opened per channel and Vietnamese month `YYYY-MM`. */
export interface ShopLinkCount {
  channel: Channel;
  month: string;
  opened: number;
}

export type LinkOwner = { productId: string } | { sellerId: string };

export async function addShopLink(
  _actor: Actor,
  _owner: LinkOwner,
  _wanted: { channel: Channel; url: string },
  _at: Date,
): Promise<ShopLink> {
  throw unavailable('shop-link-not-kept');
}

export async function removeShopLink(_actor: Actor, _owner: LinkOwner, _id: string): Promise<void> {
  throw unavailable('shop-link-not-kept');
}

export async function shopLinksFor(_wanted: { productId?: string; sellerId: string }): Promise<ShopLink[]> {
  throw unavailable('shop-link-not-kept');
}

export async function openShopLink(_id: string, _at: Date): Promise<string> {
  throw unavailable('shop-link-not-kept');
}

export async function reportShopLink(_id: string, _at: Date): Promise<void> {
  throw unavailable('shop-link-not-kept');
}

export async function shopLinkCounts(_sellerId: string): Promise<ShopLinkCount[]> {
  throw unavailable('shop-link-not-kept');
}
