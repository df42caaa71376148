import sharp from 'sharp';
import type { Actor } from '../../../server/actor.ts';
import { addProduct, type Product } from '../../../server/catalog/products.ts';
import { addCooperative, addHousehold, type Seller } from '../../../server/identity/sellers.ts';
import { keepImage } from '../../../server/media/images.ts';
import { type Batch, registerBatch } from '../../../server/traceability/batches.ts';
import { recordEvent } from '../../../server/traceability/events.ts';
import { unitSerial } from '../../../server/traceability/unit-serial.ts';
import { noon, testConfig } from '../../support/services.ts';

/** A household, its cooperative, and one batch of miến dong with three steps: made through the doors. */
export interface Thread {
  household: Seller;
  cooperative: Seller;
  farmer: Actor;
  chair: Actor;
  officer: Actor;
  product: Product;
  batch: Batch;
}

const actorFor = (role: Actor['role'], seller: Seller | null): Actor => ({
  accountId: '0123456789abcdef01234567',
  name: 'Lò Thị Mai',
  role,
  sellerId: seller?.id ?? null,
  cooperativeId: seller?.cooperativeId ?? seller?.id ?? null,
  sessionId: 'session',
  freshAt: noon,
});

interface Wanted {
  gtin?: string;
  /** Of the product. */
  name?: string;
  lot?: string;
  note?: string;
  expiresOn?: string | null;
  moisture?: number;
  photo?: Buffer;
}

export async function aThread(wanted: Wanted = {}): Promise<Thread> {
  const address = { line: 'Bản Tân Bình', commune: 'xã Bình Lư', province: 'tỉnh Lai Châu' };
  const cooperative = await addCooperative({ name: 'HTX Miến Bình Lư', village: 'Bản Hưng Bình', address }, noon);
  const formerly = 'xã Bình Lư, huyện Tam Đường, tỉnh Lai Châu';
  const household = await addHousehold(
    {
      name: 'Hộ Lò Thị Mai',
      cooperativeId: cooperative.id,
      village: 'Bản Tân Bình',
      people: 'Thái',
      address: { ...address, formerly },
    },
    noon,
  );
  const farmer = actorFor('household', household);
  const product = await aProduct(farmer, wanted);
  const batch = await aBatch(farmer, product, wanted);
  return {
    household,
    cooperative,
    farmer,
    chair: actorFor('cooperative', cooperative),
    officer: actorFor('officer', null),
    product,
    batch,
  };
}

const aProduct = (farmer: Actor, { gtin, name = 'Miến dong sợi nhỏ' }: Wanted): Promise<Product> =>
  addProduct(
    farmer,
    {
      name,
      kind: 'mien-dong',
      gtin,
      packs: [{ name: 'Gói 500 g', netQuantity: { value: 500, unit: 'g' }, priceVnd: 60_000 }],
    },
    noon,
  );

/** One more batch of the product, with a photo and three steps. */
export async function aBatch(farmer: Actor, product: Product, wanted: Wanted = {}): Promise<Batch> {
  const photo = await keepImage(wanted.photo ?? (await aPhoto()), product.sellerId, noon);
  const batch = await registerBatch(
    farmer,
    {
      productId: product.id,
      quantity: { value: 120, unit: 'kg' },
      producedOn: '2026-11-03',
      expiresOn: wanted.expiresOn === undefined ? '2027-11-03' : wanted.expiresOn,
      lot: wanted.lot,
      photoId: photo.id,
    },
    noon,
  );
  const place = 'Bản Tân Bình';
  const step = (stage: string, day: string, more = {}) =>
    recordEvent(farmer, batch.code, { stage, occurredAt: new Date(`${day}T02:00:00Z`), place, ...more }, noon);
  await step('tuber-harvest', '2026-10-12', { note: wanted.note ?? 'Củ già, trời khô.' });
  await step('sun-drying', '2026-11-15', {
    measurements: [{ key: 'moisture', value: wanted.moisture ?? 13.5, unit: '%' }],
    photoIds: [photo.id],
  });
  await step('packing', '2026-11-16', { packs: [{ packId: product.packs[0]?.id ?? '', count: 40 }] });
  return batch;
}

const aPhoto = (): Promise<Buffer> =>
  sharp({ create: { width: 640, height: 480, channels: 3, background: '#c9a' } })
    .jpeg()
    .toBuffer();

/** The serial of one of a batch's units, made with the tests' label key. */
export const serialOf = (code: string, number = 7): string => unitSerial(code, number, testConfig().labelKeys[0] ?? '');
