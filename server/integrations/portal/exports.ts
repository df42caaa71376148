import { readGtin } from '../../catalog/gtin.ts';
import { listProducts, type Product } from '../../catalog/products.ts';
import { upsert } from '../../database/upsert.ts';
import { findSellers, getSeller, type Seller } from '../../identity/sellers.ts';
import { lookup } from '../../lookup.ts';
import type { Cell, Rows } from '../../tables.ts';
import { OrganisationModel } from './portal-record.ts';
import { codesOfProducts, noCodes, type ProductCodes } from './product-codes.ts';

/** What the portal asks for and is not there yet. */
export type Lack = 'gtin' | 'organisation' | 'picture' | 'weight' | 'unit';

/** A product as it would go to the portal. */
export interface Export {
  product: Product;
  seller: Seller;
  organisation: { taxCode: string; activated: boolean } | null;
  codes: ProductCodes;
  /** What would be sent. */
  data: {
    maBarcode: string | null;
    ten: string;
    hinhAnh: string | null;
    khoiLuongTinh: number | null;
    donVi: string | null;
    maSoThue: string | null;
  };
  lacks: Lack[];
  state: 'lacking' | 'ready' | 'known';
}

const most = 1000;

// The portal's own names of units; others it does not take.
const portalUnits = lookup<string>({ kg: 'KG', g: 'G', lít: 'L', l: 'L', L: 'L', ml: 'ML' });

/** Every product, and what it lacks. @param publicUrl to make the pictures' addresses whole */
export async function exportsOf(publicUrl: string): Promise<Export[]> {
  const products = await listProducts({ limit: most });
  const sellers = new Map(
    (await findSellers([...new Set(products.map(({ sellerId }) => sellerId))])).map((one) => [one.id, one]),
  );
  const written = await readWritten(products, [...sellers.values()]);
  return products.flatMap((product) => {
    const seller = sellers.get(product.sellerId);
    return seller ? [exportFrom(product, seller, { ...written, publicUrl })] : [];
  });
}

/** One product as it would go. */
export async function exportOf(product: Product, seller: Seller, publicUrl: string): Promise<Export> {
  return exportFrom(product, seller, { ...(await readWritten([product], [seller])), publicUrl });
}

/** What people wrote down of products and of sellers, by their ids. */
interface Written {
  codes: ReadonlyMap<string, ProductCodes>;
  organisations: ReadonlyMap<string, NonNullable<Export['organisation']>>;
}

async function readWritten(products: readonly Product[], sellers: readonly Seller[]): Promise<Written> {
  const ids = sellers.flatMap(({ id, cooperativeId }) => [id, ...(cooperativeId === null ? [] : [cooperativeId])]);
  const [codes, found] = await Promise.all([
    codesOfProducts(products.map(({ id }) => id)),
    OrganisationModel.find({ _id: { $in: [...new Set(ids)] } }).lean(),
  ]);
  return { codes, organisations: new Map(found.map(({ _id, taxCode, activated }) => [_id, { taxCode, activated }])) };
}

function exportFrom(
  product: Product,
  seller: Seller,
  { codes: known, organisations, publicUrl }: Written & { publicUrl: string },
): Export {
  const organisation = organisationOf(seller, organisations);
  const codes = known.get(product.id) ?? noCodes;
  const data = {
    maBarcode: product.gtin,
    ten: product.name,
    hinhAnh: product.photoId && `${publicUrl}/cong-quoc-gia/anh/${product.id}.jpg`,
    ...weightOf(product),
    maSoThue: organisation?.taxCode ?? null,
  };
  const lacks = lacksIn(data, organisation?.activated ?? false);
  const state = codes.portalId === null ? (lacks.length > 0 ? 'lacking' : 'ready') : 'known';
  return { product, seller, organisation, codes, data, lacks, state };
}

function weightOf({ packs: [pack] }: Product): Pick<Export['data'], 'khoiLuongTinh' | 'donVi'> {
  if (!pack) return { khoiLuongTinh: null, donVi: null };
  const { value, unit } = pack.netQuantity;
  return { khoiLuongTinh: value > 0 ? value : null, donVi: portalUnits[unit] ?? null };
}

function lacksIn(data: Export['data'], isActive: boolean): Lack[] {
  const lacks: [boolean, Lack][] = [
    [data.maBarcode === null || readGtin(data.maBarcode) === null, 'gtin'],
    [!isActive || data.maSoThue === null, 'organisation'],
    [data.hinhAnh === null, 'picture'],
    [data.khoiLuongTinh === null, 'weight'],
    [data.donVi === null, 'unit'],
  ];
  return lacks.flatMap(([isLacking, lack]) => (isLacking ? [lack] : []));
}

/** A household is known to the portal through its cooperative, unless it has a number of its own. */
const organisationOf = ({ id, cooperativeId }: Seller, known: Written['organisations']): Export['organisation'] =>
  known.get(id) ?? known.get(cooperativeId ?? '') ?? null;

/** Writes down how the portal knows a seller. @throws missing('seller-not-found') */
export async function noteOrganisation(
  sellerId: string,
  wanted: { taxCode: string; activated: boolean },
  { by, at }: { by: string; at: Date },
): Promise<void> {
  const { id } = await getSeller(sellerId);
  await upsert(() => OrganisationModel.updateOne({ _id: id }, { $set: { ...wanted, by, at } }, { upsert: true }));
}

const columns = ['maBarcode', 'ten', 'hinhAnh', 'khoiLuongTinh', 'donVi', 'maSoThue'] as const;

/** What there is to hand over while nobody is connected: a row a product. */
export const bundleRows = (all: readonly Export[]): Rows => [
  [...columns],
  ...all.map(({ data }) => columns.map((name): Cell => data[name] ?? '')),
];
