import type { Actor } from '../actor.ts';
import { absent } from '../database/absent.ts';
import { conflict, forbidden } from '../errors.ts';
import { tellChange } from '../told-changes.ts';
import { AccountModel } from './account.ts';
import { type Account, addAccount, disableAccount, endSessions, listAccounts } from './accounts.ts';
import { listOfficers } from './officers.ts';
import { SellerModel } from './seller.ts';
import {
  addCooperative,
  addHousehold,
  listSellers,
  type Seller,
  sellersActedFor,
  type WantedSeller,
} from './sellers.ts';
import { lastSeen } from './sessions.ts';

/** Somebody's sign-in, as who looks after it sees it. */
export interface Person extends Account {
  lastSeenAt: Date | null;
}

/** A seller that somebody looks after, and the people who sign in for it. */
export interface Member {
  seller: Seller;
  people: Person[];
}

/** A cooperative looks after its households, an officer after the cooperatives and the households that belong to none. */
export async function listMembers(actor: Actor, at: Date): Promise<Member[]> {
  const sellers = await sellersLookedAfter(actor);
  const accounts = await listAccounts(
    sellers.map(({ id }) => id),
    at,
  );
  const people = await withLastSeen(accounts);
  return sellers.map((seller) => ({ seller, people: people.filter((person) => person.sellerId === seller.id) }));
}

/** @throws missing('member-not-found') for everybody else's */
export async function getMember(actor: Actor, sellerId: string, at: Date): Promise<Member> {
  const member = (await listMembers(actor, at)).find(({ seller }) => seller.id === sellerId);
  if (!member) throw await absent(SellerModel, { _id: sellerId }, 'member-not-found');
  return member;
}

/** Whom somebody takes in: an officer says what it is, and for a household whose, or nobody's (null). */
export interface WantedMember extends WantedSeller {
  kind: Seller['kind'];
  cooperativeId: string | null;
}

/**
 * Takes in a new household (by its cooperative or an officer) or cooperative (by an officer).
 * @throws missing('cooperative-not-found')
 */
export async function addMember(actor: Actor, wanted: WantedMember, at: Date): Promise<Seller> {
  if (actor.role === 'officer')
    return wanted.kind === 'cooperative' ? addCooperative(wanted, at) : addHousehold(wanted, at);
  if (actor.role !== 'cooperative' || actor.sellerId === null) throw forbidden('not-for-your-role');
  return addHousehold({ ...wanted, cooperativeId: actor.sellerId }, at);
}

/**
 * Adds somebody who signs in for a member; an invitation follows.
 * @throws missing('member-not-found'), conflict('phone-taken'), invalid('mistakes') at `/phone`
 */
export async function addPerson(
  actor: Actor,
  sellerId: string,
  wanted: { name: string; phone: string },
  at: Date,
): Promise<Account> {
  const { seller } = await getMember(actor, sellerId, at);
  const cooperativeId = seller.kind === 'cooperative' ? seller.id : seller.cooperativeId;
  const account = await addAccount({ ...wanted, role: seller.kind, sellerId: seller.id, cooperativeId }, at);
  tellChange(actor, { what: 'person', from: null, to: 'may-sign-in', as: 'word' });
  return account;
}

/** @throws missing('account-not-found') */
export async function endSessionsOf(actor: Actor, accountId: string, at: Date): Promise<void> {
  await endSessions((await getPerson(actor, accountId, at)).id);
}

/**
 * Nobody locks themselves out, so that there is always an officer; where two lock each other, both stay.
 * @throws missing('account-not-found'), conflict('not-yourself' | 'last-officer')
 */
export async function disablePerson(actor: Actor, accountId: string, at: Date): Promise<void> {
  const { id, role } = await getPerson(actor, accountId, at);
  if (id === actor.accountId) throw conflict('not-yourself');
  await disableAccount(id, at);
  if (role === 'officer' && (await listOfficers(at)).every(({ state }) => state !== 'active')) {
    await AccountModel.updateOne({ _id: id }, { $set: { disabledAt: null } });
    throw conflict('last-officer');
  }
  tellChange(actor, { what: 'person', from: 'may-sign-in', to: 'locked-out', as: 'word' });
}

/** @throws missing('account-not-found') for everybody else's */
export async function getPerson(actor: Actor, accountId: string, at: Date): Promise<Person> {
  const people = (await listMembers(actor, at)).flatMap((member) => member.people);
  const officers = actor.role === 'officer' ? await withLastSeen(await listOfficers(at)) : [];
  const person = [...people, ...officers].find(({ id }) => id === accountId);
  if (!person) throw await absent(AccountModel, { _id: accountId }, 'account-not-found');
  return person;
}

async function withLastSeen(accounts: readonly Account[]): Promise<Person[]> {
  const seen = await lastSeen(accounts.map(({ id }) => id));
  return accounts.map((account) => ({ ...account, lastSeenAt: seen.get(account.id) ?? null }));
}

async function sellersLookedAfter(actor: Actor): Promise<Seller[]> {
  if (actor.role === 'officer')
    return (await listSellers()).filter(({ kind, cooperativeId }) => kind === 'cooperative' || cooperativeId === null);
  return (await sellersActedFor(actor)).filter(
    ({ cooperativeId }) => cooperativeId !== null && cooperativeId === actor.sellerId,
  );
}
