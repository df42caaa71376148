import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../../server/actor.ts';
import {
  addProduct,
  changeProduct,
  findPacks,
  findProduct,
  findProductBySlug,
  findProductsByGtin,
  getProduct,
  listProducts,
  type WantedProduct,
} from '../../../server/catalog/products.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aCommune } from '../identity/makers.ts';
import { goods, packOf, refusal, someGoods } from '../traceability/makers.ts';

useDatabase();

let commune: Awaited<ReturnType<typeof aCommune>>;
let farmer: Actor;

beforeAll(async () => {
  commune = await aCommune();
  farmer = commune.household.actor;
});

const wanted = (more: Partial<WantedProduct> = {}): WantedProduct => ({ ...goods(), ...more });
const pack = (unit: string) => ({ name: 'Gói', netQuantity: { value: 1, unit }, priceVnd: 1000 });

describe('addProduct', () => {
  it.each<[string, Partial<WantedProduct>, string, string[]]>([
    ['a kind without a profile', { kind: 'ca-phe' }, 'kind-unknown', ['/kind']],
    [
      'another place’s mark',
      { kind: 'gao-seng-cu', name: 'Gạo SENG CU Than Uyên loại 1' },
      'product-mistaken',
      ['/name'],
    ],
    ['a GTIN with a wrong check digit', { gtin: '09506000134353' }, 'product-mistaken', ['/gtin']],
    [
      'a unit goods are not sold in',
      { packs: [pack('g'), pack('parsec')] },
      'product-mistaken',
      ['/packs/1/netQuantity/unit'],
    ],
  ])('refuses %s and says where', async (_what, more, code, pointers) => {
    expect(await refusal(addProduct(farmer, wanted(more), noon))).toEqual({ kind: 'invalid', code, pointers });
  });

  it('lets a household sell for itself, a cooperative for its members, an officer for nobody', async () => {
    const { sellers } = commune;
    const forOther = (actor: Actor, sellerId?: string) => addProduct(actor, wanted({ sellerId }), noon);
    expect(await refusal(forOther(farmer, sellers.neighbour.id))).toMatchObject({ code: 'seller-not-found' });
    expect(await refusal(forOther(commune.cooperative.actor, sellers.stranger.id))).toMatchObject({
      code: 'seller-not-found',
    });
    expect(await refusal(forOther(commune.officer.actor))).toMatchObject({ code: 'not-yours' });
    expect((await forOther(commune.cooperative.actor, sellers.household.id)).sellerId).toBe(sellers.household.id);
    expect((await forOther(farmer)).sellerId).toBe(farmer.sellerId);
  });

  it('keeps what was said and nothing else', async () => {
    const more = { sellerRole: 'officer', _id: 'x', version: 9, __proto__: { admin: true } } as Partial<WantedProduct>;
    const product = await addProduct(farmer, { ...wanted(), ...more }, noon);
    expect(product).toEqual({
      ...goods(),
      id: expect.stringMatching(/^[0-9a-f]{24}$/),
      screening: 'waiting',
      isTakenDown: false,
      slug: expect.stringMatching(/^mien-dong-thu/),
      sellerId: farmer.sellerId,
      gtin: null,
      photoId: null,
      description: null,
      needsInspection: false,
      packs: goods().packs.map((one) => ({ ...one, id: expect.any(String) })),
    });
    expect(await getProduct(product.id)).toEqual(product);
  });

  it('gives products of one name addresses of their own, many at once included', async () => {
    const name = 'Thổ cẩm Đặng';
    const products = await Promise.all(
      [1, 2, 3].map(() => addProduct(farmer, wanted({ name, kind: 'tho-cam' }), noon)),
    );
    expect(products.map(({ slug }) => slug).sort()).toEqual(['tho-cam-dang', 'tho-cam-dang-2', 'tho-cam-dang-3']);
    expect((await findProductBySlug('THO-CAM-DANG-2'))?.name).toBe(name);
  });

  it('gives a second product whose name says GTIN an address of its own, not a barcode’s refusal', async () => {
    const named = () => addProduct(farmer, wanted({ name: 'Miến có GTIN' }), noon);
    expect((await named()).slug).toBe('mien-co-gtin');
    expect((await named()).slug).toBe('mien-co-gtin-2');
  });

  it('keeps a GTIN for one product, written with 14 digits', async () => {
    const { id } = await addProduct(farmer, wanted({ gtin: '9506000134352' }), noon);
    const bearers = () => findProductsByGtin('09506000134352');
    expect(await bearers()).toMatchObject([{ id, gtin: '09506000134352' }]);
    expect(await refusal(addProduct(farmer, wanted({ gtin: '09506000134352' }), noon))).toMatchObject({
      kind: 'conflict',
      code: 'gtin-taken',
    });
    const other = await someGoods(farmer);
    expect(await refusal(changeProduct(farmer, other.id, { gtin: '09506000134352' }, noon))).toMatchObject({
      code: 'gtin-taken',
    });
    // Labels that were printed with it are still out there: who bears it now comes first.
    await changeProduct(farmer, id, { gtin: null }, noon);
    expect(await bearers()).toMatchObject([{ id, gtin: null }]);
    await changeProduct(farmer, other.id, { gtin: '09506000134352' }, noon);
    expect((await bearers()).map((one) => one.id)).toEqual([other.id, id]);
  });
});

