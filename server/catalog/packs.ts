import { Types } from 'mongoose';
import { invalid } from '../errors.ts';
import type { PackRecord, Quantity } from './product.ts';

export interface WantedPack {
  /** Of a pack that is already there; without it a new one. */
  id?: string | undefined;
  name: string;
  netQuantity: Quantity;
  priceVnd: number;
}

/** A pack that was never offered before. */
export const newPack = ({ name, netQuantity, priceVnd }: WantedPack): PackRecord => ({
  packId: new Types.ObjectId().toHexString(),
  name,
  netQuantity,
  priceVnd,
  retiredAt: null,
});

/**
 * The packs after a change: those named by id keep it, new ones get one, those left out are retired rather than removed,
 * since batches and orders still name them.
 * @throws invalid('pack-unknown')
 */
export function changedPacks(before: readonly PackRecord[], wanted: readonly WantedPack[], at: Date): PackRecord[] {
  const kept = new Set(wanted.map(({ id }) => id));
  const retired = before
    .filter(({ packId }) => !kept.has(packId))
    .map((pack) => ({ ...pack, retiredAt: pack.retiredAt ?? at }));
  return [
    ...wanted.map((pack, index) => (pack.id === undefined ? newPack(pack) : same(before, pack, index))),
    ...retired,
  ];
}

function same(before: readonly PackRecord[], wanted: WantedPack, index: number): PackRecord {
  const pack = before.find(({ packId }) => packId === wanted.id);
  if (!pack) throw invalid('pack-unknown', {}, [{ pointer: `/packs/${index}/id`, code: 'pack-unknown' }]);
  const { name, netQuantity, priceVnd } = wanted;
  return { packId: pack.packId, name, netQuantity, priceVnd, retiredAt: null };
}
