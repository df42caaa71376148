import { randomBytes } from 'node:crypto';
import { foldText, slugOf } from '../fold.ts';
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

/** A name as anybody may have written it: with and without marks, in capitals, in an address. */
export const namesAs = (name: string): string[] => {
  const plain = foldText(name);
  return [...new Set([name.normalize('NFC'), name.normalize('NFD'), plain, slugOf(name, plain)])].filter(Boolean);
};

/** A phone in E.164 as anybody may have written it. */
export function phonesAs(phone: string): string[] {
  const local = phone.replace(/^\+84/, '0');
  const parts = [local.slice(0, 4), local.slice(4, 7), local.slice(7)];
  const dressed = ['.', ' ', '-'].map((mark) => parts.join(mark));
  return [...new Set([phone, phone.slice(1), local, formatPhone(phone), ...dressed])];
}

/**
 * By what a seller and its people are known. A name that others bear too, or that is part of one, means them only in records about
 * them.
 */
export async function wordsOfSeller(sellerId: string): Promise<Known> {
  const seller = await SellerModel.findById(sellerId).lean();
  const accounts = await AccountModel.find({ sellerId }).lean();
  if (!seller) return { everywhere: [], within: [], ids: [] };
  const names = [seller.name, ...accounts.map(({ name }) => name)];
  const ids = [sellerId, ...accounts.map(({ _id }) => _id.toHexString())];
  const others = await otherNames(ids);
  const isOwn = (name: string) => !others.some((other) => other.includes(foldText(name)));
  const phones = [seller.publicPhone, ...accounts.map(({ phone }) => phone)].flatMap((one) =>
    one ? phonesAs(one) : [],
  );
  return {
    everywhere: [...new Set([...phones, ...names.filter(isOwn).flatMap(namesAs)])],
    within: [...new Set([...names.filter((name) => !isOwn(name)).flatMap(namesAs), seller.address.line])],
    ids,
  };
}

async function otherNames(ids: readonly string[]): Promise<string[]> {
  const but = { _id: { $nin: [...ids] } };
  const [sellers, accounts] = await Promise.all([
    SellerModel.find(but, { name: 1 }).lean(),
    AccountModel.find(but, { name: 1 }).lean(),
  ]);
  return [...sellers, ...accounts].map(({ name }) => foldText(name));
}

/** What a seller is called once it was erased. */
export const erasedName = 'Đã xoá dữ liệu';

/** Erases who a seller is and who signs in for it: what is left is an id that its goods and money hang on. Safe to repeat. */
export async function forgetSeller(sellerId: string, at: Date): Promise<void> {
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
        $inc: { generation: 1 },
      },
    );
    await dropSessions(_id);
  }
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
      $unset: { phoneAnswers: 1, namingAnswers: 1, identity: 1 },
    },
  );
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
