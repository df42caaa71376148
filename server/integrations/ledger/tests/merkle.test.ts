import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isConsistent } from '../consistency.ts';
import {
  consistencyPath,
  emptyRoot,
  inclusionPath,
  leafHash,
  nodeHash,
  type RootOf,
  rootFrom,
  rootOver,
  splitOf,
} from '../merkle.ts';
import { isSignedBy, readCheckpoint, readVkey, signerOf, signNote, vkeyOf } from '../note.ts';
import { hashesIn, readTilePath, rootByTiles, tilePath, widthIn } from '../tile.ts';

// The leaves and roots with which Certificate Transparency's own implementations are tested.
const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(
  (hex) => leafHash(Buffer.from(hex, 'hex')),
);
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

/** A tree of so many leaves with the tiles that the log would serve, and its roots by the words of RFC 6962. */
function aTree(size: number) {
  const all = Array.from({ length: size }, (_, index) => leafHash(Buffer.from(String(index))));
  const plain: RootOf = async (from, to) => {
    if (to - from === 1) return all[from] ?? emptyRoot;
    const middle = from + splitOf(to - from);
    return nodeHash(await plain(from, middle), await plain(middle, to));
  };
  const levels = [all];
  for (let last = all; last.length >= 256; levels.push(last))
    last = Array.from({ length: Math.floor(last.length / 256) }, (_, at) =>
      rootOver(last.slice(at * 256, at * 256 + 256)),
    );
  const byTiles = rootByTiles(async (level, place, width) => {
    const hashes = (levels[level] ?? []).slice(place * 256, place * 256 + width);
    if (hashes.length < width || width === 0) throw new RangeError('no such tile');
    return Buffer.concat(hashes);
  }, size);
  return { all, plain, byTiles };
}

const big = aTree(70_000);
const bigRoot = rootOver(big.all).toString('hex');

describe('the tree', () => {
  it('has the roots of RFC 6962', () => {
    expect(emptyRoot.toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(leaves.map((_, at) => rootOver(leaves.slice(0, at + 1)).toString('hex'))).toEqual(roots);
  });

  it('proves every leaf of every small tree, and nothing else', async () => {
    for (let size = 1; size <= 20; size += 1) {
      const { all, plain } = aTree(size);
      for (const [index, leaf] of all.entries()) {
        const path = await inclusionPath(index, size, plain);
        const root = (await plain(0, size)).toString('hex');
        expect(rootFrom(leaf, { index, size }, path)?.toString('hex')).toBe(root);
        expect(rootFrom(leaf, { index, size }, [...path, leaf])).toBeNull();
        expect(rootFrom(leaf, { index: index + 1, size }, path)?.toString('hex')).not.toBe(root);
      }
    }
  });

  it('grows: an earlier tree of any size is proved to be its beginning, and another one is not', async () => {
    for (let size = 1; size <= 20; size += 1) {
      const { plain } = aTree(size);
      const root = await plain(0, size);
      for (let earlier = 1; earlier <= size; earlier += 1) {
        const path = await consistencyPath(earlier, size, plain);
        const before = await plain(0, earlier);
        const ends = { before, after: root };
        expect(isConsistent({ earlier, size }, path, ends)).toBe(true);
        expect(isConsistent({ earlier, size }, path, { ...ends, before: leafHash(before) })).toBe(false);
        expect(isConsistent({ earlier, size }, path, { ...ends, after: leafHash(before) })).toBe(false);
      }
    }
  });

  it('says by its tiles what it says by its leaves', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(69_999), async (index) => {
        const path = await inclusionPath(index, 70_000, big.byTiles);
        const root = rootFrom(big.all[index] ?? emptyRoot, { index, size: 70_000 }, path);
        expect(root?.toString('hex')).toBe(bigRoot);
      }),
      { numRuns: 10, seed: 18 },
    );
  });
});

describe('a tile', () => {
  it.each([
    [0, 0, 256, '0/000'],
    [1, 1_234_067, 256, '1/x001/x234/067'],
    [0, 273, 112, '0/273.p/112'],
    [63, 5, 1, '63/005.p/1'],
  ])('of level %i at place %i, %i wide, stands at %s', (level, place, width, path) => {
    expect(tilePath(level, place, width)).toBe(path);
    expect(readTilePath(path)).toEqual({ level, place, width });
  });

  it.each([
    '0/0',
    '0/x000/001',
    '64/000',
    '0/000.p/256',
    '0/000.p/0',
    '00/000',
    '0/000.p/01',
    '0/001/x000',
    '',
    '-1/000',
  ])('stands nowhere at %j', (path) => expect(readTilePath(path)).toBeNull());

  it('is as wide as the specification says of 70,000 leaves', () => {
    const widths = [
      widthIn(70_000, 0, 272),
      widthIn(70_000, 0, 273),
      widthIn(70_000, 1, 0),
      widthIn(70_000, 1, 1),
      widthIn(70_000, 2, 0),
    ];
    expect(widths).toEqual([256, 112, 256, 17, 1]);
    expect([widthIn(256, 0, 0), widthIn(256, 1, 0), widthIn(256, 2, 0)]).toEqual([256, 1, 0]);
    expect(hashesIn(Buffer.alloc(96))).toHaveLength(3);
  });
});

describe('a signed note', () => {
  // The example of Go's golang.org/x/mod/sumdb/note, from which C2SP's specification comes.
  const vkey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
  const note =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

  it('is read as others write it', () => {
    const verifier = readVkey(vkey);
    expect(verifier && vkeyOf(verifier)).toBe(vkey);
    expect(verifier && isSignedBy(note, verifier)).toBe(true);
    expect(verifier && isSignedBy(note.replace('answer', 'question'), verifier)).toBe(false);
    expect(readVkey(vkey.replace('c74f', 'c74e'))).toBeNull();
  });

  it('of the log is a checkpoint, signed by each of its keys', () => {
    const signers = ['11'.repeat(32), '22'.repeat(32)].map((seed) => signerOf('cho.example/log', seed));
    const root = createHash('sha256').digest();
    const text = `cho.example/log\n8\n${root.toString('base64')}\n`;
    const signed = signNote(text, signers);
    expect(readCheckpoint(signed)).toEqual({ origin: 'cho.example/log', size: 8, root });
    expect(signers.map((signer) => isSignedBy(signed, signer))).toEqual([true, true]);
    expect(isSignedBy(signed, signerOf('cho.example/log', '33'.repeat(32)))).toBe(false);
    expect(readCheckpoint(signed.replace('\n8\n', '\n08\n'))).toBeNull();
  });
});
