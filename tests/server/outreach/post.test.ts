import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { channelFacts } from '../../../server/channels.ts';
import { sentence } from '../../../server/http/messages.ts';
import { lightJpeg, mostBytes } from '../../../server/outreach/kit-pictures.ts';
import { occasions, type PostFacts, pictureTexts, postText } from '../../../server/outreach/post.ts';
import { drawPicture, pictureTemplates } from '../../../server/press/picture.ts';
import { fromRoot } from '../../../server/root.ts';

const words = (key: string, facts?: Record<string, string>) => sentence('vi', `outreach.post.${key}`, facts);
const url = 'https://cho.binhlu.laichau.gov.vn/k/7QZPJ2';

const facts = (product: string, more: Partial<PostFacts>): PostFacts => ({
  occasion: 'batch',
  product,
  seller: 'Hợp tác xã Miến dong Bình Lư',
  village: 'Nà Đa',
  packs: [{ name: 'Gói nửa cân', priceVnd: 60_000 }],
  story: 'Củ dong trồng trên nương, rửa mười nước. '.repeat(300),
  madeOn: '2026-11-16',
  market: { place: 'Chợ trung tâm', days: 'thứ Năm, Chủ nhật' },
  season: 'Tháng Mười âm lịch',
  url,
  ...more,
});

const eighty = 'Miến dong sợi dai đặc biệt phơi nắng núi cao của bản Tân Bình xã Bình Lư 2026 ạ';
const names = ['Mẻ', eighty];

describe('a ready post', () => {
  const cases = channelFacts.flatMap((channel) =>
    occasions.flatMap((occasion) => names.map((name) => ({ channel, at: channel.name, occasion, name }))),
  );

  it.each(cases)('of $occasion for $at fits it, is NFC, and keeps price and address whole', ({ channel, ...one }) => {
    const asked = facts(one.name.normalize('NFD'), { occasion: one.occasion });
    const text = postText(asked, channel, words);
    expect(text).toBe(text.normalize('NFC'));
    expect(text.length).toBeLessThanOrEqual(channel.texts.post);
    expect(text).toContain(one.name);
    expect(text).toContain('Gói nửa cân: 60.000');
    expect(text).toContain(url);
    expect(text).toContain('…');
    expect(text).not.toMatch(/\{\w+\}/);
  });

  it('without a story or an address says no more than is known', () => {
    const text = postText(
      facts('Miến', { story: '', url: null }),
      { texts: { title: 9, description: 9, post: 2000 } },
      words,
    );
    expect(text).not.toContain('http');
    expect(text.split('\n')).toHaveLength(4);
  });
});

describe('a picture', () => {
  const photo = sharp(fromRoot('tests/support/noodles.jpg')).toBuffer();
  const cases = pictureTemplates.flatMap((template) =>
    Object.keys(template.shapes).flatMap((shape) =>
      names.flatMap((name) =>
        [true, false].map((hasPhoto) => ({ template, at: template.name, shape, name, hasPhoto })),
      ),
    ),
  );

  // Each length once, one with a photo and one without; both ways with both under FULL.
  const drawn = cases.filter(({ name, hasPhoto }) => process.env.FULL || (name === eighty) === hasPhoto);

  it.each(drawn)('$at $shape of “$name” (photo: $hasPhoto) cuts no word and weighs little', async (one) => {
    const { template, shape, name, hasPhoto } = one;
    const texts = pictureTexts(facts(name, { occasion: 'market' }), words, url);
    const asked = { texts, payload: url, photo: hasPhoto ? await photo : null, mark: null };
    // A text that does not fit its box is refused by name: nothing is drawn cut.
    const picture = await drawPicture(template, shape, asked);
    const bytes = await lightJpeg(() => picture.clone());
    const { width, height, format } = await sharp(bytes).metadata();
    expect({ width, height }).toEqual({ width: template.shapes[shape]?.width, height: template.shapes[shape]?.height });
    expect(format).toBe('jpeg');
    expect(bytes.length).toBeLessThanOrEqual(mostBytes);
  });

  it('is in every shape that a channel asks for', () => {
    const posts = pictureTemplates.filter(({ use }) => use === 'post');
    expect(posts.length).toBeGreaterThan(0);
    for (const { pictures } of channelFacts)
      for (const shape of pictures.posts) for (const { shapes } of posts) expect(shapes).toHaveProperty(shape);
  });
});
