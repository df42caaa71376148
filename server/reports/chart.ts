import { scaleBand, scaleLinear } from 'd3-scale';

/** One figure of a chart, as it is read and as it is drawn; null where nothing is known. */
export interface Bar {
  name: string;
  figure: number | null;
  /** the figure as it stands in the table; null as its figure */
  text: string | null;
  /** of what the page is not about, shown to compare */
  isBeside?: boolean;
}

/** A drawing, for a template: lengths in its own unit, which is a pixel where it is 320 wide. */
export interface Drawing {
  width: number;
  height: number;
  rects: { x: number; y: number; width: number; height: number; isBeside: boolean }[];
  lines: { x1: number; x2: number; y: number }[];
  texts: { x: number; y: number; anchor: 'start' | 'middle' | 'end'; text: string }[];
}

const width = 320;
const round = (length: number): number => Math.round(length * 10) / 10;
const most = (bars: readonly Bar[]): number => Math.max(0, ...bars.map(({ figure }) => figure ?? 0));

/** Whether there is anything to draw. */
export const isDrawn = (bars: readonly Bar[]): boolean => most(bars) > 0;

const axis = { left: 54, right: 44, top: 18, bottom: 20, height: 170 };

/**
 * Columns side by side over an axis, for what follows each other; the highest and the last say their figure.
 * @param short a figure in few letters, for the axis
 * @param names what stands under the columns, as short as they are narrow
 */
export function columnsOf(bars: readonly Bar[], short: (figure: number) => string, names: readonly string[]): Drawing {
  const foot = axis.height - axis.bottom;
  const across = scaleBand(
    bars.map(({ name }) => name),
    [axis.left, width - axis.right],
  ).padding(0.2);
  const up = scaleLinear([0, most(bars)], [foot, axis.top]).nice(3);
  const place = ({ name, figure }: Bar) => {
    const y = round(up(figure ?? 0));
    return { x: round(across(name) ?? 0), y, width: round(across.bandwidth()), height: round(foot - y) };
  };
  const middle = (bar: Bar): number => round(place(bar).x + across.bandwidth() / 2);
  // Half an order is none.
  const ticks = up.ticks(3).filter((tick) => Number.isInteger(tick));
  return {
    width,
    height: axis.height,
    rects: bars.flatMap((bar) => (bar.figure ? [{ ...place(bar), isBeside: bar.isBeside === true }] : [])),
    lines: ticks.map((tick) => ({ x1: axis.left, x2: width - axis.right, y: round(up(tick)) })),
    texts: [
      ...ticks.map((tick) => ({ x: axis.left - 4, y: round(up(tick) + 4), anchor: 'end' as const, text: short(tick) })),
      ...bars.map((bar, n) => ({
        x: middle(bar),
        y: axis.height - 5,
        anchor: 'middle' as const,
        text: names[n] ?? '',
      })),
      ...told(bars, short).map(({ bar, text }) => said(place(bar), text, bar === bars.at(-1))),
    ],
  };
}

/** Over a column; of the last one beside it, where no neighbour stands in the way. */
const said = ({ x, y, width: wide }: { x: number; y: number; width: number }, text: string, isLast: boolean) =>
  isLast
    ? { x: round(x + wide + 2), y: y + 4, anchor: 'start' as const, text }
    : { x: round(x + wide / 2), y: y - 4, anchor: 'middle' as const, text };

/** What is said at columns: the figures of the highest and of the last, and a dash where nothing is known. */
function told(bars: readonly Bar[], short: (figure: number) => string): { bar: Bar; text: string }[] {
  const highest = bars.find(({ figure }) => figure === most(bars));
  return bars.flatMap((bar, n) => {
    if (bar.figure === null) return [{ bar, text: '–' }];
    return bar === highest || n === bars.length - 1 ? [{ bar, text: short(bar.figure) }] : [];
  });
}

const row = { height: 40, name: 14, bar: 19, thick: 13, figures: 112 };

/** Bars below each other, each under its name and before its figure, for what stands side by side. */
export function rowsOf(bars: readonly Bar[]): Drawing {
  const along = scaleLinear([0, most(bars)], [0, width - row.figures]);
  const top = (n: number): number => n * row.height;
  const length = ({ figure }: Bar): number => round(along(figure ?? 0));
  return {
    width,
    height: top(bars.length),
    rects: bars.flatMap((bar, n) =>
      bar.figure
        ? [
            {
              x: 0,
              y: top(n) + row.bar,
              width: Math.max(length(bar), 1),
              height: row.thick,
              isBeside: bar.isBeside === true,
            },
          ]
        : [],
    ),
    lines: [],
    texts: bars.flatMap((bar, n) => [
      { x: 0, y: top(n) + row.name, anchor: 'start' as const, text: bar.name },
      {
        x: length(bar) + 4,
        y: top(n) + row.bar + row.thick - 1,
        anchor: 'start' as const,
        text: bar.text ?? '–',
      },
    ]),
  };
}

/** The longest first, and those beyond so many together in the last. @param rest the last one's name, and its text of its figure */
export function longestOf(
  bars: readonly Bar[],
  count: number,
  rest: { name: (count: number) => string; text: (figure: number) => string },
): Bar[] {
  const sorted = bars.filter(({ figure }) => (figure ?? 0) > 0).toSorted((a, b) => (b.figure ?? 0) - (a.figure ?? 0));
  if (sorted.length <= count) return sorted;
  const others = sorted.slice(count - 1);
  const figure = others.reduce((sum, bar) => sum + (bar.figure ?? 0), 0);
  const last = { name: rest.name(others.length), figure, text: rest.text(figure), isBeside: true };
  return [...sorted.slice(0, count - 1), last];
}
