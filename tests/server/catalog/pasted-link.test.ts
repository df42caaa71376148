import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readShopUrl } from '../../../server/catalog/pasted-link.ts';

describe('readShopUrl', () => {
  it.each([
    ['shopee', 'https://shopee.vn/mien-dong-i.1.2'],
    ['shopee', 'https://www.shopee.vn/shop/1'],
    ['shopee', 'https://s.shopee.vn/abc'],
    ['shopee', 'https://shp.ee/abc'],
    ['tiktok', 'https://www.tiktok.com/@binhlu'],
    ['tiktok', 'https://vt.tiktok.com/ZS1'],
    ['tiktok', 'https://shop.tiktok.com/view/product/1?region=VN'],
    ['zalo', 'https://zalo.me/0900000101'],
    ['facebook', 'https://facebook.com/binhludigital'],
    ['maps', 'https://maps.app.goo.gl/AbC'],
    ['website', 'https://miendongbinhlu.com.vn/'],
  ] as const)('takes %s %s as it is', (channel, url) => {
    expect(readShopUrl(channel, url)).toBe(url);
  });

  it('writes Vietnamese letters of a path the one way', () => {
    expect(readShopUrl('shopee', 'https://shopee.vn/Miến-dong')).toBe('https://shopee.vn/Mi%E1%BA%BFn-dong');
  });

  it.each([
    '//evil.example/x',
    'https:evil.example',
    'https:/shopee.vn/x',
    'https:///shopee.vn/x',
    '\\\\evil.example',
    'https:\\\\shopee.vn\\x',
    'https://shopee.vn\\@evil.example/',
    'http://shopee.vn/x',
    'HTTPS://evil.example/shopee.vn',
    'https://shopee.vn@evil.example/',
    'https://evil.example@shopee.vn/',
    'https://user:word@shopee.vn/',
    'https://shopee.vn:8443/x',
    'https://shopee.vn:443/x',
    'https://shopee.vn./x',
    'https://shopee.vn.evil.example/',
    'https://evilshopee.vn/',
    'https://x.shopee.vn/',
    'https://shopee。vn/x',
    'https://shopee．vn/x',
    'https://ѕhopee.vn/x',
    'https://shopee.vn%2eevil.example/',
    'https://shopee.vn%00.evil.example/',
    'https://shopee.vn\t.evil.example/',
    'https://shopee.vn /x',
    ' https://shopee.vn/x',
    'https://shopee.vn/x\r\nSet-Cookie: a=b',
    'https://shopee.vn/x\u202e',
    'javascript:alert(1)//https://shopee.vn/',
    'data:text/html,https://shopee.vn/',
    'shopee.vn/x',
    '',
    `https://shopee.vn/${'x'.repeat(500)}`,
  ])('refuses %j for shopee', (url) => {
    expect(readShopUrl('shopee', url)).toBeNull();
  });

  it.each([
    ['facebook', 'https://facebook.com/l.php?u=https://evil.example'],
    ['facebook', 'https://www.facebook.com/flx/warn/?u=https://evil.example'],
    ['tiktok', 'https://www.tiktok.com/link/v2?target=https://evil.example'],
  ] as const)('refuses pages of %s that forward anywhere', (channel, url) => {
    expect(readShopUrl(channel, url)).toBeNull();
  });

  it.each([
    'https://localhost/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/',
    'https://router.lan/',
    'https://db.internal/',
    'https://printer.local/',
    'https://intranet/',
    'https://shopee.vn/x',
    'https://www.facebook.com/x',
    'https://-bad.example.com.vn-/',
  ])('refuses %s as a website', (url) => {
    expect(readShopUrl('website', url)).toBeNull();
  });

  it('lets no channel’s link lead to another host, whatever is tried', () => {
    const part = fc.oneof(
      fc.constantFrom(
        'https://',
        'http://',
        '//',
        '/',
        '\\',
        '@',
        ':',
        '?',
        '#',
        '.',
        '%2f',
        '%40',
        '\u2024',
        '。',
        ' ',
        '\n',
      ),
      fc.constantFrom('shopee.vn', 'zalo.me', 'evil.example', 'www.', 'user', '443'),
      fc.string({ maxLength: 3 }),
    );
    const allowed = /^(?:www\.)?(?:shopee\.vn|s\.shopee\.vn|shp\.ee|vn\.shp\.ee|m\.shopee\.vn)$/;
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const url = readShopUrl('shopee', parts.join(''));
        return (
          url === null || (url.startsWith('https://') && allowed.test(new URL(url).host) && !new URL(url).username)
        );
      }),
      { numRuns: 3000 },
    );
  });
});
