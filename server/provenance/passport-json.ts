import { goodsData } from '../catalog/goods-data.ts';
import { evidenceJson } from './evidence-json.ts';
import type { PassportView } from './passport-view.ts';

/**
 * The same facts as the page, for programs. Named field by field, so that nothing leaves by accident.
 * @param sentence the verdict in the reader's language
 * @param publicUrl the site's origin, to make addresses whole
 */
export function passportJson(view: PassportView, sentence: string, publicUrl: string) {
  const { product, verdict, unit } = view;
  return {
    code: view.code,
    serial: unit?.serial ?? null,
    url: publicUrl + view.path,
    verdict: { kind: verdict.kind, code: verdict.code, sentence, cautions: verdict.cautions, asks: verdict.asks },
    product: {
      name: product.name,
      kind: product.kind,
      gtin: view.gtin,
      photoUrl: view.photo && publicUrl + view.photo,
      url: view.productUrl && publicUrl + view.productUrl,
    },
    seller: sellerJson(view, publicUrl),
    lot: view.lot,
    producedOn: view.producedOn,
    expiresOn: view.expiresOn,
    quantity: view.quantity,
    standards: view.standards,
    label: view.label,
    madeFrom: madeFromJson(view, publicUrl),
    recall: view.recall && { ...view.recall, at: view.recall.at.toISOString() },
    steps: view.steps.map((step) => stepJson(step, publicUrl)),
    ...evidenceJson(view.papers, publicUrl),
    scans: unit?.scans ? { firstAt: unit.scans.firstAt.toISOString(), count: unit.scans.count } : null,
    offers: view.offers.map(({ packId, name, netQuantity, priceVnd, available }) => ({
      packId,
      name,
      netQuantity,
      priceVnd,
      available,
    })),
    codes: view.codes.map(({ system, code, link }) => ({ system, code, link })),
    shops: view.shops.map(({ id, channel }) => ({ channel, url: `${publicUrl}/go/${id}` })),
  };
}

const madeFromJson = ({ madeFrom }: PassportView, publicUrl: string) =>
  madeFrom.map(({ batchCode, name, quantity, url }) => ({ batchCode, name, quantity, url: url && publicUrl + url }));

function sellerJson({ seller, cooperative }: PassportView, publicUrl: string) {
  return {
    name: seller.name,
    village: seller.village,
    address: seller.address,
    people: seller.people,
    phone: seller.publicPhone,
    cooperative: cooperative?.name ?? null,
    url: seller.url && publicUrl + seller.url,
  };
}

function stepJson(step: PassportView['steps'][number], publicUrl: string) {
  return {
    id: step.eventId,
    stage: step.stage,
    name: step.name,
    occurredAt: step.occurredAt.toISOString(),
    recordedAt: step.recordedAt.toISOString(),
    timing: step.timing,
    corrected: step.corrected,
    place: step.place,
    measurements: step.measurements.map(({ key, name, value, unit, limit, verdict }) => ({
      key,
      name,
      value,
      unit,
      limit,
      verdict,
    })),
    note: step.note,
    photoUrls: step.photos.map(({ large }) => publicUrl + large),
    hash: step.hash,
  };
}

/** schema.org Product with its offers, its maker and its day, for search engines. */
export function productData(view: PassportView, publicUrl: string) {
  const { product, gtin, offers } = view;
  return {
    ...goodsData({ name: product.name, gtin, packs: offers }, publicUrl + (view.productUrl ?? view.path)),
    ...(view.photo ? { image: publicUrl + view.photo } : {}),
    productionDate: view.producedOn,
    // schema.org 30: a link to the record of the product's life; the batch as an identifier of it.
    hasDigitalProductPassport: `${publicUrl}${view.path}`,
    identifier: { '@type': 'PropertyValue', propertyID: 'batch', value: view.lot },
    countryOfOrigin: { '@type': 'Country', name: 'VN' },
    manufacturer: {
      '@type': 'Organization',
      name: view.seller.name,
      ...(view.seller.url && { url: publicUrl + view.seller.url }),
      address: {
        '@type': 'PostalAddress',
        streetAddress: [view.seller.address.line, view.seller.address.commune].filter(Boolean).join(', '),
        addressRegion: view.seller.address.province,
        addressCountry: 'VN',
      },
    },
  };
}
