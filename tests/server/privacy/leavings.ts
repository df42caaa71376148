import { recordConsent } from '../../../server/catalog/consents.ts';
import { addProduct } from '../../../server/catalog/products.ts';
import { showStory } from '../../../server/catalog/stories.ts';
import { addStoryPhoto } from '../../../server/catalog/story-photos.ts';
import { fileComplaint } from '../../../server/complaints/complaints.ts';
import { recordIdentity } from '../../../server/identity/identity-checks.ts';
import { createInvite } from '../../../server/identity/invites.ts';
import { bringSheet } from '../../../server/imports/imports.ts';
import { keepImage } from '../../../server/media/images.ts';
import { setReturnRules } from '../../../server/orders/return-rules.ts';
import { addTraining } from '../../../server/outreach/trainings.ts';
import { demoConnectionId } from '../../../server/payments/bank-connections.ts';
import { receiveTransfer } from '../../../server/payments/transfers.ts';
import { addPlot } from '../../../server/plots/plots.ts';
import { reportDoubt } from '../../../server/provenance/doubts.ts';
import { registerBatch } from '../../../server/traceability/batches.ts';
import { keepDraft } from '../../../server/traceability/drafts.ts';
import { recordEvent } from '../../../server/traceability/events.ts';
import { shelfOfVisit } from '../../../server/visits/own-visits.ts';
import { noon } from '../../support/services.ts';
import { aRun } from '../labels/makers.ts';
import { aBatch, aProduct, firstPack } from '../orders/makers.ts';
import { aVisit, facts, shown } from '../visits/makers.ts';
import { bought, buyerOf, type Leaving } from './leaving.ts';
import { aPhotoOf } from './people.ts';

type Leave = (leaving: Leaving) => Promise<void>;

/** What somebody may leave as a buyer, or what others say of anybody. */
export const leftByAnybody: Record<string, Leave> = {
  'an order': async (leaving) => void (await bought(leaving, null)),
  'a refund with its photo': async (leaving) => void (await bought(leaving, await aPhotoOf(leaving.pick))),
  'a complaint with a photo': async (leaving) => {
    const { name, phone } = buyerOf(leaving);
    const how = { channel: 'web' as const, sender: null, requestId: null, photos: [await aPhotoOf(leaving.pick)] };
    await fileComplaint({ kind: 'other', text: leaving.says(), contact: { name, phone } }, how, noon);
  },
  'a complaint by mail about an order': async (leaving) => {
    const orderNumber = await bought(leaving, null);
    const contact = { name: leaving.who.name, email: `buyer${leaving.round}@example.com` };
    const how = { channel: 'web' as const, sender: null, requestId: null };
    await fileComplaint({ kind: 'late-delivery', text: leaving.says(), contact, orderNumber }, how, noon);
  },
  'a doubt with a photo': async ({ who, says, pick, round }) => {
    const photo = await aPhotoOf(pick);
    await reportDoubt({ message: says(), place: says().slice(0, 100), contact: who.phone, photo }, `s ${round}`, noon);
  },
  'a page for visitors with a phone, a face and a name': async ({ who, others: { officer }, says, pick, round }) => {
    const block = { kind: 'text' as const, words: { vi: says() } };
    const id = await aVisit(officer, facts(`Nhà nghỉ ${round}`), [block]);
    const phone = `+84${who.phone.slice(1)}`;
    const shows = { showsName: true, showsFace: true, phone, way: 'signed' as const, givenOn: '2026-11-15' };
    const faces = [await recordConsent(officer, shelfOfVisit(id), { person: who.name, ...shows }, { at: noon })];
    await addStoryPhoto(officer, shelfOfVisit(id), { bytes: await aPhotoOf(pick), caption: null, faces }, noon);
    await shown(officer, id);
  },
  'money that came with a word': async (leaving) => {
    const source = { id: demoConnectionId, provider: 'sandbox', sellerId: null, accounts: ['0000000101'] };
    const money = { amountVnd: 5000, accountNumber: '0000000101', subAccount: null, reference: null, receivedAt: noon };
    const content = `${await bought(leaving, null)} ${leaving.says()}`;
    await receiveTransfer(source, { ...money, providerId: `t${leaving.round}`, content }, noon);
  },
};

/** What a household leaves in every room. */
export const leftByHouseholds: Record<
  string,
  (leaving: Leaving & { own: NonNullable<Leaving['own']> }) => Promise<void>
