import type { Channel } from '../channels.ts';
import { takenKey } from '../database/duplicate-key.ts';
import { missing, unavailable } from '../errors.ts';
import { newShortCode, ShortLinkModel, type ShortLinkRecord } from './short-link.ts';

interface Wanted {
  /** A page of this market, such as `/san-pham/mien-dong`. */
  path: string;
  channel: Channel;
  /** Whose goods it leads to; null for the market's own pages. */
  sellerId: string | null;
}

/** The short path of a page for a channel, such as `/k/7QZPJ2`: made the first time it is asked for, the same ever after. */
export async function shortLinkFor({ path, channel, sellerId }: Wanted, at: Date): Promise<string> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const known = await ShortLinkModel.findOne({ path, channel }).lean<ShortLinkRecord | null>();
    if (known) return pathOf(known);
    try {
      const record = { _id: newShortCode(), path, channel, sellerId, opened: 0, createdAt: at };
      await ShortLinkModel.create(record);
      return pathOf(record);
    } catch (error) {
      // Another made the same link, or six characters were taken: looked up, or drawn, once more.
      if (takenKey(error) === null) throw error;
    }
  }
  throw unavailable('short-link-busy');
}

/** Where a short link leads and by which channel. @throws missing('short-link-not-found') */
export async function findShortLink(code: string): Promise<ShortLinkRecord> {
  const record = /^[0-9A-Z]{6}$/.test(code)
    ? await ShortLinkModel.findOne({ _id: code }).lean<ShortLinkRecord>()
    : null;
  if (!record) throw missing('short-link-not-found');
  return record;
}

/** Somebody came by it. */
export async function countOpened(code: string): Promise<void> {
  await ShortLinkModel.updateOne({ _id: code }, { $inc: { opened: 1 } });
}

const pathOf = ({ _id }: Pick<ShortLinkRecord, '_id'>): string => `/k/${_id}`;
