import type { Actor } from '../actor.ts';
import { sellerLinks } from '../catalog/goods-figures.ts';
import { type Channel, channelFacts, channels, findChannel } from '../channels.ts';
import { upsert } from '../database/upsert.ts';
import { missing } from '../errors.ts';
import { getSeller, requireActFor, type Seller, sellersHelpedBy } from '../identity/sellers.ts';
import {
  type KnownLink,
  OnboardingModel,
  type OnboardingRecord,
  type SaidStanding,
  type Standing,
  standingOf,
} from './onboarding.ts';

/** One seller's way to one channel, as the desk shows it. */
export interface Onboarding {
  channel: Channel;
  standing: Standing;
  said: SaidStanding;
  helper: string | null;
  lookedAt: Date | null;
  lookedBy: string | null;
  /** how many people said that an address there leads nowhere */
  reports: number;
}

export interface SellerOnboardings {
  seller: Seller;
  onboardings: Onboarding[];
}

export interface WantedOnboarding {
  said: SaidStanding;
  helper: string | null;
  /** Somebody opened the stall just now and saw that it is there. */
  looked: boolean;
}

/** The channels that the desk asks every household about. */
export const askedChannels: readonly Channel[] = channelFacts.flatMap(({ name, isOptional }) =>
  isOptional ? [] : [name],
);

/** Every seller that somebody may help, with each asked channel: three queries, however many sellers there are. */
export async function onboardingsSeenBy(actor: Actor): Promise<SellerOnboardings[]> {
  return withOnboardings(await sellersHelpedBy(actor), askedChannels);
}

/** How far one seller has come on every channel, for who acts for it. @throws missing('seller-not-found'), forbidden('not-yours') */
export async function standingsOf(actor: Actor, sellerId: string): Promise<Onboarding[]> {
  await requireActFor(actor, sellerId, 'seller-not-found');
  const [own] = await withOnboardings([await getSeller(sellerId)], channels);
  return own?.onboardings ?? [];
}

/**
 * One seller's way to one channel.
 * @throws missing('channel-not-found' | 'seller-not-found')
 */
export async function getOnboarding(
  actor: Actor,
  sellerId: string,
  channel: Channel,
): Promise<{ seller: Seller; onboarding: Onboarding }> {
  const seller = await helpedSeller(actor, sellerId, channel);
  const [own] = await withOnboardings([seller], [channel]);
  const [onboarding] = own?.onboardings ?? [];
  if (!onboarding) throw missing('channel-not-found');
  return { seller, onboarding };
}

/**
 * Writes down how far a seller has come; the last word counts, since it is said of the same stall.
 * @throws as getOnboarding
 */
export async function noteOnboarding(
  actor: Actor,
  { sellerId, channel }: { sellerId: string; channel: Channel },
  { said, helper, looked }: WantedOnboarding,
  at: Date,
): Promise<void> {
  await helpedSeller(actor, sellerId, channel);
  const change = {
    said,
    helper,
    changedAt: at,
    changedBy: actor.name,
    ...(looked && { lookedAt: at, lookedBy: actor.name }),
  };
  await upsert(() =>
    OnboardingModel.updateOne(
      { _id: `${sellerId} ${channel}` },
      { $set: change, $setOnInsert: { sellerId, channel } },
      { upsert: true },
    ),
  );
}

// The officer writes down for everybody: it is the group's own list, and changes nothing that is the seller's.
async function helpedSeller(actor: Actor, sellerId: string, channel: Channel): Promise<Seller> {
  if (findChannel(channel) === null) throw missing('channel-not-found');
  if (actor.role !== 'officer') await requireActFor(actor, sellerId, 'seller-not-found');
  return getSeller(sellerId);
}

async function withOnboardings(sellers: readonly Seller[], asked: readonly Channel[]): Promise<SellerOnboardings[]> {
  const ids = sellers.map(({ id }) => id);
  const [records, links] = await Promise.all([
    OnboardingModel.find({ sellerId: { $in: ids } }).lean<OnboardingRecord[]>(),
    sellerLinks(ids),
  ]);
  const kept = new Map(records.map((record) => [record._id, record]));
  const linksAt = new Map<string, KnownLink[]>();
  for (const { sellerId, channel, ...link } of links) {
    const place = `${sellerId} ${channel}`;
    linksAt.set(place, [...(linksAt.get(place) ?? []), link]);
  }
  return sellers.map((seller) => ({
    seller,
    onboardings: asked.map((channel) => {
      const place = `${seller.id} ${channel}`;
      return present(channel, kept.get(place) ?? null, linksAt.get(place) ?? []);
    }),
  }));
}

const blank: Pick<OnboardingRecord, 'said' | 'helper' | 'lookedAt' | 'lookedBy'> = {
  said: 'not-begun',
  helper: null,
  lookedAt: null,
  lookedBy: null,
};

function present(channel: Channel, record: OnboardingRecord | null, links: readonly KnownLink[]): Onboarding {
  const { said, helper, lookedAt, lookedBy } = record ?? blank;
  const reports = links.reduce((sum, link) => sum + link.reports, 0);
  return { channel, standing: standingOf(said, links), said, helper, lookedAt, lookedBy, reports };
}
