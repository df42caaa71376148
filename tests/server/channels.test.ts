import { readdirSync, readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { readPasted, readShopUrl } from '../../server/catalog/pasted-link.ts';
import { channelFacts, channels, findChannel, namesOfChannels, titleOfChannel } from '../../server/channels.ts';
import { languages } from '../../server/language.ts';
import { fromRoot } from '../../server/root.ts';

interface Vectors {
  taken: { pasted: string; kept: string }[];
  refused: string[];
}

const folder = fromRoot('server/channels');
const names = readdirSync(folder);
const vectorsOf = (name: string) => JSON.parse(readFileSync(`${folder}/${name}/vectors.json`, 'utf8')) as Vectors;
const taken = names.flatMap((name) => vectorsOf(name).taken.map((vector) => ({ name, ...vector })));
const refused = names.flatMap((name) => vectorsOf(name).refused.map((pasted) => ({ name, pasted })));

describe('a channel', () => {
  it('is a folder, and stands where its folder says', () => {
    const place = (name: string): number => findChannel(name)?.place ?? 0;
    expect([...channels]).toEqual([...names].sort((a, b) => place(a) - place(b)));
    expect(new Set(channelFacts.map(({ place: one }) => one)).size).toBe(names.length);
  });

  it('is its bare name once its folder is gone, and never another’s', () => {
    expect(findChannel('gone')).toBeNull();
    expect(findChannel('constructor')).toBeNull();
    expect(titleOfChannel('gone', 'vi')).toBe('gone');
    expect(readShopUrl('gone', 'https://shopee.vn/x')).toBeNull();
  });

  it('shares no place with another, so that each address is of one channel at most', () => {
    const hosts = channelFacts.flatMap((channel) => channel.hosts);
    expect(new Set(hosts).size).toBe(hosts.length);
  });

  it.each(channelFacts)('$name says all that it tells in every language', ({ title, prepare, steps }) => {
    const texts = [title, ...prepare, ...steps.map(({ text }) => text)];
    for (const language of languages) expect(texts.filter((text) => !text[language as 'vi'])).toEqual([]);
  });

  it.each(channelFacts)('$name has a mark that can be drawn', async ({ icon }) => {
    const { width, height } = await sharp(Buffer.from(icon)).metadata();
    expect([width, height]).toEqual([32, 32]);
  });

  it('is named to people with the others, in their order', () => {
    expect(namesOfChannels('vi')).toBe('Shopee, TikTok Shop, Zalo, Facebook, Google Maps');
  });
});

describe('what a phone copies', () => {
  it.each(names)('is known of %s, taken and refused', (name) => {
    expect(vectorsOf(name).taken.length).toBeGreaterThan(1);
    expect(vectorsOf(name).refused.length).toBeGreaterThan(1);
  });

  it.each(taken)('is read for $name: $pasted', ({ name, pasted, kept }) => {
    expect(readPasted(name, pasted)).toEqual({ url: kept });
    // What is kept is its own one spelling, and reads again as itself.
    expect(readPasted(name, kept)).toEqual({ url: kept });
    // A field of one line loses the ends of lines.
    expect(readPasted(name, pasted.replaceAll('\n', ''))).toEqual({ url: kept });
  });

  it.each(refused)('is no address of $name: $pasted', ({ name, pasted }) => {
    expect(readPasted(name, pasted)).not.toHaveProperty('url');
  });

  it('is asked about where it names two shops, and told where it is another channel’s', () => {
    expect(readPasted('shopee', 'https://shopee.vn/a https://shopee.vn/b')).toEqual({ mistake: 'several' });
    expect(readPasted('shopee', 'https://shopee.vn/a https://shopee.vn/a')).toEqual({ url: 'https://shopee.vn/a' });
    expect(readPasted('shopee', 'Zalo của tôi zalo.me/0900000101')).toEqual({ mistake: 'other', channel: 'zalo' });
    expect(readPasted('shopee', 'https://shopee.vn/')).toEqual({ mistake: 'none' });
    expect(readPasted('shopee', 'miendong.com.vn')).toEqual({ mistake: 'none' });
  });
});
