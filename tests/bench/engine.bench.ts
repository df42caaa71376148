import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fill, measure, type Times } from './engine-times.ts';
import { atLeast, atMost, type Row } from './row.ts';

const sizes = (process.env.SIZES ?? '1000,100000,1000000').split(',').map(Number);

/**
 * The embedded engine against what bounds it: a ping on the same socket, and fdatasync on the same disk. Everything is a
 * ratio inside one run; each figure is the median of fifteen interleaved rounds.
 *
 * A keyed read and a count are sent as commands, as the ping is, so that the ratio is the engine's own. What the application
 * pays are the rows through findOne() and countDocuments(): the driver makes a session and a cursor for each of them, on
 * the client's side, whatever the server is.
 */
export async function engineBench(): Promise<Row[]> {
  const directory = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), 'engine-bench-'));
  try {
    const measured = new Map<number, Times>();
    const rows: Row[] = [];
    for (const size of sizes) {
      const dataDir = join(directory, `n${size}`);
      await fill(dataDir, size);
      const { times, startMs, memoryMb } = await measure(dataDir, size, directory);
      measured.set(size, times);
      rows.push(...rowsOf(size, times), startRow(size, startMs), memoryRow(size, memoryMb));
      rmSync(dataDir, { recursive: true, force: true });
    }
    rows.push(...growth(measured));
    return rows;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const ms = (value: number): string => `${value.toFixed(3)} ms`;

function rowsOf(size: number, times: Times): Row[] {
  const bound = times.ping + times.fdatasync;
  return [
    atMost(
      `keyed read at ${size}, in pings`,
      times.read / times.ping,
      1.5,
      `${ms(times.read)}, ping ${ms(times.ping)}`,
    ),
    atMost(
      `keyed read through the driver's findOne() at ${size}, in pings`,
      times.findOne / times.ping,
      1.5,
      ms(times.findOne),
    ),
    atLeast(
      `insert by one writer at ${size}, of 1/(ping + fdatasync)`,
      bound / times.insert,
      0.5,
      `${ms(times.insert)}, fdatasync ${ms(times.fdatasync)}`,
    ),
    atLeast(
      `keyed update by one writer at ${size}, of 1/(ping + fdatasync)`,
      bound / times.update,
      0.5,
      ms(times.update),
    ),
    atLeast(
      `insert by 32 writers at ${size}, of 32 pinging`,
      times.ping32 / times.insert32,
      0.6,
      `${ms(times.insert32)}, ping ${ms(times.ping32)}`,
    ),
    atMost(`20 of a range sorted by its index at ${size}, in pings`, times.page / times.ping, 5, ms(times.page)),
    atMost(`count of all at ${size}, in pings`, times.count / times.ping, 1.5, ms(times.count)),
    atMost(
      `count of all through the driver's countDocuments() at ${size}, in pings`,
      times.countDocuments / times.ping,
      1.5,
      ms(times.countDocuments),
    ),
  ];
}

const startRow = (size: number, startMs: number): Row =>
  atMost(`start-up at ${size}, in seconds`, startMs / 1000, 1, `${startMs.toFixed(0)} ms`);
const memoryRow = (size: number, mb: number): Row =>
  atMost(`memory grown while working at ${size}, of 200 MB beyond mapped pages`, mb / 200, 1, `${mb.toFixed(0)} MB`);

/** The same read at the largest size against the smallest. */
function growth(measured: Map<number, Times>): Row[] {
  const [first, ...others] = [...measured];
  const last = others.at(-1);
  if (!first || !last) return [];
  const ratio = last[1].read / last[1].ping / (first[1].read / first[1].ping);
  return [atMost(`keyed read at ${last[0]} against ${first[0]}, both in pings`, ratio, 1.15, '')];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const { name, ratio, bar, isMet, detail } of await engineBench()) {
    process.stdout.write(
      `${isMet ? ' ok ' : 'MISS'} ${ratio.toFixed(2).padStart(6)} ${bar.padEnd(6)} ${name} (${detail})\n`,
    );
  }
}
