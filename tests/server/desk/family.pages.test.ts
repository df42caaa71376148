import { beforeAll, describe, expect, it } from 'vitest';
import type { Product } from '../../../server/catalog/products.ts';
import { getProfile } from '../../../server/catalog/profiles.ts';
import type { Relative } from '../../../server/desk/family.ts';
import { mostDrawn, pictureOf, stripsOf } from '../../../server/desk/family-picture.ts';
import { BatchModel } from '../../../server/traceability/batch-record.ts';
import { recordEvent } from '../../../server/traceability/events.ts';
import { noon } from '../../support/services.ts';
import { type Agent, useBrowsers } from '../identity/browsers.ts';
import { aBatchOf, packOf, someGoods } from '../traceability/makers.ts';

const { people, signedIn } = useBrowsers();

let product: Product;
let farmer: Agent;

beforeAll(async () => {
  product = await someGoods(people().household.actor);
  farmer = await signedIn((commune) => commune.household);
});

const relative = (id: string, generation: number): Relative => ({
  id,
  generation,
  beside: false,
  hidden: false,
  outside: false,
  product: id,
  lot: id,
  maker: '',
  producedOn: '2026-11-16',
  recalled: false,
  amounts: [],
  plots: [],
});
const many = (count: number, generation: number) =>
  Array.from({ length: count }, (_, index) => relative(`${generation}.${index}`, generation));
const one = { value: 1, unit: 'kg' };
const kg = (value: number) => ({ value, unit: 'kg' });

describe('the picture of a family', () => {
  it.each([
    [0, 0, 0, 0],
    [3, 4, 0, 0],
    [100, 3, 44, 0],
    [2, 500, 0, 443],
    [300, 300, 271, 270],
  ])('draws at most 60 of %i sources and %i products, and counts the rest', (before, after, moreBefore, moreAfter) => {
    const all = [...many(before, -1), relative('self', 0), ...many(after, 1)];
    const picture = pictureOf(all, []);
    expect(picture.nodes.length).toBe(Math.min(mostDrawn, all.length));
    expect(picture).toMatchObject({ moreBefore, moreAfter });
    expect(picture.nodes.filter(({ relative: drawn }) => drawn.id === 'self')).toHaveLength(1);
  });

  it('is cut between its lines for paper, each line in one piece and none lost', () => {
    const picture = pictureOf([...many(5, -1), relative('self', 0), ...many(2, 1)], []);
    const strips = stripsOf(picture, 3);
    expect(strips.map(({ top, height }) => [top, height])).toEqual([
      [0, 192],
      [192, 192],
      [384, 128],
    ]);
    expect(strips.flatMap(({ nodes }) => nodes)).toEqual(picture.nodes);
    for (const { top, height, nodes } of strips)
      for (const { y } of nodes) expect(y - top, String(y)).toSatisfy((at: number) => at > 16 && at < height - 16);
    expect(stripsOf({ nodes: [] }, 3)).toEqual([]);
  });

  it('keeps those nearest to the batch, each in a line of its own, and links only what is drawn', () => {
    const all = [relative('far', -9), relative('near', -1), relative('self', 0), relative('made', 1)];
    const edges = [
      { from: 'far', to: 'near', quantity: one },
      { from: 'near', to: 'self', quantity: one },
      { from: 'self', to: 'made', quantity: one },
    ];
    const { nodes, links, height, width } = pictureOf(all, edges, 3);
    expect(nodes.map((node) => node.relative.id)).toEqual(['near', 'self', 'made']);
    expect(links).toHaveLength(2);
    expect(new Set(nodes.map(({ y }) => y)).size).toBe(3);
    for (const { x, y } of pictureOf(all, edges).nodes) {
      expect(x).toBeGreaterThan(0);
      expect(x).toBeLessThan(width);
      expect(y).toBeLessThan(height + 64);
    }
    expect(links.join()).not.toMatch(/-\d|NaN/);
  });
});

describe('“Từ đâu – đi đâu”', () => {
  it('shows sources and products as a picture and as a table, and nothing of who is not seen', async () => {
    const { actor } = people().household;
    const outside = { name: 'Tinh bột <b>', supplier: 'Ông Lù', receivedOn: '2026-11-10' };
    const theirs = await someGoods(people().stranger.actor);
    const foreign = await aBatchOf(people().stranger.actor, theirs, { lot: 'KHAC-01' });
    const source = await aBatchOf(actor, product, { lot: 'NGUON-01' });
    const batch = await aBatchOf(actor, product, {
      inputs: [
        { batchCode: source.code, quantity: kg(12) },
        { outside, quantity: kg(3) },
      ],
      packs: [{ packId: packOf(product), count: 4 }],
    });
    const made = await aBatchOf(actor, product, { inputs: [{ batchCode: batch.code, quantity: kg(2) }] });
    await BatchModel.updateOne({ code: foreign.code }, { $set: { madeFrom: [batch.code] } });
    const growing = { key: 'plot', value: 'Ruộng Nà Đa 12', unit: '' };
    await recordEvent(actor, source.code, { stage: plotStage(), occurredAt: noon, measurements: [growing] }, noon);
    const address = `/lo/${batch.code}/tu-dau-di-dau`;
    const { text } = await farmer.get(address);
    expect(text).toMatch(/Làm từ 2 lô\.\s*2 lô làm ra từ lô này/);
    expect(text.match(/<circle class="family__dot/g)).toHaveLength(4);
    expect(text.match(/<path class="family__link/g)).toHaveLength(3);
    expect(text).toContain('Tinh bột &lt;b&gt;');
    expect(text).toMatch(/NGUON-01[^]*Ruộng Nà Đa 12/);
    expect(text).toContain(`href="/lo/${made.code}"`);
    expect(text).toContain('Lô của người khác');
    expect(text).not.toContain('KHAC-01');
    expect(text).toMatch(/còn 4 · đã bán 0[^]*0 đơn hàng, 0 người mua/);
    expect((await farmer.get(`/lo/${batch.code}`)).text).toContain(`href="${address}"`);
    expect((await farmer.get(`${address}?in=1`)).status).toBe(200);
    expect((await farmer.get(`${address}?trang=99`)).status).toBe(200);
    const strangers = await signedIn((commune) => commune.stranger);
    expect((await strangers.get(address)).status).toBe(404);
  });
});

const plotStage = (): string =>
  getProfile('mien-dong').stages.find(({ keyData }) => keyData.some(({ key }) => key === 'plot'))?.id ?? '';
