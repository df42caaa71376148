import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import type { Actor } from '../server/actor.ts';
import { addProduct, listProducts, type Product } from '../server/catalog/products.ts';
import { addShopLink, shopLinksFor } from '../server/catalog/shop-links.ts';
import { dayOf } from '../server/format.ts';
import { keepImage } from '../server/media/images.ts';
import { fromRoot } from '../server/root.ts';
import { type Batch, findBatchByLot, recallBatch, registerBatch } from '../server/traceability/batches.ts';
import { recordEvent } from '../server/traceability/events.ts';
import type { DemoBatch, DemoProduct } from './goods.ts';
import type { DemoStep } from './histories.ts';

const dayMs = 86_400_000;

/** Puts one product on the market: its picture, its outside shops, its batches with their history. */
export async function stock(good: DemoProduct, actor: Actor, now: Date): Promise<void> {
  const photoId = await keepPicture(good.picture, actor, now);
  const product = await keepProduct(good, actor, photoId, now);
  await keepLinks(good, product, actor, now);
  for (const batch of good.batches) await keepBatch(batch, product, actor, now);
}

/** Keeps a drawing of the seed as a photo of the actor's seller; answers its id. */
export async function keepPicture(name: string, actor: Actor, now: Date): Promise<string> {
  const { id } = await keepImage(await drawn(name), actor.sellerId ?? '', now);
  return id;
}

/** A drawing of the seed as a photo. */
export const drawn = async (name: string): Promise<Buffer> =>
  sharp(await readFile(fromRoot('seed/pictures', `${name}.svg`)))
    .jpeg({ quality: 88 })
    .toBuffer();

/** A product of the actor's that the seed has made. */
export async function productOf(actor: Actor, name: string): Promise<Product> {
  const product = await findOwn(actor, name);
  if (!product) throw new Error(`No product ${name} in the seed`);
  return product;
}

const findOwn = async (actor: Actor, name: string): Promise<Product | undefined> =>
  (await listProducts({ sellerIds: [actor.sellerId ?? ''] })).find((one) => one.name === name);

const keepProduct = async ({ product }: DemoProduct, actor: Actor, photoId: string, now: Date): Promise<Product> =>
  (await findOwn(actor, product.name)) ?? addProduct(actor, { ...product, photoId }, now);

async function keepLinks(good: DemoProduct, product: Product, actor: Actor, now: Date): Promise<void> {
  const there = await shopLinksFor({ productId: product.id, sellerId: product.sellerId });
  for (const link of good.links) {
    if (!there.some(({ channel }) => channel === link.channel))
      await addShopLink(actor, { productId: product.id }, link, now);
  }
}

async function keepBatch(wanted: DemoBatch, product: Product, actor: Actor, now: Date): Promise<void> {
  const registered = moment(wanted.producedDaysAgo, '18:30', now);
  const batch = (await findBatchByLot(product.id, wanted.lot)) ?? (await register(wanted, product, actor, registered));
  const left = wanted.steps.slice(batch.events.length);
  for (const step of left) await keepStep(step, { batch, product, actor, registered }, now);
  if (wanted.recall && batch.recall === null) {
    await recallBatch(actor, batch.code, wanted.recall, moment(2, '15:20', now));
  }
}

const register = (wanted: DemoBatch, product: Product, actor: Actor, registered: Date): Promise<Batch> =>
  registerBatch(
    actor,
    {
      productId: product.id,
      quantity: wanted.quantity,
      producedOn: dayOf(registered),
      expiresOn:
        wanted.shelfLifeDays === null ? null : dayOf(new Date(registered.getTime() + wanted.shelfLifeDays * dayMs)),
      lot: wanted.lot,
    },
    registered,
  );

interface Place {
  batch: Batch;
  product: Product;
  actor: Actor;
  registered: Date;
}

/** A step is told two hours after it happened; what happened before the batch was registered, when it was registered. */
async function keepStep(step: DemoStep, { batch, product, actor, registered }: Place, now: Date): Promise<void> {
  const occurredAt = moment(step.daysAgo, step.time, now);
  const told = new Date(Math.max(occurredAt.getTime() + 2 * 3_600_000, registered.getTime()));
  const packs = (step.packs ?? []).flatMap((count, index) => {
    const pack = product.packs[index];
    return pack ? [{ packId: pack.id, count }] : [];
  });
  await recordEvent(
    actor,
    batch.code,
    { stage: step.stage, occurredAt, measurements: step.measurements ?? [], note: step.note ?? null, packs },
    told,
  );
}

/** A time of day in Vietnam, so many days ago. */
export const moment = (daysAgo: number, time: string, now: Date): Date =>
  new Date(`${dayOf(new Date(now.getTime() - daysAgo * dayMs))}T${time}:00+07:00`);
