import { Types } from 'mongoose';
import type { Actor } from '../actor.ts';
import { readClip } from '../catalog/clip.ts';
import { isShown } from '../catalog/listings.ts';
import { findProducts } from '../catalog/products.ts';
import { conflict, invalid, missing } from '../errors.ts';
import { getSeller } from '../identity/sellers.ts';
import { type Language, languages } from '../language.ts';
import { findPublicBatch } from '../traceability/batches.ts';
import type { Block, BlockKind, WantedBlock } from './block.ts';
import { changeDraft, type Over, ownVisit } from './own-visits.ts';

const mostBlocks = 30;
// In one language: with the goods below them such a page stays under 50 KB.
const mostLetters = 12_000;

/**
 * Puts a block at the end, or in the place of the one it is a new reading of.
 * @throws as saveFacts; conflict('too-many-blocks'), missing('block-not-found'), invalid('visit-mistaken') for more than a page holds
 *   and for what nobody could see there
 */
export async function putBlock(
  actor: Actor,
  over: Over,
  { block: wanted, instead }: { block: WantedBlock; instead: string | null },
  at: Date,
): Promise<void> {
  const { record } = await ownVisit(actor, over.id);
  const photos = new Set(record.photos.map(({ imageId }) => imageId));
  if (!wanted.photoIds.every((id) => photos.has(id))) throw mistaken('/photo', 'photo-not-on-page');
  const block = { ...(await resolved(wanted, at)), id: instead ?? new Types.ObjectId().toHexString() };
  await changeDraft(actor, over, (text) => {
    const blocks = put(text.blocks, block, instead);
    if (blocks.length > mostBlocks) throw conflict('too-many-blocks', { most: mostBlocks });
    if (languages.some((language) => lettersIn(blocks, language) > mostLetters))
      throw invalid('visit-mistaken', {}, [{ pointer: '/words', code: 'page-too-long', facts: { most: mostLetters } }]);
    return { ...text, blocks };
  });
}

const mistaken = (pointer: string, code: string) => invalid('visit-mistaken', {}, [{ pointer, code }]);

/** The block with what it points to looked up: whose goods they are, and a clip's one spelling. */
async function resolved(block: WantedBlock, at: Date): Promise<WantedBlock> {
  const lookUp = lookUps[block.kind];
  return lookUp ? { ...block, ...(await lookUp(block, at)) } : block;
}

type LookUp = (block: WantedBlock, at: Date) => Promise<Partial<WantedBlock>> | Partial<WantedBlock>;

const lookUps: Partial<Record<BlockKind, LookUp>> = {
  product: ({ productId }, at) => seenProduct(productId, '/product', at),
  batch: async ({ batchCode }, at) => {
    const batch = await findPublicBatch(batchCode ?? '');
    if (!batch) throw mistaken('/batch', 'batch-not-seen');
    return { batchCode: batch.code, ...(await seenProduct(batch.productId, '/batch', at)) };
  },
  seller: async ({ sellerId }) => ({ sellerId: (await getSeller(sellerId ?? '')).id }),
  clip: ({ clipUrl }) => {
    const clip = readClip(clipUrl ?? '');
    if (!clip) throw mistaken('/clipUrl', 'clip-host');
    return { clipUrl: clip.url };
  },
};

async function seenProduct(id: string | null, pointer: string, at: Date) {
  const [product] = await findProducts([id ?? '']);
  if (!product || !isShown(product, await getSeller(product.sellerId), at)) throw mistaken(pointer, 'goods-not-seen');
  return { productId: product.id, sellerId: product.sellerId };
}

function put(blocks: readonly Block[], block: Block, instead: string | null): Block[] {
  if (instead === null) return [...blocks, block];
  if (!blocks.some(({ id }) => id === instead)) throw missing('block-not-found');
  return blocks.map((one) => (one.id === instead ? block : one));
}

const lettersIn = (blocks: readonly Block[], language: Language): number =>
  blocks.reduce(
    (sum, { heading, words }) => sum + (heading?.[language] ?? '').length + (words?.[language] ?? '').length,
    0,
  );

export const blockMoves = ['up', 'down', 'remove'] as const;
export type BlockMove = (typeof blockMoves)[number];

/** Moves a block by one place, or takes it away. @throws as saveFacts; missing('block-not-found') */
export const moveBlock = (
  actor: Actor,
  over: Over,
  { block, move }: { block: string; move: BlockMove },
): Promise<void> =>
  changeDraft(actor, over, (text) => {
    const from = text.blocks.findIndex(({ id }) => id === block);
    const one = text.blocks[from];
    if (!one) throw missing('block-not-found');
    const others = text.blocks.filter(({ id }) => id !== block);
    if (move === 'remove') return { ...text, blocks: others };
    const to = Math.max(0, from + (move === 'up' ? -1 : 1));
    return { ...text, blocks: others.toSpliced(to, 0, one) };
  });
