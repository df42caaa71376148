import { isObjectIdOrHexString, Types } from 'mongoose';
import type { Actor } from '../actor.ts';
import { type Channel, channels, findChannel, namesOfChannels, titleOfChannel } from '../channels.ts';
import { absent } from '../database/absent.ts';
import { isDuplicateKey } from '../database/duplicate-key.ts';
import { upsert } from '../database/upsert.ts';
import { conflict, invalid } from '../errors.ts';
import { dayOf } from '../format.ts';
import { requireActFor } from '../identity/sellers.ts';
import { firstLanguage } from '../language.ts';
import { openRecord } from './open-link.ts';
import { readPasted } from './pasted-link.ts';
import { getProduct } from './products.ts';
import {
  FormerShopLinkModel,
  readShopLink,
  type ShopLink,
  ShopLinkCountModel,
  ShopLinkModel,
  type ShopLinkRecord,
} from './shop-link.ts';

export type { ShopLink } from './shop-link.ts';

/** A link as its owner sees it. */
export interface OwnShopLink extends ShopLink {
  /** A website the officer has not looked at yet: nobody is sent there. */
  waiting: boolean;
  /** How many people said that it leads nowhere. */
  reports: number;
}

/** Opened per channel and Vietnamese month `YYYY-MM`. */
export interface ShopLinkCount {
  channel: Channel;
  month: string;
  opened: number;
}

export type LinkOwner = { productId: string } | { sellerId: string };

const mostLinks = 20;

/**
 * Keeps the address of an outside shop for a product or a seller.
 * @throws missing('product-not-found' | 'seller-not-found'), forbidden('not-yours'), invalid('shop-link-refused'),
 * conflict('shop-link-there' | 'too-many-shop-links')
 */
export async function addShopLink(
  actor: Actor,
  owner: LinkOwner,
  wanted: { channel: Channel; url: string },
  at: Date,
): Promise<ShopLink> {
  const place = await ownPlace(actor, owner);
  const url = requireUrl(wanted);
  if ((await ShopLinkModel.countDocuments(place)) >= mostLinks)
    throw conflict('too-many-shop-links', { most: mostLinks });
  const record: ShopLinkRecord = {
    _id: new Types.ObjectId(),
    ...place,
    channel: wanted.channel,
    url,
    reports: 0,
    lastReportedAt: null,
    approvedAt: findChannel(wanted.channel)?.isAnyHost ? null : at,
    createdAt: at,
  };
  try {
    await ShopLinkModel.create(record);
  } catch (error) {
    throw isDuplicateKey(error) ? conflict('shop-link-there') : error;
  }
  return readShopLink(record);
}

/** @throws missing('shop-link-not-found' | 'product-not-found' | 'seller-not-found'), forbidden('not-yours') */
export async function removeShopLink(actor: Actor, owner: LinkOwner, id: string): Promise<void> {
  const place = await ownPlace(actor, owner);
  const record = isObjectIdOrHexString(id) ? await ShopLinkModel.findOne({ _id: id, ...place }).lean() : null;
  if (!record) throw await absent(ShopLinkModel, { _id: id }, 'shop-link-not-found');
  // First: posters that carry its address are never without a way on.
  await upsert(() => FormerShopLinkModel.updateOne({ _id: record._id }, { $setOnInsert: place }, { upsert: true }));
  await ShopLinkModel.deleteOne({ _id: record._id });
}

/** What the public may open: the product's links, then the seller's; websites only once approved. */
export async function shopLinksFor({
  productId,
  sellerId,
}: {
  productId?: string;
  sellerId: string;
}): Promise<ShopLink[]> {
  const places = productId ? [productId, null] : [null];
  const records = await ShopLinkModel.find({ sellerId, productId: { $in: places }, ...open })
    .sort({ _id: 1 })
    .lean();
  const inOrder = places.flatMap((place) => records.filter((record) => record.productId === place));
  return inOrder.map(readShopLink);
}

