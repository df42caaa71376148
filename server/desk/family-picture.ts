import type { Edge } from '../traceability/trace.ts';
import type { Relative } from './family.ts';

/** More could not be told apart; the rest is counted in words. */
export const mostDrawn = 60;

const rowHeight = 64;
const lane = 16;
const mostLanes = 5;
const textAt = 112;
const width = 340;

/** A relative with its place in the picture, in the picture's own units: 340 wide, one for a pixel of a small phone. */
export interface Drawn {
  relative: Relative;
  /** The middle of its dot. */
  x: number;
  y: number;
}

export interface Picture {
  width: number;
  height: number;
  /** Where the words begin. */
  textAt: number;
  nodes: Drawn[];
  /** Paths from what went in to what was made of it. */
  links: string[];
  /** How many sources and how many products stand only in the table. */
  moreBefore: number;
  moreAfter: number;
}

/**
 * Lays a family out as a column, from the farthest source down: each in a line of its own, so that its words are as large as
 * other text on a phone, its dot the farther to the left the farther it stands from the batch.
 */
export function pictureOf(relatives: readonly Relative[], edges: readonly Edge[], most = mostDrawn): Picture {
  const { drawn, moreBefore, moreAfter } = nearest(relatives, most);
  const nodes = drawn.map((relative, index) => ({
    relative,
    x: textAt - 20 - lane * Math.min(mostLanes, Math.abs(relative.generation)),
    y: rowHeight * (index + 0.5),
  }));
  const places = new Map(nodes.map((node) => [node.relative.id, node]));
  const links = edges.flatMap(({ from, to }) => {
    const [above, below] = [places.get(from), places.get(to)];
    return above && below ? [linkOf(above, below)] : [];
  });
  return { width, height: rowHeight * nodes.length, textAt, nodes, links, moreBefore, moreAfter };
}

/** A part of a picture, from `top` down. */
export interface Strip {
  top: number;
  height: number;
  nodes: Drawn[];
}

/**
 * A picture cut between its lines. A browser never breaks a picture between two sheets of paper: one that is taller than what
 * is left of the first sheet would leave that empty.
 */
export function stripsOf({ nodes }: Pick<Picture, 'nodes'>, linesEach: number): Strip[] {
  const count = Math.ceil(nodes.length / linesEach);
  return Array.from({ length: count }, (_, place) => {
    const own = nodes.slice(place * linesEach, (place + 1) * linesEach);
    return { top: place * linesEach * rowHeight, height: own.length * rowHeight, nodes: own };
  });
}

// Both sides get the same room, and what the one leaves the other takes: those nearest to the batch stay.
function nearest(relatives: readonly Relative[], most: number) {
  const before = relatives.filter(({ generation }) => generation < 0);
  const after = relatives.filter(({ generation }) => generation > 0);
  const self = relatives.filter(({ generation }) => generation === 0).slice(0, most);
  const room = most - self.length;
  const roomBefore = Math.min(before.length, Math.max(Math.floor(room / 2), room - after.length));
  const roomAfter = Math.min(after.length, room - roomBefore);
  return {
    drawn: [...before.slice(before.length - roomBefore), ...self, ...after.slice(0, roomAfter)],
    moreBefore: before.length - roomBefore,
    moreAfter: after.length - roomAfter,
  };
}

// Bowed to the left, the farther the longer the way, so that lines beside each other do not become one.
function linkOf(above: Drawn, below: Drawn): string {
  const rows = Math.abs(below.y - above.y) / rowHeight;
  const bow = Math.max(4, Math.min(above.x, below.x) - 10 - Math.min(60, rows * 4));
  return `M${above.x} ${above.y}C${bow} ${above.y + 16} ${bow} ${below.y - 16} ${below.x} ${below.y}`;
}
