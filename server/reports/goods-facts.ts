import { type GoodsFigures, ocopFigures, outsideShopFigures } from '../catalog/goods-figures.ts';
import { dayOf } from '../format.ts';
import { accountFigures } from '../payments/account-figures.ts';
import { firstBatchOf } from '../traceability/batch-figures.ts';
import { type Fact, type FactSource, groupBy, oneKind } from './fact.ts';
import { monthsBefore } from './period.ts';

/** E1, T1, E2 and O1: what there was of sellers and goods. */
export const goodsFacts = (goods: readonly GoodsFigures[]): FactSource =>
  async function* () {
    yield* await sellersOnline(goods);
    yield* traced(goods);
    yield* await certified(goods);
  };

async function sellersOnline(goods: readonly GoodsFigures[]): Promise<Fact[]> {
  const ways: { sellerId: string; kind: string | null; since: Date }[] = [
    ...goods.filter(({ isOffered }) => isOffered),
    ...(await outsideShopFigures()).map(({ sellerId, productId, since }) => ({
      sellerId,
      since,
      kind: goods.find(({ id }) => id === productId)?.kind ?? null,
    })),
  ];
  const sellers = groupBy(ways, ({ sellerId }) => sellerId);
  return [...sellers].flatMap(([sellerId, own]) => {
    const first = own.map(({ since }) => dayOf(since)).sort()[0] ?? '';
    const kinds = new Map(own.flatMap(({ kind }) => (kind === null ? [] : [[kind, 1] as const])));
    return { id: 'E1', sellerId, when: { from: first, to: null }, amount: 1, kinds, text: '', url: null };
  });
}

async function* traced(goods: readonly GoodsFigures[]): AsyncGenerator<Fact> {
  for (const product of goods) {
    const first = await firstBatchOf(product.id);
    if (first) yield { ...ofProduct(product), id: 'T1', when: { from: dayOf(first), to: null } };
  }
}

async function certified(goods: readonly GoodsFigures[]): Promise<Fact[]> {
  const certificates = groupBy(await ocopFigures(), ({ productId }) => productId);
  return goods.flatMap((product) => {
    const own = (certificates.get(product.id) ?? []).toSorted((a, b) => (b.stars ?? 0) - (a.stars ?? 0));
    return own.flatMap((certificate, place): Fact[] => {
      const { issuedOn, validUntil, stars, number } = certificate;
      // A product with two certificates at once counts once, with the higher one's stars.
      const higher = own.slice(0, place).find((one) => one.issuedOn <= validUntil && one.validUntil >= issuedOn);
      if (higher) return [];
      const base = { ...ofProduct(product), text: `${product.name} (${number})` };
      const whole = { from: issuedOn, to: validUntil };
      const lastMonths = monthsBefore(validUntil, 6);
      return [
        { ...base, id: 'O1', when: whole },
        ...(stars === null ? [] : [{ ...base, id: `O1-${stars}`, when: whole }]),
        { ...base, id: 'O1-ending', when: { from: lastMonths > issuedOn ? lastMonths : issuedOn, to: validUntil } },
        ...(product.isOffered ? [{ ...base, id: 'E2', when: whole }] : []),
      ];
    });
  });
}

/** P2: who can be paid by QR. */
export const accountFacts = (at: Date): FactSource =>
  async function* () {
    for (const { sellerId, since } of await accountFigures(at))
      yield {
        id: 'P2',
        sellerId,
        when: { from: dayOf(since), to: null },
        amount: 1,
        kinds: new Map(),
        text: '',
        url: null,
      };
  };

const ofProduct = ({ sellerId, kind, name, slug }: GoodsFigures) => ({
  sellerId,
  amount: 1,
  kinds: oneKind(kind),
  text: name,
  url: `/san-pham/${slug}`,
});
