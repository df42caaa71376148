import mongoose from 'mongoose';
import { isHostOf, readOutsideUrl } from './outside-url.ts';

export const channels = ['shopee', 'tiktok', 'zalo', 'facebook', 'maps', 'website'] as const;
export type Channel = (typeof channels)[number];

// Exactly these hosts and their www. forms (contract, `/go/{linkId}`); ASVS 5.0 V3.7.2.
const hosts: Readonly<Record<Exclude<Channel, 'website'>, readonly string[]>> = {
  shopee: ['shopee.vn', 's.shopee.vn', 'shp.ee'],
  tiktok: ['tiktok.com', 'vt.tiktok.com', 'shop.tiktok.com'],
  zalo: ['zalo.me'],
  facebook: ['facebook.com'],
  maps: ['maps.app.goo.gl'],
};

/**
 * The address of an outside shop in its one spelling, or null when it does not lead to exactly the channel's hosts:
 * https, no user, no port, a host in plain ASCII letters, no page that forwards elsewhere.
 */
export function readShopUrl(channel: Channel, text: string): string | null {
  return readOutsideUrl(text, (host) => (channel === 'website' ? isPublicName(host) : isHostOf(hosts[channel], host)));
}

// A name in the public DNS: letters in its last part, so neither an IP address in any notation nor a local name.
function isPublicName(host: string): boolean {
  const known = Object.values(hosts).flat();
  return (
    /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}$/.test(host) &&
    !/\.(?:local|internal|localhost|lan|home|test|invalid|example|onion)$/.test(host) &&
    !known.includes(host.replace(/^www\./, ''))
  );
}

/** An address short enough for one line of a phone: host and the beginning of the path. */
export function shortUrl(url: string): string {
  const { host, pathname } = new URL(url);
  const whole = host.replace(/^www\./, '') + (pathname === '/' ? '' : pathname);
  return whole.length > 28 ? `${whole.slice(0, 27)}…` : whole;
}

export interface ShopLinkRecord {
  _id: mongoose.Types.ObjectId;
  sellerId: string;
  /** Null for a link of the seller itself. */
  productId: string | null;
  channel: Channel;
  url: string;
  /** Websites open only once the officer has looked at them; the channels' own hosts at once. */
  approvedAt: Date | null;
  reports: number;
  lastReportedAt: Date | null;
  createdAt: Date;
}

const schema = new mongoose.Schema<ShopLinkRecord>(
  {
    sellerId: { type: String, required: true },
    productId: { type: String, default: null },
    channel: { type: String, enum: channels, required: true },
    url: { type: String, required: true },
    approvedAt: { type: Date, default: null },
    reports: { type: Number, default: 0 },
    lastReportedAt: { type: Date, default: null },
    createdAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw' },
);
schema.index({ sellerId: 1, productId: 1, url: 1 }, { unique: true });
schema.index({ approvedAt: 1 });

export const ShopLinkModel = mongoose.model<ShopLinkRecord>('ShopLink', schema);

/** How often a seller's links of one channel were opened in one Vietnamese month. */
export interface ShopLinkCountRecord {
  /** seller, product, channel and month: one document to count on. */
  _id: string;
  sellerId: string;
  productId: string | null;
  channel: Channel;
  month: string;
  opened: number;
}

const countSchema = new mongoose.Schema<ShopLinkCountRecord>(
  {
    _id: { type: String, required: true },
    sellerId: { type: String, required: true },
    productId: { type: String, default: null },
    channel: { type: String, required: true },
    month: { type: String, required: true },
    opened: { type: Number, default: 0 },
  },
  { versionKey: false, strict: 'throw' },
);
countSchema.index({ sellerId: 1, month: 1 });

export const ShopLinkCountModel = mongoose.model<ShopLinkCountRecord>('ShopLinkCount', countSchema);
