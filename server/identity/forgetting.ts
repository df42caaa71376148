import { randomBytes } from 'node:crypto';
import { foldText } from '../fold.ts';
import { AccountModel } from './account.ts';
import { formatPhone } from './phone.ts';
import { SellerModel } from './seller.ts';
import { dropSessions } from './sessions.ts';
import type { Suspension } from './standing.ts';

/** The words that a person or seller is known by, as `forgetWords` wants them. */
export interface Known {
  everywhere: string[];
  within: string[];
  ids: string[];
}

/** A phone in E.164 as anybody may have written it. */
export function phonesAs(phone: string): string[] {
  const local = phone.replace(/^\+84/, '0');
  const parts = [local.slice(0, 4), local.slice(4, 7), local.slice(7)];
  const dressed = ['.', ' ', '-'].map((mark) => parts.join(mark));
  return [...new Set([phone, phone.slice(1), local, formatPhone(phone), ...dressed])];
}

/**
 * By what a seller and its people are known. A name that others bear too, or that is part of one, means them only in records about
 * them; so does a place that many live at, as long as no number tells the house.
 */
export async function wordsOfSeller(sellerId: string): Promise<Known> {
  const seller = await SellerModel.findById(sellerId).lean();
  const accounts = await AccountModel.find({ sellerId }).lean();
  if (!seller || seller.erasedAt) return { everywhere: [], within: [], ids: [] };
  const ids = [sellerId, ...accounts.map(({ _id }) => _id.toHexString())];
  const others = await otherWords(ids);
  const isOwn = (name: string) => !others.some((other) => other.includes(foldText(name)));
  const earlier = seller.earlierNames ?? [];
  const called = [seller, ...earlier].flatMap(({ name }) => [name, personIn(name)]);
  const people = accounts.flatMap(({ name, formerNames = [] }) => [name, ...formerNames]);
  const names = [...called, ...people];
  const { line, formerly } = seller.address;
  const places = [line, formerly ?? '', ...earlier.map((one) => one.line)];
  const own = [...names.filter(isOwn), ...places.filter((place) => /\d/.test(place) && isOwn(place))];
  return {
    everywhere: unique([...phonesIn(seller.publicPhone, accounts).flatMap(phonesAs), ...own]),
    within: unique([...names, ...places].filter((one) => !own.includes(one))),
    ids,
  };
}

/** The phones of a seller's people and the one that buyers see, in E.164. */
export async function phonesOfSeller(sellerId: string): Promise<string[]> {
  const seller = await SellerModel.findById(sellerId).lean();
  return phonesIn(seller?.publicPhone ?? null, await AccountModel.find({ sellerId }).lean());
}

const phonesIn = (
  shown: string | null,
  accounts: readonly { phone: string | null; formerPhones?: string[] }[],
): string[] =>
  unique(
    [shown, ...accounts.flatMap(({ phone, formerPhones = [] }) => [phone, ...formerPhones])].filter(
      (phone) => phone !== null,
    ),
  );

const unique = (words: readonly string[]): string[] => [...new Set(words)].filter(Boolean);

/** Whom a household is called after: `Hộ bà Lò Thị Đôi` is of Lò Thị Đôi; '' where no name of two words is left. */
const personIn = (name: string): string => {
  const left = name.replace(/^(?:(?:hộ|gia đình|nhà)\s+)?(?:(?:ông|bà|anh|chị|cô|chú|bác)\s+)?/iu, '');
  return left.includes(' ') ? left : '';
};

async function otherWords(ids: readonly string[]): Promise<string[]> {
  const but = { _id: { $nin: [...ids] } };
  const [sellers, accounts] = await Promise.all([
    SellerModel.find(but, { name: 1, address: 1 }).lean(),
    AccountModel.find(but, { name: 1 }).lean(),
  ]);
  return [...sellers.flatMap(({ name, address }) => [name, address.line]), ...accounts.map(({ name }) => name)].map(
    foldText,
  );
}

/** What a seller is called once it was erased. */
export const erasedName = 'Đã xoá dữ liệu';

/** Erases who a seller is and who signs in for it: what is left is an id that its goods and money hang on. Safe to repeat. */
export async function forgetSeller(sellerId: string, at: Date): Promise<void> {
  await forgetPeople(sellerId, at);
  const slug = `da-xoa-${randomBytes(4).toString('hex')}`;
  await SellerModel.updateOne(
    { _id: sellerId, erasedAt: { $exists: false } },
    {
      $set: {
        name: erasedName,
        slug,
        village: '–',
        'address.line': '–',
        'address.formerly': null,
        people: null,
        story: null,
        publicPhone: null,
        erasedAt: at,
        // Who was erased sells nothing from then on, and nobody opens the stall again.
        suspensions: [closedFor(at)],
      },
      $unset: { phoneAnswers: 1, namingAnswers: 1, earlierNames: 1, identity: 1 },
    },
  );
}

async function forgetPeople(sellerId: string, at: Date): Promise<void> {
  for (const { _id } of await AccountModel.find({ sellerId }, { _id: 1 }).lean()) {
    await AccountModel.updateOne(
      { _id },
      {
        $set: {
          name: erasedName,
          phone: null,
          secretHash: null,
          totp: null,
          lookupHashes: [],
          invite: null,
          devices: [],
          disabledAt: at,
        },
        $unset: { formerNames: 1, formerPhones: 1 },
        $inc: { generation: 1 },
      },
    );
    await dropSessions(_id);
  }
}

const closedFor = (at: Date): Suspension => ({
  id: randomBytes(8).toString('hex'),
  from: at,
  toldAt: at,
  by: '–',
  reason: '–',
  authority: null,
  liftedAt: null,
  liftedBy: null,
});