/** All links of one owner, as it may see them. @throws as addShopLink */
export async function ownShopLinks(actor: Actor, owner: LinkOwner): Promise<OwnShopLink[]> {
  const records = await ShopLinkModel.find(await ownPlace(actor, owner))
    .sort({ _id: 1 })
    .lean();
  return records.map((record) => ({
    ...readShopLink(record),
    waiting: record.approvedAt === null,
    reports: record.reports,
  }));
}

/** Where a link leads, for who opens it; counted per channel and month. @throws as `openRecord` */
export async function openShopLink(id: string, at: Date): Promise<string> {
  const record = await openRecord(id, at);
  await count(record, dayOf(at).slice(0, 7));
  return record.url;
}

/** Where a link leads, for robots and previews: not counted. @throws as `openRecord` */
export async function peekShopLink(id: string, at: Date): Promise<ShopLink> {
  return readShopLink(await openRecord(id, at));
}

/** Somebody says that the link leads nowhere. @throws as `openRecord` */
export async function reportShopLink(id: string, at: Date): Promise<void> {
  const record = await openRecord(id, at);
  await ShopLinkModel.updateOne({ _id: record._id }, { $inc: { reports: 1 }, $set: { lastReportedAt: at } });
}

/** How often people opened a seller's links by channel and month; with a product only its own links. */
export async function shopLinkCounts(sellerId: string, productId?: string): Promise<ShopLinkCount[]> {
  const rows = await ShopLinkCountModel.aggregate<{ _id: { channel: Channel; month: string }; opened: number }>([
    { $match: { sellerId, ...(productId !== undefined && { productId }) } },
    { $group: { _id: { channel: '$channel', month: '$month' }, opened: { $sum: '$opened' } } },
    { $sort: { '_id.month': -1, '_id.channel': 1 } },
  ]);
  return rows.map(({ _id, opened }) => ({ channel: _id.channel, month: _id.month, opened }));
}

/** How many links of these sellers somebody has reported to lead nowhere. */
export const countReportedLinks = (sellerIds: readonly string[]): Promise<number> =>
  ShopLinkModel.countDocuments({ sellerId: { $in: [...sellerIds] }, reports: { $gt: 0 } });

/** Where an owner's things stand, for who acts for it. @throws as addShopLink */
export async function ownPlace(
  actor: Actor,
  owner: LinkOwner,
): Promise<{ sellerId: string; productId: string | null }> {
  if ('sellerId' in owner) {
    await requireActFor(actor, owner.sellerId, 'seller-not-found');
    return { sellerId: owner.sellerId, productId: null };
  }
  const product = await getProduct(owner.productId);
  await requireActFor(actor, product.sellerId, 'product-not-found');
  return { sellerId: product.sellerId, productId: product.id };
}

/**
 * The address in what was pasted.
 * @throws invalid('shop-link-refused') saying what is wrong with it
 */
function requireUrl({ channel, url }: { channel: Channel; url: string }): string {
  const pasted = readPasted(channel, url);
  if ('url' in pasted) return pasted.url;
  const code =
    findChannel(channel)?.isAnyHost && pasted.mistake === 'none' ? 'website-refused' : linkMistakes[pasted.mistake];
  // Names of firms, which are the same in every language.
  const names = namesOfChannels(firstLanguage);
  const facts = {
    channels: names,
    ...('channel' in pasted && { channel: titleOfChannel(pasted.channel, firstLanguage) }),
  };
  throw invalid('shop-link-refused', {}, [{ pointer: '/url', code, facts }]);
}

const linkMistakes = { none: 'shop-link-host', several: 'shop-link-several', other: 'shop-link-other' } as const;

// A channel whose folder is gone is shown nowhere; its links wait for it to come back, or to be taken away by their owner.
const open = { approvedAt: { $ne: null }, channel: { $in: channels } };

async function count({ sellerId, productId, channel }: ShopLinkRecord, month: string): Promise<void> {
  const _id = [sellerId, productId ?? '', channel, month].join(' ');
  await upsert(() =>
    ShopLinkCountModel.updateOne(
      { _id },
      { $inc: { opened: 1 }, $setOnInsert: { sellerId, productId, channel, month } },
      { upsert: true },
    ),
  );
}
