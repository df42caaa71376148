import mongoose from 'mongoose';
import { localized } from '../database/localized.ts';
import { type Localized, plainWords } from '../language.ts';
import type { Position } from '../reading/positions.ts';

/** What a page is put together from, in the order in which they are offered. */
export const blockKinds = ['text', 'photo', 'pair', 'product', 'batch', 'seller', 'clip', 'place', 'season'] as const;
export type BlockKind = (typeof blockKinds)[number];

/** One part of a page; of its fields those are filled that its kind has. */
export interface Block {
  id: string;
  kind: BlockKind;
  /** over a text; of a place its name, of a season what is done in it, of a clip what it shows */
  heading: Localized | null;
  words: Localized | null;
  /** one, of a pair two, of a clip the still that stands for it */
  photoIds: string[];
  productId: string | null;
  /** of the goods, too */
  sellerId: string | null;
  batchCode: string | null;
  clipUrl: string | null;
  /** months of a season, 1 to 12; it may go over the turn of the year */
  from: number | null;
  to: number | null;
  position: Position | null;
}

/** What is written down of a new one. */
export type WantedBlock = Omit<Block, 'id'>;

export const positionShape = { _id: false, type: { latitude: Number, longitude: Number }, default: null };

export const blockSchema = new mongoose.Schema<Block>(
  {
    id: { type: String, required: true },
    kind: { type: String, enum: blockKinds, required: true },
    heading: { type: localized, default: null },
    words: { type: localized, default: null },
    photoIds: [String],
    productId: { type: String, default: null },
    sellerId: { type: String, default: null },
    batchCode: { type: String, default: null },
    clipUrl: { type: String, default: null },
    from: { type: Number, default: null },
    to: { type: Number, default: null },
    position: positionShape,
  },
  { _id: false, id: false },
);

/** A block without anything in it. */
export const emptyBlock = (kind: BlockKind): WantedBlock => ({
  kind,
  heading: null,
  words: null,
  photoIds: [],
  productId: null,
  sellerId: null,
  batchCode: null,
  clipUrl: null,
  from: null,
  to: null,
  position: null,
});

/** All that is written in it, in every language. */
export const wordsOfBlock = ({ heading, words }: Pick<Block, 'heading' | 'words'>): string =>
  [heading, words].flatMap((text) => (text === null ? [] : Object.values(plainWords(text)))).join('\n');

/** The months from one to another, over the turn of the year where it comes between. */
export const monthsOf = (from: number, to: number): number[] =>
  Array.from({ length: ((to - from + 12) % 12) + 1 }, (_, step) => ((from - 1 + step) % 12) + 1);
