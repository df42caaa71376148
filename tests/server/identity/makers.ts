import type { Role } from '../../../server/actor.ts';
import { markDemonstration } from '../../../server/database/marks.ts';
import { addAccount, addDemonstrationAccount, findActor, signIn } from '../../../server/identity/accounts.ts';
import { addCooperative, addHousehold, type Seller } from '../../../server/identity/sellers.ts';
import { noon } from '../../support/services.ts';

export const pin = '246810';
const address = { line: 'Bản Nà Đa', commune: 'Bình Lư', province: 'Lai Châu' };

let phones = 100_000;
/** A phone number nobody has. */
export const newPhone = (): string => `0988${(phones += 1)}`;

export const aCooperative = (name = 'HTX Miến dong Bình Lư'): Promise<Seller> =>
  addCooperative({ name, village: 'Nà Đa', address }, noon);

export const aHousehold = (cooperativeId: string, name = 'Hộ bà Lò Thị Đôi'): Promise<Seller> =>
  addHousehold({ name, village: 'Nà Đa', address, cooperativeId, people: 'Thái' }, noon);

/** Somebody who can be invited, of a household or cooperative. */
export const aPerson = ({ id, kind, cooperativeId }: Seller, phone = newPhone()) =>
  addAccount({ name: 'Lò Thị Đôi', role: kind, phone, sellerId: id, cooperativeId: cooperativeId ?? id }, noon);

/** Somebody on a demonstration database with phone, PIN, a session's token and who they are. */
export async function aSignedIn(seller: Seller | null, at = noon) {
  await markDemonstration();
  const phone = newPhone();
  const cooperativeId = seller && (seller.cooperativeId ?? seller.id);
  const role: Role = seller?.kind ?? 'officer';
  const wanted = { name: 'Lò Thị Đôi', role, phone, sellerId: seller?.id ?? null, cooperativeId, pin };
  const account = await addDemonstrationAccount(wanted, at);
  const { token } = await signIn({ phone, pin, device: null, actor: null }, at);
  const actor = await findActor(token, at);
  if (!actor) throw new Error('signed in, but nobody');
  return { account, phone, token, actor };
}

/** A cooperative with two households, a household of another cooperative, and the officer: everybody signed in. */
export async function aCommune() {
  const [ours, theirs] = [await aCooperative(), await aCooperative('HTX Mật ong Tân Bình')];
  const [household, neighbour] = [await aHousehold(ours.id), await aHousehold(ours.id, 'Hộ ông Vàng A Páo')];
  const stranger = await aHousehold(theirs.id, 'Hộ bà Tao Thị Éng');
  return {
    sellers: { ours, theirs, household, neighbour, stranger },
    cooperative: await aSignedIn(ours),
    otherCooperative: await aSignedIn(theirs),
    household: await aSignedIn(household),
    neighbour: await aSignedIn(neighbour),
    stranger: await aSignedIn(stranger),
    officer: await aSignedIn(null),
  };
}

export type Commune = Awaited<ReturnType<typeof aCommune>>;

export const minutesAfter = (at: Date, minutes: number): Date => new Date(at.getTime() + minutes * 60_000);
export const daysAfter = (at: Date, days: number): Date => minutesAfter(at, days * 1440);
