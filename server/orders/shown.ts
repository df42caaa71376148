import { createHash } from 'node:crypto';
import { DomainError, type Facts, type Mistake } from '../errors.ts';
import { formatMoney } from '../format.ts';
import type { Address, OrderItem } from './order.ts';

/** What a pack is, beside its price: another name or another content is another thing that would be bought. */
export interface PackWords {
  name: string;
  packName: string;
  netQuantity: { value: number; unit: string };
}

/** One line as the buyer read it. */
export interface ShownLine {
  packId: string;
  quantity: number;
  priceVnd: number;
  /** `tagOf` the pack's words */
  tag: string;
}

/** What stood on the page when the buyer said yes. */
export interface Shown {
  items: readonly ShownLine[];
  shippingVnd: number;
  /** `placeTagOf` where it could be fetched; null: that was not shown */
  place?: string | null;
}

/** A line as it would be ordered now. */
export interface LineNow extends Pick<OrderItem, 'packId' | 'quantity' | 'priceVnd' | 'name' | 'packName'> {
  tag: string;
}

/** Ten hex digits that change with a pack's name or content. */
export const tagOf = ({ name, packName, netQuantity }: PackWords): string =>
  tag([name, packName, netQuantity.value, netQuantity.unit]);

/** The same of the place where a seller's goods are fetched. */
export const placeTagOf = ({ line, commune, province }: Address): string => tag([line, commune, province]);

const tag = (words: readonly (string | number)[]): string =>
  createHash('sha256').update(JSON.stringify(words)).digest('hex').slice(0, 10);

/**
 * What the buyer was shown is what is concluded: the refusal that says what has changed since, or null. Sending may have
 * become cheaper, nothing else may differ.
 */
export function changedSince(
  shown: Shown,
  lines: readonly LineNow[],
  { shippingVnd, pickup }: { shippingVnd: number; pickup: Address | null },
): DomainError | null {
  const moved =
    shown.place && pickup && placeTagOf(pickup) !== shown.place ? [said('shown-place-changed', { ...pickup })] : [];
  const mistakes = [...changedLines(shown.items, lines), ...newLines(shown.items, lines), ...moved];
  if (mistakes.length > 0) return new DomainError('conflict', 'order-changed', {}, mistakes);
  if (shippingVnd <= shown.shippingVnd) return null;
  const goodsVnd = lines.reduce((sum, line) => sum + line.priceVnd * line.quantity, 0);
  return new DomainError('invalid', 'sending-costs', {
    fee: formatMoney(shippingVnd),
    total: formatMoney(goodsVnd + shippingVnd),
  });
}

function changedLines(shown: readonly ShownLine[], lines: readonly LineNow[]): Mistake[] {
  const now = new Map(lines.map((line) => [line.packId, line]));
  return shown.flatMap((before) => {
    const line = now.get(before.packId);
    if (!line) return [said('shown-pack-gone')];
    const pack = `${line.name}, ${line.packName}`;
    if (line.tag !== before.tag) return [said('shown-pack-changed', { pack })];
    if (line.quantity !== before.quantity)
      return [said('shown-quantity-changed', { pack, before: before.quantity, now: line.quantity })];
    if (line.priceVnd === before.priceVnd) return [];
    return [
      said('shown-price-changed', { pack, before: formatMoney(before.priceVnd), now: formatMoney(line.priceVnd) }),
    ];
  });
}

function newLines(shown: readonly ShownLine[], lines: readonly LineNow[]): Mistake[] {
  const known = new Set(shown.map(({ packId }) => packId));
  return lines
    .filter(({ packId }) => !known.has(packId))
    .map(({ name, packName }) => said('shown-pack-new', { pack: `${name}, ${packName}` }));
}

const said = (code: string, facts: Facts = {}): Mistake => ({ pointer: '/shown', code, facts });
