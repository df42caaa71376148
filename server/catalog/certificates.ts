import { isObjectIdOrHexString, Types } from 'mongoose';
import type { Actor } from '../actor.ts';
import { absent } from '../database/absent.ts';
import { conflict, invalid, type Mistake, mistakesMade } from '../errors.ts';
import { dayOf } from '../format.ts';
import { requireActFor } from '../identity/sellers.ts';
import { requireImages } from '../media/images.ts';
import { type CertificateKind, CertificateModel, type CertificateRecord, ocopUntil, stateOf } from './certificate.ts';
import { type LinkOwner, ownPlace } from './shop-links.ts';

/** A certificate of a product, its seller or one batch; days `YYYY-MM-DD`. */
export interface Certificate
  extends Omit<CertificateRecord, '_id' | 'sellerId' | 'productId' | 'batchCode' | 'createdAt'> {
  id: string;
  of: 'batch' | 'product' | 'seller';
  state: 'valid' | 'expiring' | 'expired';
}

export interface WantedCertificate {
  kind: CertificateKind;
  number: string;
  issuer: string;
  stars?: number | undefined;
  issuedOn: string;
  /** May be left out for OCOP: 36 months. */
  validUntil?: string | undefined;
  photoId?: string | null | undefined;
}

/** Whose it is. Whoever names a batch has seen that it is this seller's. */
export type CertificateOwner = LinkOwner | { sellerId: string; batchCode: string };

/** Whom certificates belong to, as the pages name it. */
export interface Certified {
  /** Of a batch, its code. */
  id: string;
  sellerId: string;
  owner: CertificateOwner;
  title: string;
}

const mostCertificates = 30;

/**
 * Keeps a certificate of a product, a seller or a batch.
 * @throws missing('product-not-found' | 'seller-not-found' | 'batch-not-found'), forbidden('not-yours'), invalid('certificate-mistaken' |
 * 'image-not-found'), conflict('too-many-certificates')
 */
export async function addCertificate(
  actor: Actor,
  owner: CertificateOwner,
  wanted: WantedCertificate,
  at: Date,
): Promise<Certificate> {
  const place = await placeOf(actor, owner);
  const validUntil = wanted.validUntil ?? (wanted.kind === 'ocop' ? ocopUntil(wanted.issuedOn) : '');
  const mistakes = mistakesIn({ ...wanted, validUntil }, dayOf(at));
  if (mistakes.length > 0) throw invalid('certificate-mistaken', {}, mistakes);
  if (wanted.photoId) await requireImages([wanted.photoId], place.sellerId);
  if ((await CertificateModel.countDocuments(place)) >= mostCertificates) {
    throw conflict('too-many-certificates', { most: mostCertificates });
  }
  const { kind, number, issuer, issuedOn } = wanted;
  const stars = kind === 'ocop' ? (wanted.stars ?? null) : null;
  const facts = { kind, number, issuer, stars, issuedOn, validUntil, photoId: wanted.photoId ?? null };
  const { batchCode, ...rest } = place;
  const whose = typeof batchCode === 'string' ? { ...rest, batchCode } : rest;
  const record: CertificateRecord = { _id: new Types.ObjectId(), ...whose, ...facts, createdAt: at };
  await CertificateModel.create(record);
  return presentCertificate(record, dayOf(at));
}

/** @throws missing('certificate-not-found' | 'product-not-found' | 'seller-not-found'), forbidden('not-yours') */
export async function removeCertificate(actor: Actor, owner: CertificateOwner, id: string): Promise<void> {
  const place = await placeOf(actor, owner);
  const { deletedCount } = isObjectIdOrHexString(id)
    ? await CertificateModel.deleteOne({ _id: id, ...place })
    : { deletedCount: 0 };
  if (deletedCount === 0) throw await absent(CertificateModel, { _id: id }, 'certificate-not-found');
}

/** What the public sees on this day: the product's certificates, then the seller's; none that has run out. */
export async function certificatesFor(
  { productId, sellerId }: { productId?: string; sellerId: string },
  today: string,
): Promise<Certificate[]> {
  const places = productId ? [productId, null] : [null];
  const filter = { sellerId, productId: { $in: places }, batchCode: none, validUntil: { $gte: today } };
  const records = await CertificateModel.find(filter).sort({ _id: 1 }).lean();
  const inOrder = places.flatMap((place) => records.filter((record) => record.productId === place));
  return inOrder.map((record) => presentCertificate(record, today));
}

/**
 * How many OCOP stars a product may bear on this day, by each certificate in force, the latest issued first. OCOP certifies single
 * products (Decision 148/2023): what a seller holds as such gives no stars to its goods.
 */
export async function ocopStarsOf(place: { productId: string; sellerId: string }, today: string): Promise<number[]> {
  const all = await certificatesFor(place, today);
  return all
    .filter(({ of, kind }) => of === 'product' && kind === 'ocop')
    .toSorted((a, b) => b.issuedOn.localeCompare(a.issuedOn))
    .flatMap(({ stars }) => stars ?? []);
}

/** What the public sees of one batch's own certificates on this day. */
export async function certificatesOfBatch(batchCode: string, today: string): Promise<Certificate[]> {
  const records = await CertificateModel.find({ batchCode, validUntil: { $gte: today } })
    .sort({ _id: 1 })
    .lean();
  return records.map((record) => presentCertificate(record, today));
}

/** All certificates of one owner, those that ran out included. @throws as addCertificate */
export async function ownCertificates(actor: Actor, owner: CertificateOwner, today: string): Promise<Certificate[]> {
  const records = await CertificateModel.find(await placeOf(actor, owner))
    .sort({ validUntil: 1 })
    .lean();
  return records.map((record) => presentCertificate(record, today));
}

const none = { $exists: false as const };

// A certificate of a batch is nobody else's: each place finds its own and no others.
async function placeOf(actor: Actor, owner: CertificateOwner) {
  if (!('batchCode' in owner)) return { ...(await ownPlace(actor, owner)), batchCode: none };
  await requireActFor(actor, owner.sellerId, 'batch-not-found');
  return { sellerId: owner.sellerId, productId: null, batchCode: owner.batchCode };
}

function mistakesIn({ kind, stars, issuedOn, validUntil }: WantedCertificate, today: string): Mistake[] {
  return mistakesMade([
    [kind === 'ocop' && (stars === undefined || stars < 3 || stars > 5), '/stars', 'ocop-stars'],
    [issuedOn > today, '/issuedOn', 'in-the-future'],
    [validUntil === '', '/validUntil', 'required'],
    [Boolean(validUntil) && String(validUntil) < issuedOn, '/validUntil', 'ends-before-issued'],
    [kind === 'ocop' && String(validUntil) > ocopUntil(issuedOn), '/validUntil', 'ocop-too-long'],
  ]);
}

/** A certificate as others know it on this day. */
export const presentCertificate = (record: CertificateRecord, today: string): Certificate => ({
  id: record._id.toHexString(),
  of: record.batchCode ? 'batch' : record.productId ? 'product' : 'seller',
  kind: record.kind,
  number: record.number,
  issuer: record.issuer,
  stars: record.stars,
  issuedOn: record.issuedOn,
  validUntil: record.validUntil,
  photoId: record.photoId,
  state: stateOf(record, today),
});