> = {
  'goods, their history, labels and a draft': async ({ own, says, pick }) => {
    const image = await keepImage(await aPhotoOf(pick), own.sellerId, noon);
    const packs = [{ name: 'Gói', netQuantity: { value: 0.5, unit: 'kg' }, priceVnd: 60_000 }];
    const words = { name: says().slice(0, 60), description: { vi: says() } };
    const product = await addProduct(own.actor, { ...words, kind: 'mien-dong', photoId: image.id, packs }, noon);
    const making = {
      productId: product.id,
      quantity: { value: 50, unit: 'kg' },
      producedOn: '2026-11-10',
      note: says(),
    };
    const batch = await registerBatch(
      own.actor,
      { ...making, packs: [{ packId: firstPack(product), count: 10 }] },
      noon,
    );
    await recordEvent(
      own.actor,
      batch.code,
      { stage: 'packing', occurredAt: noon, note: says(), photoIds: [image.id] },
      noon,
    );
    const form = {
      form: `/lo/${batch.code}/buoc`,
      title: { vi: 'Bước', en: 'Step' },
      sellerId: own.sellerId,
      mostPhotos: 4,
    };
    await keepDraft(own.actor, form, { fields: { note: says() }, photos: [{ bytes: await aPhotoOf(pick) }] }, noon);
    await aRun(own.actor, batch.code, 4);
  },
  'a story with faces': async ({ own, who, says, pick }) => {
    const owner = { sellerId: own.sellerId };
    const consent = {
      person: who.name,
      showsName: true,
      showsFace: true,
      way: 'signed' as const,
      givenOn: '2026-11-15',
    };
    const faces = [await recordConsent(own.actor, owner, consent, { at: noon })];
    await addStoryPhoto(own.actor, owner, { bytes: await aPhotoOf(pick), caption: null, faces }, noon);
    const text = { told: { vi: says() }, craftVillage: null, motif: null, clipUrl: null };
    await showStory(own.actor, owner, { text, version: 0 }, noon);
  },
  'papers and land': async ({ own, who, others }) => {
    const facts = { legalName: who.name, bornOn: '1980-08-05', number: '012345678901', address: who.line };
    const look = { kind: 'person' as const, way: 'papers' as const, on: '2026-11-16', validUntil: null, taxCode: null };
    await recordIdentity(others.officer, own.sellerId, { ...look, ...facts }, noon);
    const plot = {
      use: 'growing' as const,
      name: `Ruộng ${who.line}`,
      area: 500,
      growingAreaCode: null,
      altitude: null,
    };
    const position = { latitude: 22.3, longitude: 103.6 };
    await addPlot(own.actor, own.sellerId, { ...plot, hives: null, position }, { at: noon });
  },
  'rules of return': async ({ own, says }) => {
    const days = { faultDays: 30, mindDays: 7, wayBack: 'buyer' as const, warrantyMonths: 0 };
    for (const mindDays of [7, 9])
      await setReturnRules(own.actor, own.sellerId, { ...days, mindDays, excluded: says(), reach: says() }, noon);
  },
  'an invite': async ({ own, others }) => void (await createInvite(others.cooperative, own.accountId, noon)),
  'a list that was brought': async ({ who, others, says }) => {
    const rows = [
      ['STT', 'Họ và tên', 'Số điện thoại', 'Bản', 'Ghi chú'],
      ['1', who.name, who.phone, 'Nà Đa', says()],
    ];
    await bringSheet(
      others.cooperative,
      'households',
      Buffer.from(rows.map((row) => row.join(';')).join('\r\n')),
      noon,
    );
  },
  'what others wrote of it': async ({ others, who, says, round }) => {
    const { cooperative, neighbour } = others;
    const product = await aProduct(cooperative);
    const outside = { name: 'Bột dong', supplier: `Hộ ${who.name}`, lot: `L${round}`, receivedOn: '2026-11-09' };
    const quantity = { value: 10, unit: 'kg' };
    const making = { productId: product.id, quantity, producedOn: '2026-11-10', inputs: [{ outside, quantity }] };
    await registerBatch(cooperative, making, noon);
    const theirs = await aBatch(neighbour, await aProduct(neighbour), 5);
    await recordEvent(neighbour, theirs.code, { stage: 'packing', occurredAt: noon, note: says() }, noon);
    const day = { day: '2026-11-15', village: 'Nà Đa', topic: says().slice(0, 120), sellerIds: [], others: 3 };
    await addTraining(others.officer, day, { requestId: null, today: '2026-11-16' }, noon);
  },
};
