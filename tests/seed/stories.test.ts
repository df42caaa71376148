import { beforeAll, expect, it } from 'vitest';
import { tellStories } from '../../seed/stories.ts';
import type { Actor } from '../../server/actor.ts';
import { withdrawConsent } from '../../server/catalog/consents.ts';
import { addProduct, type Product } from '../../server/catalog/products.ts';
import { hideStory, ownStory, storiesFor } from '../../server/catalog/stories.ts';
import { aFarmer, goods } from '../server/traceability/makers.ts';
import { noon } from '../support/app.ts';
import { useDatabase } from '../support/database.ts';

useDatabase();
let actor: Actor;
let scarf: Product;
beforeAll(async () => {
  actor = await aFarmer();
  await addProduct(actor, { ...goods(), name: 'Miến dong Tân Bình' }, noon);
  scarf = await addProduct(actor, { ...goods('tho-cam'), name: 'Khăn thổ cẩm Nà Đa' }, noon);
});
const tell = () => tellStories(() => actor, noon);
const stories = () => storiesFor({ productId: scarf.id, sellerId: scarf.sellerId });

it('tells each story once, every person with a consent and named as invented', async () => {
  await tell();
  await tell();
  const { product, seller } = await stories();
  expect(product?.people).toEqual([{ name: 'Tẩn Mẩy Seo (nhân vật mẫu)', task: 'dệt và thêu', people: 'Dao' }]);
  expect(product?.photos).toHaveLength(1);
  expect(seller).not.toBeNull();
});

it('leaves what a visitor took back or took down as it is', async () => {
  const owner = { productId: scarf.id };
  const [consent] = (await ownStory(actor, owner)).consents;
  await withdrawConsent(actor, owner, consent?.id ?? '', noon);
  await hideStory(actor, owner);
  await tell();
  expect((await stories()).product).toBeNull();
  expect((await ownStory(actor, owner)).consents).toHaveLength(1);
});
