import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../../server/actor.ts';
import type { Product } from '../../../server/catalog/products.ts';
import { ShopLinkModel } from '../../../server/catalog/shop-link.ts';
import {
  addShopLink,
  openShopLink,
  ownShopLinks,
  removeShopLink,
  reportShopLink,
  shopLinkCounts,
  shopLinksFor,
} from '../../../server/catalog/shop-links.ts';
import { approveWebsite, waitingWebsites } from '../../../server/catalog/websites.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aCommune } from '../identity/makers.ts';
import { refusal, someGoods } from '../traceability/makers.ts';

useDatabase();

let commune: Awaited<ReturnType<typeof aCommune>>;
let farmer: Actor;
let product: Product;
let links = 0;

beforeAll(async () => {
  commune = await aCommune();
  farmer = commune.household.actor;
  product = await someGoods(farmer);
});

const newUrl = (): string => `https://shopee.vn/shop/${(links += 1)}`;
const shopee = () => ({ channel: 'shopee' as const, url: newUrl() });
const own = () => ({ sellerId: farmer.sellerId ?? '' });

describe('addShopLink', () => {
  it('is for who acts for the seller', async () => {
    for (const owner of [own(), { productId: product.id }]) {
      expect((await refusal(addShopLink(commune.stranger.actor, owner, shopee(), noon))).kind).toBe('missing');
      expect((await refusal(addShopLink(commune.officer.actor, owner, shopee(), noon))).code).toBe('not-yours');
    }
    expect((await refusal(addShopLink(farmer, { productId: 'x' }, shopee(), noon))).code).toBe('product-not-found');
  });

  it('refuses another host, the same address twice, and more than twenty', async () => {
    const goods = await someGoods(farmer);
    const add = (url: string) => addShopLink(farmer, { productId: goods.id }, { channel: 'shopee', url }, noon);
    expect(await refusal(add('https://evil.example/'))).toMatchObject({
      code: 'shop-link-refused',
      pointers: ['/url'],
    });
    const url = newUrl();
    await add(url);
    expect((await refusal(add(url))).code).toBe('shop-link-there');
    for (let n = 1; n < 20; n += 1) await add(newUrl());
    expect((await refusal(add(newUrl()))).code).toBe('too-many-shop-links');
  });
});

describe('shopLinksFor', () => {
  it('gives the product’s links, then the seller’s, and nobody else’s', async () => {
    const goods = await someGoods(commune.neighbour.actor);
    const sellerId = commune.neighbour.actor.sellerId ?? '';
    const ofSeller = await addShopLink(
      commune.neighbour.actor,
      { sellerId },
      { channel: 'zalo', url: 'https://zalo.me/1' },
      noon,
    );
    const ofProduct = await addShopLink(commune.neighbour.actor, { productId: goods.id }, shopee(), noon);
    expect(await shopLinksFor({ productId: goods.id, sellerId })).toEqual([ofProduct, ofSeller]);
    expect(await shopLinksFor({ sellerId })).toEqual([ofSeller]);
  });

  it('keeps a website back until the officer has approved it', async () => {
    const goods = await someGoods(farmer);
    const site = { channel: 'website' as const, url: 'https://miendong.com.vn/' };
    const { id } = await addShopLink(farmer, { productId: goods.id }, site, noon);
    const shown = async () => (await shopLinksFor({ productId: goods.id, ...own() })).map((link) => link.id);
    expect(await shown()).not.toContain(id);
    expect((await refusal(openShopLink(id, noon))).code).toBe('shop-link-not-found');
    expect((await ownShopLinks(farmer, { productId: goods.id }))[0]).toMatchObject({ id, waiting: true });
    expect((await refusal(approveWebsite(farmer, id, noon))).code).toBe('officers-only');
    expect((await refusal(waitingWebsites(farmer))).code).toBe('officers-only');
    expect((await waitingWebsites(commune.officer.actor)).map((link) => link.id)).toContain(id);
    await approveWebsite(commune.officer.actor, id, noon);
    expect((await refusal(approveWebsite(commune.officer.actor, id, noon))).code).toBe('shop-link-not-found');
    expect(await shown()).toContain(id);
    expect(await openShopLink(id, noon)).toBe(site.url);
  });
});

describe('openShopLink', () => {
  it.each(['', 'x', '0'.repeat(24), 'https://evil.example'])('does not know %j', async (id) => {
    expect((await refusal(openShopLink(id, noon))).code).toBe('shop-link-not-found');
  });

  it('leads nowhere when the kept address is not one of the channel’s hosts any more', async () => {
    const link = await addShopLink(farmer, own(), shopee(), noon);
    await ShopLinkModel.collection.updateOne({ url: link.url }, { $set: { url: 'https://evil.example/' } });
    expect((await refusal(openShopLink(link.id, noon))).code).toBe('shop-link-not-found');
  });

  it('counts per channel and Vietnamese month, many at once included', async () => {
    const { actor } = commune.stranger;
    const owner = { sellerId: actor.sellerId ?? '' };
    const [a, b] = [await addShopLink(actor, owner, shopee(), noon), await addShopLink(actor, owner, shopee(), noon)];
    const zalo = await addShopLink(actor, owner, { channel: 'zalo', url: 'https://zalo.me/2' }, noon);
    const lastOfNovember = new Date('2026-11-30T16:59:59Z');
    const firstOfDecember = new Date('2026-11-30T17:00:00Z');
    await Promise.all(Array.from({ length: 10 }, (_, n) => openShopLink(n % 2 ? a.id : b.id, lastOfNovember)));
    await openShopLink(a.id, firstOfDecember);
    await openShopLink(zalo.id, firstOfDecember);
    expect(await shopLinkCounts(owner.sellerId)).toEqual([
      { channel: 'shopee', month: '2026-12', opened: 1 },
      { channel: 'zalo', month: '2026-12', opened: 1 },
      { channel: 'shopee', month: '2026-11', opened: 10 },
    ]);
  });
});

describe('removeShopLink and reportShopLink', () => {
  it('tell the owner of broken links, who takes them away', async () => {
    const link = await addShopLink(farmer, { productId: product.id }, shopee(), noon);
    await reportShopLink(link.id, noon);
    await reportShopLink(link.id, noon);
    expect((await ownShopLinks(farmer, { productId: product.id })).find(({ id }) => id === link.id)?.reports).toBe(2);
    expect((await refusal(removeShopLink(farmer, own(), link.id))).code).toBe('shop-link-not-found');
    expect((await refusal(removeShopLink(commune.stranger.actor, { productId: product.id }, link.id))).kind).toBe(
      'missing',
    );
    await removeShopLink(farmer, { productId: product.id }, link.id);
    expect((await refusal(removeShopLink(farmer, { productId: product.id }, link.id))).code).toBe(
      'shop-link-not-found',
    );
    expect((await refusal(reportShopLink(link.id, noon))).code).toBe('shop-link-not-found');
  });
});
