import mongoose from 'mongoose';
import type { Channel } from '../channels.ts';

/** An address short enough for one line of a phone: host and the beginning of the path. */
export function shortUrl(url: string): string {
  const { host, pathname } = new URL(url);
  const whole = host.replace(/^www\./, '') + (pathname === '/' ? '' : pathname);
  return whole.length > 28 ? `${whole.slice(0, 27)}…` : whole;
}

export interface ShopLink {
  id: string;
  channel: Channel;
  url: string;
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
    channel: { type: String, required: true },
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

/** A link that its owner took away: what is printed of it still leads to who sold there. */
const formerSchema = new mongoose.Schema<Pick<ShopLinkRecord, '_id' | 'sellerId' | 'productId'>>(
  { sellerId: { type: String, required: true }, productId: { type: String, default: null } },
  { versionKey: false, strict: 'throw', collection: 'former_shop_links' },
);

export const FormerShopLinkModel = mongoose.model('FormerShopLink', formerSchema);

/** The link as other rooms see it. */
export const readShopLink = ({ _id, channel, url }: ShopLinkRecord): ShopLink => ({
  id: _id.toHexString(),
  channel,
  url,
});

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
