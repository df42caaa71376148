import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { type Language, type Localized, pick } from './language.ts';
import { WrittenWords } from './localized.ts';
import { fromRoot } from './root.ts';

/** The name of a place where people sell besides this market: that of its folder, in addresses and records. */
export type Channel = string;

/** The shapes in which a picture for a post is drawn; those of a channel are a folder's matter. */
export const postShapes = ['square', 'portrait', 'tall', 'card'] as const;
export type PostShape = (typeof postShapes)[number];

const positive = z.number().int().positive();
const span = z
  .strictObject({ least: z.number().int().min(0), most: z.number().int().min(0) })
  .refine(({ least, most }) => least <= most, 'least is more than most');
const sourced = { source: z.string().min(1), asOf: z.string().regex(/^\d{4}-\d{2}$/) };

// What a channel says of itself: `channel.json` in its folder. What others decide and change has a source and a month.
const About = z.strictObject({
  title: WrittenWords,
  /** Where it stands among the others, the first on top. */
  place: z.number().int(),
  /** `shopee.vn` is that host and its www. form; `google.com/maps` only what lies below that path. */
  hosts: z.array(z.string().regex(/^[a-z0-9.-]+(?:\/[a-z]+)?$/)),
  /** A seller's own: any public host that is no channel's, opened once the officer has looked at it. */
  isAnyHost: z.literal(true).optional(),
  /** Goods are ordered and paid for there. */
  isShop: z.literal(true).optional(),
  /** Not asked of every household: left out of the desk's table. */
  isOptional: z.literal(true).optional(),
  /** At most so many characters. */
  texts: z.strictObject({ title: positive, description: positive, post: positive }),
  textsSource: z.strictObject(sourced),
  /** Of goods in pixels and at most so many; of posts by shape, the first is the one it likes best. */
  pictures: z.strictObject({
    goods: z.strictObject({ width: positive, height: positive }),
    most: positive,
    posts: z.array(z.enum(postShapes)).min(1),
  }),
  /** What opening a stall takes: minutes at the phone, then days of waiting. */
  time: z.strictObject({ minutes: span, days: span, ...sourced }),
  prepare: z.array(WrittenWords).min(1),
  /** `picture` names a drawing of `web/static/stall-steps`. */
  steps: z.array(z.strictObject({ picture: z.string(), text: WrittenWords })).min(2),
});

/** A channel: one folder of `channels/`. */
export interface ChannelFacts extends Omit<z.output<typeof About>, 'title' | 'prepare' | 'steps'> {
  name: Channel;
  title: Localized;
  /** What to have at hand before one begins. */
  prepare: readonly Localized[];
  steps: readonly { picture: string; text: Localized }[];
  /** Its mark as SVG, 32 × 32. */
  icon: string;
}

const known = readChannels();

/** Every channel in the order people read them. */
export const channelFacts: readonly ChannelFacts[] = [...known.values()];

export const channels = channelFacts.map(({ name }) => name) as [Channel, ...Channel[]];

export const findChannel = (name: string): ChannelFacts | null => known.get(name) ?? null;

/** @throws Error for a name that has no folder */
export function getChannel(name: string): ChannelFacts {
  const channel = findChannel(name);
  if (channel === null) throw new Error(`No channel ${name}`);
  return channel;
}

/** A channel as people call it; its bare name once its folder is gone. */
export function titleOfChannel(name: string, language: Language): string {
  const channel = findChannel(name);
  return channel === null ? name : pick(channel.title, language);
}

/** All channels' names in one line, for a sentence. */
export const namesOfChannels = (language: Language): string =>
  channelFacts
    .filter(({ isAnyHost }) => !isAnyHost)
    .map(({ title }) => pick(title, language))
    .join(', ');

/** Whether an address lies where a channel's stalls are. */
export const isOfChannel = ({ hosts }: ChannelFacts, { hostname, pathname }: URL): boolean =>
  hosts.some((place) => {
    const [host = '', below] = place.split('/');
    const isHost = hostname === host || hostname === `www.${host}`;
    return isHost && (below === undefined || pathname === `/${below}` || pathname.startsWith(`/${below}/`));
  });

/** Every host that belongs to a channel, without www. */
export const channelHosts: ReadonlySet<string> = new Set(
  channelFacts.flatMap(({ hosts }) => hosts.map((place) => place.split('/')[0] ?? '')),
);

function readChannels(): Map<Channel, ChannelFacts> {
  const folder = fromRoot('server/channels');
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const found = names.map(({ name }) => readChannel(path.join(folder, name), name));
  return new Map(found.sort((a, b) => a.place - b.place).map((channel) => [channel.name, channel]));
}

function readChannel(folder: string, name: string): ChannelFacts {
  const file = path.join(folder, 'channel.json');
  const read = About.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!read.success) throw new Error(`${file}:\n${z.prettifyError(read.error)}`);
  const lost = read.data.steps.find(({ picture }) => !existsSync(fromRoot('web/static/stall-steps', `${picture}.svg`)));
  if (lost) throw new Error(`${file}: no drawing ${lost.picture}.svg in web/static/stall-steps`);
  const icon = readFileSync(path.join(folder, 'icon.svg'), 'utf8').trim();
  if (!/^<svg [^]*<\/svg>$/.test(icon) || icon.includes('{{')) throw new Error(`${folder}/icon.svg is no plain <svg>`);
  const { title, prepare, steps } = read.data as Pick<ChannelFacts, 'title' | 'prepare' | 'steps'>;
  return { ...read.data, title, prepare, steps, name, icon };
}
