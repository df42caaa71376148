import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { receivingBanks } from '../../../server/payments/bank-directory.ts';
import { type Poster, pictureWidths, qrPng, qrSvg } from '../../../server/payments/qr-picture.ts';
import { readPicture } from '../../../server/payments/read-picture.ts';
import { accountOf } from '../../../server/payments/receiving-account.ts';
import { encode } from '../../../server/payments/vietqr/encode.ts';
import { settable, undrawable } from '../../../server/press/fonts.ts';

const poster: Poster = {
  payload: encode({ bin: '970436', number: '0123499999', amountVnd: 1_250_000, purpose: 'BLK7Q2M9XW' }),
  holder: 'LÒ THỊ ƯƠNG MẪU',
  bankName: 'Vietcombank',
  number: '0123499999',
  amountVnd: 1_250_000,
  reference: 'BLK7Q2M9XW',
};
const longest: Poster = {
  ...poster,
  payload: encode({ bin: '970436', number: '9'.repeat(19), amountVnd: 499_999_999, purpose: 'A'.repeat(25) }),
  holder: 'HỢP TÁC XÃ NÔNG NGHIỆP VÀ DỊCH VỤ TỔNG HỢP BẢN TÂN BÌNH XÃ BÌNH LƯ',
};

describe('a picture of a code', () => {
  it.each(pictureWidths)('is read back from its pixels at most %i pixels wide', async (width) => {
    for (const one of [poster, longest, { ...poster, amountVnd: null, reference: null }]) {
      const png = await qrPng(one, width);
      const { width: real, height } = await sharp(png).metadata();
      expect(real).toBeLessThanOrEqual(width);
      expect(height).toBeGreaterThan(real);
      expect(await readPicture(png)).toBe(one.payload);
    }
  });

  it('is read back from its SVG, however large it is shown', async () => {
    for (const pixels of [300, 1000]) {
      const shown = await sharp(Buffer.from(qrSvg(poster)))
        .resize(pixels)
        .png()
        .toBuffer();
      expect(await readPicture(shown)).toBe(poster.payload);
    }
  });

  it('is read back from a grey photograph of half its size', async () => {
    const photo = await sharp(await qrPng(poster, 720))
      .resize(300)
      .modulate({ brightness: 0.7 })
      .blur(0.6)
      .jpeg({ quality: 60 })
      .toBuffer();
    expect(await readPicture(photo)).toBe(poster.payload);
  });

  it('carries its words as outlines, needs no font and runs nothing', () => {
    const svg = qrSvg({ ...poster, holder: '<script>"&' });
    expect(svg).not.toMatch(/<text|<script|style=|href/);
    expect(svg).toContain('&lt;script&gt;&quot;&amp;');
  });

  it('loses no letter of a name: styled ones are plain, others are refused at the form, and a sign stands for old ones', () => {
    const account = { bin: '970436', number: '0123499999' };
    expect(accountOf({ ...account, holder: '𝗟𝗼̀ Ｔhị\u200b Mai' }).holder).toBe('LÒ THỊ MAI');
    expect(() => accountOf({ ...account, holder: 'Lò 米 Mai' })).toThrow(
      expect.objectContaining({ mistakes: [{ pointer: '/holder', code: 'holder-letters', facts: { letters: '米' } }] }),
    );
    expect(qrSvg({ ...poster, holder: 'LÒ 米 MAI' }).replace(/<title>.*<\/title>/, '')).toBe(
      qrSvg({ ...poster, holder: 'LÒ ? MAI' }).replace(/<title>.*<\/title>/, ''),
    );
  });

  it('can write the name of every bank', () => {
    expect(receivingBanks().filter(({ shortName }) => undrawable(settable(shortName)).length > 0)).toEqual([]);
  });

  it('shows nothing to read where there is no code', async () => {
    const blank = await sharp({ create: { width: 200, height: 200, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    expect(await readPicture(blank)).toBeNull();
  });
});
