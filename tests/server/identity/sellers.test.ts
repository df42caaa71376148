import { beforeAll, describe, expect, it } from 'vitest';
import {
  addHousehold,
  findSellerBySlug,
  findSellers,
  getSeller,
  listSellers,
  mayActFor,
  requireActFor,
  sellersActedFor,
  sellersSeenBy,
} from '../../../server/identity/sellers.ts';
import { useDatabase } from '../../support/database.ts';
import { aCommune, aCooperative, aHousehold } from './makers.ts';

useDatabase();

let commune: Awaited<ReturnType<typeof aCommune>>;
beforeAll(async () => {
  commune = await aCommune();
});

describe('requireActFor', () => {
  const refusal = async (who: 'household' | 'cooperative' | 'officer', seller: keyof typeof commune.sellers) =>
    requireActFor(commune[who].actor, commune.sellers[seller].id, 'batch-not-found').then(
      () => 'may',
      (error: { kind: string; code: string }) => `${error.kind} ${error.code}`,
    );

  it.each([
    ['household', 'neighbour', 'missing batch-not-found'],
    ['household', 'ours', 'missing batch-not-found'],
    ['household', 'stranger', 'missing batch-not-found'],
    ['cooperative', 'theirs', 'missing batch-not-found'],
    ['cooperative', 'stranger', 'missing batch-not-found'],
    ['officer', 'household', 'forbidden not-yours'],
    ['officer', 'ours', 'forbidden not-yours'],
    ['household', 'household', 'may'],
    ['cooperative', 'ours', 'may'],
    ['cooperative', 'household', 'may'],
    ['cooperative', 'neighbour', 'may'],
  ] as const)('for a %s towards %s: %s', async (who, seller, outcome) =>
    expect(await refusal(who, seller)).toBe(outcome),
  );

  it.each(['', 'x', 'twelve chars', '000000000000000000000000', '[object Object]'])('nobody acts for %j', async (id) =>
    expect(await mayActFor(commune.cooperative.actor, id)).toBe(false),
  );
});

describe('sellersActedFor and sellersSeenBy', () => {
  const names = async (who: 'household' | 'cooperative' | 'officer') =>
    (await sellersActedFor(commune[who].actor)).map(({ name }) => name);

  it('are the household itself, the cooperative with its members, and nobody for an officer, who sees all', async () => {
    expect(await names('household')).toEqual(['Hộ bà Lò Thị Đôi']);
    expect(await names('cooperative')).toEqual(['Hộ bà Lò Thị Đôi', 'Hộ ông Vàng A Páo', 'HTX Miến dong Bình Lư']);
    expect(await names('officer')).toEqual([]);
    expect(await sellersSeenBy(commune.officer.actor)).toBe('all');
    expect(await sellersSeenBy(commune.household.actor)).toEqual([commune.sellers.household.id]);
  });
});

describe('getSeller', () => {
  it.each(['', 'nobody', '000000000000000000000000'])('does not find %j', async (id) => {
    await expect(getSeller(id)).rejects.toMatchObject({ kind: 'missing', code: 'seller-not-found' });
  });

  it('tells what everybody may know, and nothing else', async () => {
    const { household, ours } = commune.sellers;
    expect(await getSeller(household.id)).toEqual({
      id: household.id,
      kind: 'household',
      name: 'Hộ bà Lò Thị Đôi',
      slug: 'ho-ba-lo-thi-doi',
      cooperativeId: ours.id,
      village: 'Nà Đa',
      address: { line: 'Bản Nà Đa', commune: 'Bình Lư', province: 'Lai Châu', formerly: null },
      people: 'Thái',
      story: null,
      publicPhone: null,
      saidPhone: false,
      identifiedOn: null,
      suspendedFrom: null,
      isErased: false,
    });
  });

  it('is found by several ids, of which wrong ones are left out', async () => {
    expect(await findSellers(['x', commune.sellers.ours.id])).toHaveLength(1);
    expect(await findSellers([])).toEqual([]);
  });
});

describe('addHousehold', () => {
  it('refuses a cooperative that is not there, or is a household', async () => {
    for (const cooperativeId of ['x', commune.officer.account.id, commune.sellers.household.id]) {
      await expect(aHousehold(cooperativeId)).rejects.toMatchObject({ code: 'cooperative-not-found' });
    }
  });

  it('gives households of one name addresses of their own, also when they come at once', async () => {
    const cooperative = await aCooperative('HTX Thổ cẩm');
    const slugs = await Promise.all(
      Array.from({ length: 5 }, async () => (await aHousehold(cooperative.id, 'Hộ Giàng A Sử')).slug),
    );
    expect(slugs.sort()).toEqual(['ho-giang-a-su', ...[2, 3, 4, 5].map((n) => `ho-giang-a-su-${n}`)]);
    expect((await findSellerBySlug('HO-GIANG-A-SU-3'))?.name).toBe('Hộ Giàng A Sử');
    expect(await findSellerBySlug('nobody')).toBeNull();
    expect((await listSellers()).map(({ slug }) => slug)).toContain('ho-giang-a-su-5');
  });

  it('keeps only what it knows of what it is given', async () => {
    const wanted = {
      ...commune.sellers.household,
      cooperativeId: commune.sellers.ours.id,
      name: 'Hộ Lý',
      _id: 'x',
      role: 'officer',
    };
    const added = await addHousehold(wanted, new Date());
    expect(added.id).not.toBe(commune.sellers.household.id);
    expect(await getSeller(added.id)).not.toHaveProperty('role');
  });
});
