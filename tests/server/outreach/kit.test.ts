import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { getProfile, listProfiles } from '../../../server/catalog/profiles.ts';
import { channelFacts } from '../../../server/channels.ts';
import { sentence } from '../../../server/http/messages.ts';
import type { Seller } from '../../../server/identity/sellers.ts';
import { cutText, type KitSources, kitFields } from '../../../server/outreach/kit.ts';

const words = (key: string, facts?: Record<string, string>) => sentence('vi', `outreach.kit.${key}`, facts);
const long = 'Miến dong sợi dai làm từ củ dong trồng ở bản, phơi nắng trên núi cao '.repeat(400);

const sources = (name: string, kind: string, story: string): KitSources => ({
  product: {
    id: '1',
    slug: 'hang',
    name,
    kind,
    sellerId: '1',
    gtin: null,
    packs: [{ id: 'a', name: 'Gói nửa cân', netQuantity: { value: 500, unit: 'g' }, priceVnd: 60_000 }],
    photoId: null,
    description: null,
    needsInspection: false,
    screening: 'waiting',
    isTakenDown: false,
  },
  seller: {
    name: 'Nhà Lò Thị Mẩy',
    village: 'Tân Bình',
    address: { line: '', commune: 'Bình Lư', province: 'Lai Châu', formerly: null },
  } as Seller,
  profile: getProfile(kind),
  story,
  ocopStars: 3,
  url: 'https://chobinhlu.vn/k/7QZPJ2',
});

describe('a kit', () => {
  const names = ['Mẻ', 'Miến dong '.repeat(8).trim().slice(0, 80)];
  const cases = channelFacts.flatMap((channel) =>
    listProfiles().flatMap(({ kind }) => names.map((name) => ({ channel, at: channel.name, kind, name }))),
  );

  it.each(cases)('for $at of $kind fits that channel, is NFC, and keeps every fact', ({ channel, kind, name }) => {
    for (const story of ['', long, long.normalize('NFD')]) {
      const fields = kitFields(sources(name, kind, story), channel, words);
      for (const { text, most } of fields) {
        expect(text).toBe(text.normalize('NFC'));
        expect(text.length).toBeLessThanOrEqual(most ?? Infinity);
      }
      const of = (key: string) => fields.find((field) => field.key === key)?.text ?? '';
      expect(of('title')).toContain(name);
      expect(of('description')).toContain('Người làm: Nhà Lò Thị Mẩy, Tân Bình, Bình Lư, Lai Châu');
      expect(of('description')).toContain('500');
      const { ingredients } = getProfile(kind).labelContents;
      if (ingredients) expect(of('description')).toContain(ingredients.vi);
    }
  });
});

describe('a text that is too long', () => {
  it('ends at a word, with a sign that it was cut', () => {
    expect(cutText('Miến dong Bình Lư', 20)).toBe('Miến dong Bình Lư');
    expect(cutText('Miến dong Bình Lư', 12)).toBe('Miến dong…');
    expect(cutText('Mieendongbinhlu', 6)).toBe('Mieen…');
    expect(cutText('Miến dong'.normalize('NFD'), 9)).toBe('Miến dong');
    expect(cutText('ab', 0)).toBe('');
  });

  it('is never longer than allowed, nor half a sign, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.nat(40), (text, most) => {
        const cut = cutText(text, most);
        return (
          cut.length <= Math.max(most, 0) &&
          cut === cut.normalize('NFC') &&
          !/[\uD800-\uDBFF](?![\uDC00-\uDFFF])/.test(cut)
        );
      }),
      { seed: 19, numRuns: 500 },
    );
  });
});
