import mongoose from 'mongoose';
import {
  isStanding,
  namesWithdrawn,
  type PublicShelf,
  publicShelf,
  type ShelfRecord,
  shelfShape,
} from '../catalog/shelves.ts';
import { localized } from '../database/localized.ts';
import { foldText } from '../fold.ts';
import { type Localized, plainWords } from '../language.ts';
import type { Position } from '../reading/positions.ts';
import { type Block, blockSchema, positionShape, wordsOfBlock } from './block.ts';

/** What people come to see: a village, a house where they sleep, something to do, a festival. */
export const visitKinds = ['village', 'stay', 'experience', 'festival'] as const;
export type VisitKind = (typeof visitKinds)[number];

/** What a page says. */
export interface VisitText {
  title: Localized;
  /** One or two sentences, which go along when the page is shared: no people's names. */
  lead: Localized;
  /** As sellers write theirs; of a page about the whole commune null. */
  village: string | null;
  /** When it can be visited, or is held, in people's words. */
  when: Localized | null;
  /** What it costs, as whoever offers it told: nothing is booked or paid here. */
  price: Localized | null;
  bookingUrl: string | null;
  /** `YYYY-MM-DD`, of a festival that has its days: the first and the last. */
  firstDay: string | null;
  lastDay: string | null;
  position: Position | null;
  blocks: Block[];
}

export interface VisitRecord extends ShelfRecord {
  _id: mongoose.Types.ObjectId;
  kind: VisitKind;
  slug: string;
  draft: VisitText | null;
  shown: VisitText | null;
  shownAt: Date | null;
  /** Who said that everybody who is named agreed. */
  shownBy: string | null;
  /** What the shown page is about (`aboutKey`), so that goods and sellers find it. */
  about: string[];
  /** A change is written only over the version it was thought out on. */
  version: number;
  createdAt: Date;
  createdBy: string;
  /** Of a form that came again after a crash. */
  requestId?: string | undefined;
}

const text = new mongoose.Schema<VisitText>(
  {
    title: { type: localized, required: true },
    lead: { type: localized, required: true },
    village: { type: String, default: null },
    when: { type: localized, default: null },
    price: { type: localized, default: null },
    bookingUrl: { type: String, default: null },
    firstDay: { type: String, default: null },
    lastDay: { type: String, default: null },
    position: positionShape,
    blocks: [blockSchema],
  },
  { _id: false },
);
const schema = new mongoose.Schema<VisitRecord>(
  {
    kind: { type: String, enum: visitKinds, required: true },
    slug: { type: String, required: true, unique: true },
    draft: { type: text, default: null },
    shown: { type: text, default: null },
    shownAt: { type: Date, default: null },
    shownBy: { type: String, default: null },
    about: [String],
    ...shelfShape,
    version: { type: Number, default: 0 },
    createdAt: { type: Date, required: true },
    createdBy: { type: String, required: true },
    requestId: { type: String, required: false },
  },
  { versionKey: false, strict: 'throw' },
);
schema.index({ about: 1 });
schema.index({ 'photos.imageId': 1 });
schema.index({ 'consents.phone': 1 }, { sparse: true });
schema.index({ requestId: 1 }, { unique: true, partialFilterExpression: { requestId: { $exists: true } } });

export const VisitModel = mongoose.model<VisitRecord>('Visit', schema);

export type VisitConsent = VisitRecord['consents'][number];

/** How to reach somebody who agreed to it. */
export interface VisitContact {
  /** Null where only the number may be shown. */
  person: string | null;
  task: string | null;
  /** E.164 */
  phone: string;
}

/** A page as everybody may see it. */
export interface PublicVisit extends PublicShelf {
  id: string;
  kind: VisitKind;
  slug: string;
  text: VisitText;
  contacts: VisitContact[];
}

/** As everybody sees a page now; null while it is not shown, or names somebody at its top who took the consent back. */
export const publicVisit = (record: VisitRecord): PublicVisit | null =>
  record.shown === null ? null : visitOf(record, record.shown);

/**
 * A page as it would look with this text: no name, face or phone without a standing consent, and no part that names somebody who
 * took the consent back.
 */
export function visitOf(record: VisitRecord, text: VisitText): PublicVisit | null {
  const { _id, kind, slug, photos, consents } = record;
  if (namesWithdrawn(topOf(text), consents)) return null;
  const blocks = text.blocks.filter((block) => !namesWithdrawn(wordsOfBlock(block), consents)).map(readBlock);
  const used = new Set(blocks.flatMap(({ photoIds }) => photoIds));
  const shelf = publicShelf({ photos, consents });
  return {
    id: _id.toHexString(),
    kind,
    slug,
    text: { ...readText(text), blocks },
    people: shelf.people,
    photos: shelf.photos.filter(({ id: photo }) => used.has(photo)),
    contacts: consents
      .filter(isStanding)
      .flatMap(({ phone, person, task, showsName }) =>
        phone === undefined ? [] : [{ person: showsName ? person : null, task, phone }],
      ),
  };
}

/** What stands over the blocks, in every language. */
export const topOf = ({ title, lead, when, price }: VisitText): string =>
  [title, lead, when, price].flatMap((words) => (words === null ? [] : Object.values(plainWords(words)))).join('\n');

export const readText = (text: VisitText): VisitText => ({
  ...text,
  title: plainWords(text.title),
  lead: plainWords(text.lead),
  when: text.when && plainWords(text.when),
  price: text.price && plainWords(text.price),
  blocks: text.blocks.map(readBlock),
});

const readBlock = (block: Block): Block => ({
  ...block,
  heading: block.heading && plainWords(block.heading),
  words: block.words && plainWords(block.words),
});

/** A village, seller or product as pages are found by: a village's name may be written with or without "bản". */
export const aboutKey = {
  village: (name: string): string =>
    `village ${foldText(name)
      .replace(/^(?:ban|thon|xom)\s+/, '')
      .trim()}`,
  seller: (id: string): string => `seller ${id}`,
  product: (id: string): string => `product ${id}`,
};

/** All that a text is about. */
export const aboutOf = ({ village, blocks }: VisitText): string[] => [
  ...new Set([
    ...(village === null ? [] : [aboutKey.village(village)]),
    ...blocks.flatMap(({ sellerId, productId }) => [
      ...(sellerId === null ? [] : [aboutKey.seller(sellerId)]),
      ...(productId === null ? [] : [aboutKey.product(productId)]),
    ]),
  ]),
];
