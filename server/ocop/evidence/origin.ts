import { formatNumber } from '../../format.ts';
import { namedSources } from '../../identity/seller-naming.ts';
import { findSellers, type Seller } from '../../identity/sellers.ts';
import type { Cell, Rows } from '../../tables.ts';
import type { Batch } from '../../traceability/batches.ts';
import { ingredientsOf } from '../../traceability/ingredients.ts';
import { plotsOf } from '../../traceability/plots.ts';
import { type Proof, type Subject, tableProof } from './proof.ts';

/** What went into the batches, from whom, and how much of it is from this commune; where it grew. The commune confirms it. */
export async function originProofs({ seller, batches }: Subject): Promise<Proof[]> {
  const lines = (await Promise.all(batches.map(inputsOf))).flat();
  const plots = await plotsOf(batches.map(({ code }) => code));
  return [
    ...(lines.length > 0 ? [await inputsProof(lines, seller)] : []),
    ...(plots.length > 0 ? [plotsProof(plots, batches)] : []),
  ];
}

async function inputsProof(lines: readonly InputLine[], seller: Seller): Promise<Proof> {
  const { here, tell } = await makersOf(lines, seller);
  const shares = sharesOf(lines, here);
  const rows: Rows = [
    ['Số lô', 'Nguyên liệu', 'Lượng', 'Đơn vị', 'Của ai', 'Ở đâu'],
    ...lines.map((one): Cell[] => [one.lot, one.name, one.quantity.value, one.quantity.unit, ...tell(one)]),
    ...shares.map(({ unit, local, all }): Cell[] => [
      'Cộng',
      `trong ${seller.address.commune}, trên ${formatNumber(all, 'vi')} ${unit}`,
      local,
      unit,
      '',
      '',
    ]),
  ];
  const share = shares.map(({ unit, local, all }) => `${formatNumber(local, 'vi')}/${formatNumber(all, 'vi')} ${unit}`);
  return tableProof('origin', 'nguon-goc-nguyen-lieu', rows, { share: share.join(', ') });
}

function plotsProof(plots: Awaited<ReturnType<typeof plotsOf>>, batches: readonly Batch[]): Proof {
  const lots = new Map(batches.map(({ code, lot }) => [code, lot]));
  const rows: Rows = [
    ['Số lô', 'Nơi trồng, nơi nuôi'],
    ...plots.map(({ code, said }) => [lots.get(code) ?? code, said]),
  ];
  const n = new Set(plots.map(({ said }) => said)).size;
  return tableProof('plots', 'noi-trong', rows, { n });
}

type InputLine = Awaited<ReturnType<typeof ingredientsOf>>[number] & { lot: string };

const inputsOf = async (batch: Batch): Promise<InputLine[]> =>
  (await ingredientsOf(batch)).map((one) => ({ ...one, lot: batch.lot }));

/** Which makers are of this commune, and how a line's maker and place are told. */
async function makersOf(lines: readonly InputLine[], seller: Seller) {
  const ids = [...new Set(lines.flatMap(({ makerId }) => makerId ?? []))];
  const [makers, named] = await Promise.all([findSellers(ids), namedSources(ids)]);
  const here = new Set(makers.filter(({ address }) => isSamePlace(address, seller.address)).map(({ id }) => id));
  const tell = ({ makerId, supplier }: InputLine): [who: string, where: string] => {
    if (makerId === null) return [supplier ?? '', 'mua ngoài: ghi rõ nơi'];
    // Who did not agree to be named as a source is not named in another's dossier either.
    const who = makerId === seller.id ? seller.name : (named.get(makerId) ?? 'người bán khác, không nêu tên');
    return [who, here.has(makerId) ? `trong ${seller.address.commune}` : 'xã khác'];
  };
  return { here, tell };
}

type Place = Pick<Seller['address'], 'commune' | 'province'>;
const isSamePlace = (one: Place, other: Place): boolean =>
  one.commune === other.commune && one.province === other.province;

/** By unit: how much of the inputs others in this commune, or the seller itself, made. */
export function sharesOf(lines: readonly Pick<InputLine, 'quantity' | 'makerId'>[], here: ReadonlySet<string>) {
  const sums = new Map<string, { local: number; all: number }>();
  for (const { quantity, makerId } of lines) {
    const { local, all } = sums.get(quantity.unit) ?? { local: 0, all: 0 };
    const isLocal = makerId !== null && here.has(makerId);
    sums.set(quantity.unit, { local: exact(local + (isLocal ? quantity.value : 0)), all: exact(all + quantity.value) });
  }
  return [...sums].map(([unit, sum]) => ({ unit, ...sum }));
}

// Amounts are kept to six decimals at most: sums of them too.
const exact = (sum: number): number => Math.round(sum * 1e6) / 1e6;
