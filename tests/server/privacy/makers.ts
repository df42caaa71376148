import { readFileSync } from 'node:fs';
import type { Actor } from '../../../server/actor.ts';
import { recordConsent } from '../../../server/catalog/consents.ts';
import { addProduct } from '../../../server/catalog/products.ts';
import { addStoryPhoto } from '../../../server/catalog/story-photos.ts';
import { addDemonstrationAccount, findActor, signIn } from '../../../server/identity/accounts.ts';
import { recordIdentity } from '../../../server/identity/identity-checks.ts';
import { setShownPhone } from '../../../server/identity/seller-phone.ts';
import { addHousehold } from '../../../server/identity/sellers.ts';
import { keepImage } from '../../../server/media/images.ts';
import { bringPaper } from '../../../server/ocop/brought-papers.ts';
import { beginDossier, writeNote } from '../../../server/ocop/dossiers.ts';
import { deliverOrder, packOrder, placeOrder } from '../../../server/orders/orders.ts';
import { setReceivingAccount } from '../../../server/payments/receiving-accounts.ts';
import { plotFactsFrom } from '../../../server/plots/plot-facts.ts';
import { addPlot } from '../../../server/plots/plots.ts';
import { reportDoubt } from '../../../server/provenance/doubts.ts';
import { registerBatch } from '../../../server/traceability/batches.ts';
import { recordEvent } from '../../../server/traceability/events.ts';
import { noon } from '../../support/services.ts';
import { inCash } from '../orders/makers.ts';

const photoBytes = () => readFileSync('tests/support/noodles.jpg');
export const line = 'Nhà số 77 ngõ Ruộng Cao';
export const phone = '0987654321';

/** A household with something of its own in every room. */
export async function aWholeHousehold(cooperativeId: string, officer: Actor) {
  const address = { line, commune: 'Bình Lư', province: 'Lai Châu' };
  const wish = { name: 'Hộ bà Quàng Thị Xuyến', village: 'Sin Câu', address, cooperativeId };
  const seller = await addHousehold(wish, noon);
  const account = { name: 'Quàng Thị Xuyến', role: 'household' as const, phone, sellerId: seller.id, pin: '246810' };
  await addDemonstrationAccount({ ...account, cooperativeId }, noon);
  const { token } = await signIn({ phone, pin: '246810', device: 'a-device', actor: null }, noon);
  const actor = await findActor(token, noon);
  if (!actor) throw new Error('nobody');
  await setShownPhone(actor, seller.id, { phone: '+84987654321' }, noon);
  await setReceivingAccount(seller.id, { bin: '970436', number: '0000000777', holder: 'QUANG THI XUYEN' }, noon);
  const goods = await itsGoods(actor, seller.id);
  await itsStory(actor, seller.id);
  await itsLand(actor, seller.id);
  await itsPapers(officer, seller.id);
  const message = `Quàng Thị Xuyến ở ${line} bán hàng giả`;
  await reportDoubt({ code: goods.batch.code, message, contact: 'zalo' }, 'x', noon);
  return { seller, actor, ...goods };
}

async function itsGoods(actor: Actor, sellerId: string) {
  const image = await keepImage(photoBytes(), sellerId, noon);
  const packs = [{ name: 'Gói', netQuantity: { value: 0.5, unit: 'kg' }, priceVnd: 60_000 }];
  const description = { vi: `Mua ở ${line}, gọi ${phone}` };
  const wish = { name: 'Miến dong nhà Quàng Thị Xuyến', kind: 'mien-dong', photoId: image.id, description, packs };
  const product = await addProduct(actor, wish, noon);
  const packId = product.packs[0]?.id ?? '';
  const making = {
    productId: product.id,
    quantity: { value: 100, unit: 'kg' },
    producedOn: '2026-11-10',
    note: `Quàng Thị Xuyến làm ở ${line}`,
    packs: [{ packId, count: 10 }],
  };
  const batch = await registerBatch(actor, making, noon);
  await itsDossier(actor, product.id);
  const step = { stage: 'packing', occurredAt: noon, note: 'Xuyến gói, Quàng Thị Xuyến', photoIds: [image.id] };
  await recordEvent(actor, batch.code, step, noon);
  return { product, packId, batch, image };
}

async function itsDossier(actor: Actor, productId: string): Promise<void> {
  const wanted = { productId, registration: 'new' as const, setId: 'qd-26-2026', productSet: null };
  const id = await beginDossier(actor, wanted, { requestId: null, at: noon });
  await writeNote(actor, id, { criterion: 'A1', text: `Quàng Thị Xuyến làm ở ${line}` });
  await bringPaper(actor, id, { paper: 'business-registration', bytes: photoBytes(), at: noon });
}

async function itsStory(actor: Actor, sellerId: string): Promise<void> {
  const way = 'in-person' as const;
  const consent = { person: 'Quàng Thị Xuyến', showsName: true, showsFace: true, way, givenOn: '2026-11-15' };
  const faces = [await recordConsent(actor, { sellerId }, consent, { at: noon })];
  await addStoryPhoto(actor, { sellerId }, { bytes: photoBytes(), caption: null, faces }, noon);
}

async function itsLand(actor: Actor, sellerId: string): Promise<void> {
  const position = { latitude: 22.3, longitude: 103.6 };
  const plot = {
    use: 'growing' as const,
    name: `Ruộng sau ${line}`,
    area: 500,
    ...plotFactsFrom(() => undefined),
    position,
  };
  await addPlot(actor, sellerId, plot, { at: noon });
}

async function itsPapers(officer: Actor, sellerId: string): Promise<void> {
  const who = { legalName: 'Quàng Thị Xuyến', bornOn: '1980-08-05', number: '012345678901', address: line };
  const facts = { ...who, validUntil: null, taxCode: null };
  await recordIdentity(officer, sellerId, { kind: 'person', way: 'papers', on: '2026-11-16', ...facts }, noon);
}

/** Two packs of its goods were ordered, handed over and paid. */
export async function sold(of: Awaited<ReturnType<typeof aWholeHousehold>>): Promise<void> {
  const { order } = await placeOrder(inCash(of.packId, 2), noon);
  await packOrder(of.actor, order.number, noon);
  await deliverOrder(of.actor, order.number, noon);
}