describe('changeProduct', () => {
  it('is for who acts for the seller', async () => {
    const { id } = await someGoods(farmer);
    const change = (actor: Actor) => refusal(changeProduct(actor, id, { name: 'Khác' }, noon));
    expect(await change(commune.stranger.actor)).toMatchObject({ kind: 'missing' });
    expect(await change(commune.neighbour.actor)).toMatchObject({ kind: 'missing' });
    expect(await change(commune.officer.actor)).toMatchObject({ kind: 'forbidden' });
    expect((await getProduct(id)).name).toBe('Miến dong thử');
  });

  it('keeps ids of packs, gives new ones theirs, and offers no more what was left out', async () => {
    const product = await someGoods(farmer);
    const first = { ...goods().packs[0], id: packOf(product), priceVnd: 65_000 } as WantedProduct['packs'][number];
    const changed = await changeProduct(farmer, product.id, { packs: [first, pack('kg')] }, noon);
    expect(changed.packs.map(({ id, priceVnd }) => [id, priceVnd])).toEqual([
      [packOf(product), 65_000],
      [expect.any(String), 1000],
    ]);
    const retired = packOf(product, 1);
    expect(await findPacks([retired])).toEqual([]);
    expect((await findPacks([retired], { withRetired: true }))[0]?.pack.name).toBe('Gói 2');
    expect((await findPacks([packOf(product)]))[0]?.product.id).toBe(product.id);
  });

  it('does not take a pack of other goods', async () => {
    const [product, other] = [await someGoods(farmer), await someGoods(farmer)];
    const foreign = { ...pack('g'), id: packOf(other) };
    expect(await refusal(changeProduct(farmer, product.id, { packs: [foreign] }, noon))).toEqual({
      kind: 'invalid',
      code: 'pack-unknown',
      pointers: ['/packs/0/id'],
    });
  });

  it('loses none of two changes at once', async () => {
    const { id } = await someGoods(farmer);
    await Promise.all([
      changeProduct(farmer, id, { name: 'Tên mới' }, noon),
      changeProduct(farmer, id, { description: { vi: 'Ngon', en: 'Good' } }, noon),
    ]);
    expect(await getProduct(id)).toMatchObject({ name: 'Tên mới', description: { vi: 'Ngon', en: 'Good' } });
  });
});

describe('listProducts', () => {
  it.each(['mat ong rung', 'MẬT ONG', 'rừng', 'mật rung'])('finds “Mật ong rừng Đào” by %j', async (search) => {
    const name = 'Mật ong rừng Đào';
    const [there] = await listProducts({ search: 'rung dao' });
    const { id } = there ?? (await addProduct(farmer, wanted({ kind: 'mat-ong', name }), noon));
    expect((await listProducts({ search })).map((one) => one.id)).toContain(id);
  });

  it('takes a search as words, not as a pattern', async () => {
    expect(await listProducts({ search: '.*' })).toEqual([]);
    expect(await listProducts({ search: '(' })).toEqual([]);
  });

  it('lists by seller and kind, newest first, page by page', async () => {
    const seller = [commune.stranger.actor.sellerId ?? ''];
    const ids: string[] = [];
    for (let n = 0; n < 3; n += 1) ids.unshift((await someGoods(commune.stranger.actor)).id);
    const honey = await someGoods(commune.stranger.actor, 'mat-ong');
    const list = async (more: object) => (await listProducts({ sellerIds: seller, ...more })).map(({ id }) => id);
    expect(await list({})).toEqual([honey.id, ...ids]);
    expect(await list({ kind: 'mien-dong', limit: 2 })).toEqual(ids.slice(0, 2));
    expect(await list({ kind: 'mien-dong', after: ids[1] })).toEqual(ids.slice(2));
    expect(await listProducts({ sellerIds: [] })).toEqual([]);
  });
});

describe('findProduct', () => {
  it.each(['', 'x', '0'.repeat(24), '{"$ne":null}'])('is nothing for %j', async (id) => {
    expect(await findProduct(id)).toBeNull();
    expect(await refusal(getProduct(id))).toMatchObject({ kind: 'missing', code: 'product-not-found' });
  });
});
