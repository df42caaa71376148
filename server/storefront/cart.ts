/** One line of a cart. The cart lives in the buyer's own cookie: nothing of a guest is kept before an order. */
export interface CartLine {
  packId: string;
  quantity: number;
}

/** Enough for a market day, and short enough for a cookie. */
const mostLines = 30;

export const mostOfAPack = 1000;

/** What the cookie says, as far as it makes sense: `packId.quantity_packId.quantity`. */
export function readCart(cookie: string | null): CartLine[] {
  const lines = (cookie ?? '').split('_').flatMap((part) => {
    const [, packId, quantity] = /^([0-9A-Za-z-]{1,60})\.([1-9]\d{0,3})$/.exec(part) ?? [];
    return packId && quantity ? [{ packId, quantity: Math.min(Number(quantity), mostOfAPack) }] : [];
  });
  return merge(lines).slice(0, mostLines);
}

export const writeCart = (lines: readonly CartLine[]): string =>
  lines
    .slice(0, mostLines)
    .map(({ packId, quantity }) => `${packId}.${quantity}`)
    .join('_');

/** The cart with so many more of a pack. */
export const putIn = (lines: readonly CartLine[], more: CartLine): CartLine[] => merge([...lines, more]);

/** The cart with exactly so many of a pack; none takes it out. */
export const setTo = (lines: readonly CartLine[], { packId, quantity }: CartLine): CartLine[] =>
  lines.flatMap((line) => (line.packId === packId ? (quantity > 0 ? [{ packId, quantity }] : []) : [line]));

/** The cart without these packs, once they are ordered. */
export const without = (lines: readonly CartLine[], packIds: ReadonlySet<string>): CartLine[] =>
  lines.filter(({ packId }) => !packIds.has(packId));

function merge(lines: readonly CartLine[]): CartLine[] {
  const byPack = new Map<string, number>();
  for (const { packId, quantity } of lines) {
    byPack.set(packId, Math.min((byPack.get(packId) ?? 0) + quantity, mostOfAPack));
  }
  return [...byPack].map(([packId, quantity]) => ({ packId, quantity }));
}
