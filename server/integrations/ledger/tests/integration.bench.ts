import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { inOwnDatabase } from '../../../../tests/bench/own-database.ts';
import { atMost, median, type Row } from '../../../../tests/bench/row.ts';
import { log } from '../../../http/log.ts';
import { inclusionPath, rootOver } from '../merkle.ts';
import { tilesAround } from '../read-tiles.ts';
import { extend, foldedTail, ownTail, readTail, sizeOf } from '../tail.ts';
import { rootByTiles } from '../tile.ts';
import { idOf, TileModel } from '../tile-record.ts';

const sizes = [1000, 1_000_000] as const;
const rounds = 5;
const atOnce = 40;
// The sweep writes what was recorded in fifteen seconds in one go.
const together = 20;

/** The log at a thousand and at a million leaves, filled past the program. */
export async function bench(): Promise<Row[]> {
  log.level = 'error';
  return inOwnDatabase('ledger', async (dataDir) => {
    await fillTo(256);
    await measure();
    await fillTo(sizes[0]);
    const small = await measure();
    const before = bytesIn(dataDir);
    await fillTo(sizes[1]);
    const bytes = (bytesIn(dataDir) - before) / sizes[1] - 64;
    const big = await measure();
    const said = (one: number, other: number) => `${one.toFixed(0)} and ${other.toFixed(0)} µs of processor time`;
    return [
      atMost('append at 10⁶ leaves, as a share of 10³', big.append / small.append, 1.3, said(small.append, big.append)),
      atMost(
        'one append alone at 10⁶, in milliseconds of processor time',
        big.append / 1000,
        1,
        `one trip to the database, of which one that finds nothing takes ${(big.trip / 1000).toFixed(2)} ms; of ${together} written together each takes ${(big.together / 1000).toFixed(2)} ms`,
      ),
      atMost('proof at 10⁶ leaves, as a share of 10³', big.proof / small.proof, 1.3, said(small.proof, big.proof)),
      atMost('bytes an entry beside its hashes', bytes, 100, 'on disk, of 64 bytes of hashes an entry'),
    ];
  });
}

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();

const bytesIn = (folder: string): number =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(path.join(folder, name)))
    .reduce((sum, one) => sum + (one.isFile() ? one.blocks * 512 : 0), 0);

/** Whole tiles at once: what adding one by one would make, without its hours. */
async function fillTo(size: number): Promise<void> {
  const tail = await readTail();
  if (sizeOf(tail) % 256 > 0) await extend(tail, some(256 - (sizeOf(tail) % 256)));
  for (let place = (await readTail()).place; (place + 1) * 256 <= size; place += 1) {
    const hashes = Buffer.concat(some(256));
    await TileModel.create({ _id: idOf(0, place), width: 256, hashes, entries: hashes });
    // Raises it into the level above.
    await readTail();
  }
  const left = size - sizeOf(await readTail());
  if (left > 0) await extend(await readTail(), some(left));
  await foldedTail();
}

let made = 0;
const some = (count: number): Buffer[] => Array.from({ length: count }, () => hashOf(`leaf ${(made += 1)}`));

async function measure(): Promise<Record<'append' | 'together' | 'trip' | 'proof', number>> {
  let tail = await readTail();
  // As the log does it: of what it wrote itself it knows the tail.
  const append = await medianMicroseconds(async () => {
    tail = (await extend(ownTail(sizeOf(tail)) ?? (await readTail()), some(1))) ?? tail;
  });
  const many = await medianMicroseconds(async () => void (await extend(await readTail(), some(together))));
  const trip = await medianMicroseconds(async () => void (await TileModel.findOne({ _id: -1 }).lean()));
  const size = sizeOf(await foldedTail());
  let turn = 0;
  const proof = await medianMicroseconds(async () => {
    const index = (turn += 7919 * 31) % size;
    const rootOf = rootByTiles(await tilesAround([index], size), size);
    rootOver([...(await inclusionPath(index, size, rootOf)), Buffer.alloc(32)]);
  });
  return { append, together: many / together, trip, proof };
}

async function medianMicroseconds(work: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const before = process.cpuUsage();
    for (let turn = 0; turn < atOnce; turn += 1) await work();
    const { user, system } = process.cpuUsage(before);
    if (round > 0) times.push((user + system) / atOnce);
  }
  return median(times);
}
