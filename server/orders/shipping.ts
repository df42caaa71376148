import { type Model, model, Schema } from 'mongoose';
import type { Actor } from '../actor.ts';
import { upsert } from '../database/upsert.ts';
import { getSeller, requireActFor } from '../identity/sellers.ts';
import { bare, readCommune, readProvince } from '../places.ts';
import { tellChange } from '../told-changes.ts';
import type { Address, Delivery } from './order.ts';

/** A flat fee by how far it goes: the seller's own commune, its province, the rest of the country. */
export type Zone = 'commune' | 'province' | 'country';

export interface ShippingRates {
  feesVnd: Record<Zone, number>;
  /** goods of this worth or more travel free; null: never */
  freeFromVnd: number | null;
}

interface RatesRecord extends ShippingRates {
  sellerId: string;
  changedAt: Date;
}

const schema = new Schema<RatesRecord>({
  sellerId: { type: String, required: true, unique: true },
  feesVnd: { commune: Number, province: Number, country: Number },
  freeFromVnd: { type: Number, default: null },
  changedAt: { type: Date, required: true },
});

const RatesModel: Model<RatesRecord> = model<RatesRecord>('ShippingRates', schema, 'shipping-rates');

/** What the seller asks for sending; nothing until it says otherwise. */
export async function getShippingRates(sellerId: string): Promise<ShippingRates> {
  const record = await RatesModel.findOne({ sellerId }).lean<RatesRecord>();
  if (!record) return { feesVnd: { commune: 0, province: 0, country: 0 }, freeFromVnd: null };
  const { commune, province, country } = record.feesVnd;
  return { feesVnd: { commune, province, country }, freeFromVnd: record.freeFromVnd };
}

/** Orders already placed keep the fee they were told. @throws missing('seller-not-found'), forbidden('not-yours') */
export async function setShippingRates(actor: Actor, sellerId: string, rates: ShippingRates, at: Date): Promise<void> {
  await requireActFor(actor, sellerId, 'seller-not-found');
  const { feesVnd, freeFromVnd } = rates;
  const before = await getShippingRates(sellerId);
  await upsert(() =>
    RatesModel.updateOne({ sellerId }, { $set: { feesVnd, freeFromVnd, changedAt: at } }, { upsert: true }),
  );
  const fees = (['commune', 'province', 'country'] as const).map((zone) => ({
    what: `fee-${zone}`,
    from: before.feesVnd[zone],
    to: feesVnd[zone],
    as: 'money' as const,
  }));
  tellChange(actor, ...fees, { what: 'free-from', from: before.freeFromVnd, to: freeFromVnd, as: 'money' });
}

interface Parcel {
  delivery: Delivery;
  address: Address | null;
  goodsVnd: number;
}

/** The fee in đồng for one parcel; fetching it oneself costs nothing. */
export async function shippingFor(sellerId: string, { delivery, address, goodsVnd }: Parcel): Promise<number> {
  if (delivery.method === 'pickup' || !address) return 0;
  const rates = await getShippingRates(sellerId);
  if (rates.freeFromVnd !== null && goodsVnd >= rates.freeFromVnd) return 0;
  return rates.feesVnd[zoneOf(address, (await getSeller(sellerId)).address)];
}

type Place = Pick<Address, 'province' | 'commune'>;

/**
 * How far a parcel goes, by the names of province and commune as people write them: abbreviated, in English, by the name
 * from before the mergers. What the list of places doesn't know is compared as it is written.
 */
export function zoneOf(to: Place, from: Place): Zone {
  if (provinceOf(to) !== provinceOf(from)) return 'country';
  return communeOf(to) === communeOf(from) ? 'commune' : 'province';
}

const provinceOf = ({ province }: Place): string => bare(readProvince(province)?.name ?? province);

function communeOf({ province, commune }: Place): string {
  const known = readProvince(province);
  return bare((known && readCommune(known, commune)) ?? commune);
}
