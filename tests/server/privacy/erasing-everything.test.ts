import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import mongoose from 'mongoose';
import { describe, expect, inject, it } from 'vitest';
import type { Actor } from '../../../server/actor.ts';
import { dataFile } from '../../../server/engine/keep/layout.ts';
import { foldText } from '../../../server/fold.ts';
import { addDemonstrationAccount, findActor, sealUnder, signIn } from '../../../server/identity/accounts.ts';
import { setShownPhone } from '../../../server/identity/seller-phone.ts';
import { addHousehold } from '../../../server/identity/sellers.ts';
import { setReceivingAccount } from '../../../server/payments/receiving-accounts.ts';
import { eraseBuyer, eraseHousehold } from '../../../server/privacy/erasing.ts';
import { BatchModel } from '../../../server/traceability/batch-record.ts';
import { findFault } from '../../../server/traceability/chain.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { visitors } from '../storefront/visitors.ts';
import { files, papersOfOrders, textOf } from './exports.ts';
import { leftByAnybody, leftByHouseholds } from './leavings.ts';
import { numbersFrom, type Sought, somebody, spelled, tracesOf } from './people.ts';
import { everyRecord } from './records.ts';

useDatabase();
sealUnder('a-session-secret-for-tests-only-0123456789');
const { browser, browserOf, commune } = visitors();
const rounds = process.env.FULL ? 60 : 1;

const tracesIn = async (who: Sought): Promise<string[]> =>
  (await everyRecord()).flatMap(({ place, text }) => tracesOf(who, text).map((trace) => `${place}: ${trace}`));

/** Lists and files of those who work here, and what everybody sees. */
const lists = [
  '/don-hang',
  '/lo',
  '/tien-ve',
  '/khieu-nai/ho-so',
  '/nguoi-ban',
  '/thanh-vien',
  '/nghi-ngo',
  '/nhat-ky',
];
const open = ['/', '/nguoi-ban', '/phap-ly/du-lieu-ca-nhan', '/api/v1/products', '/sitemap.xml'];

async function everyPage(
  codes: readonly string[],
  files: readonly string[],
): Promise<{ place: string; text: string }[]> {
  const { cooperative, officer, neighbour } = commune();
  const public_ = [
    ...open,
    ...codes.flatMap((code) => [`/t/${code}`, `/t/${code}/epcis?generations=all`, `/t/${code}/proof`]),
  ];
  const asked = [
    ...[cooperative, officer, neighbour].flatMap((who) => lists.map((path) => ({ agent: browserOf(who), path }))),
    ...files.map((path) => ({ agent: browserOf(/\.(?:pdf|zip)$/.test(path) ? cooperative : officer), path })),
    ...public_.map((path) => ({ agent: browser(), path })),
  ];
  const pages: { place: string; text: string }[] = [];
  for (const { agent, path } of asked) {
    const answer = await agent.get(path).responseType('blob');
    if (answer.status === 200) pages.push({ place: path, text: textOf(answer.body as Buffer) });
  }
  return pages;
}

async function sums(): Promise<object> {
  const { db } = mongoose.connection;
  const of = async (name: string, field: string) =>
    db
      ?.collection(name)
      .aggregate([{ $group: { _id: null, n: { $sum: 1 }, sum: { $sum: `$${field}` } } }])
      .toArray();
  const batches = await BatchModel.find({}).sort({ _id: 1 }).lean();
  return {
    orders: await of('orders', 'totalVnd'),
    transfers: await of('transfers', 'amountVnd'),
    batches: batches.map((one) => ({ code: one.code, head: one.head, stock: one.stock, fault: findFault(one) })),
  };
}

const socket = decodeURIComponent(/^mongodb:\/\/([^/]+)/.exec(inject('mongodbUri'))?.[1] ?? '');
const isEmbedded = socket.endsWith('engine.sock');

/** What the database's own file holds of somebody, whatever no record leads to any more. */
function rawTraces(who: Sought): string[] {
  if (!isEmbedded) return [];
  const bytes = readFileSync(dataFile(dirname(socket)));
  const spellings = [who.name, who.line, who.phone.slice(1)].flatMap((one) => [
    one,
    one.normalize('NFD'),
    foldText(one),
  ]);
  return spellings.filter((one) => bytes.includes(one));
}

async function aHouseholdOf(who: Sought, round: number) {
  const cooperativeId = commune().sellers.ours.id;
  const address = { line: who.line, commune: 'Bình Lư', province: 'Lai Châu' };
  const seller = await addHousehold({ name: `Hộ bà ${who.name}`, village: 'Sin Câu', address, cooperativeId }, noon);
  const { phone } = who;
  const account = {
    name: who.name,
    role: 'household' as const,
    phone,
    sellerId: seller.id,
    cooperativeId,
    pin: '246810',
  };
  const { id: accountId } = await addDemonstrationAccount(account, noon);
  const { token } = await signIn({ phone, pin: '246810', device: `d${round}`, actor: null }, noon);
  const actor = (await findActor(token, noon)) as Actor;
  await setShownPhone(actor, seller.id, { phone: `+84${phone.slice(1)}` }, noon);
  const bank = { bin: '970436', number: `99000${round}`, holder: foldText(who.name).toUpperCase() };
  await setReceivingAccount(seller.id, bank, noon);
  return { actor, sellerId: seller.id, accountId };
}

// In a short run everybody leaves everything; in a long one each round another part of it.
const chosen = <T>(all: Record<string, T>, pick: (below: number) => number): T[] =>
  Object.values(all).filter(() => !process.env.FULL || pick(4) > 0);

const photos = async (): Promise<string[]> =>
  ((await mongoose.connection.db?.collection('photos.files').find({}).toArray()) ?? []).map(({ _id }) => String(_id));

interface Erasing {
  who: Sought;
  leave: () => Promise<void>;
  erase: () => Promise<void>;
}

async function leavesNothing({ who, leave, erase }: Erasing): Promise<void> {
  const photosBefore = await photos();
  await leave();
  const codes = (await BatchModel.find({}, { code: 1 }).lean()).map(({ code }) => code).slice(-6);
  const named = (pages: { place: string; text: string }[]) =>
    pages.flatMap(({ place, text }) => tracesOf(who, text).map((trace) => `${place}: ${trace}`));
  // Where everything is left, something is on pages and in photos too; a part of it may be neither.
  const least = process.env.FULL ? 0 : 1;
  expect((await tracesIn(who)).length).toBeGreaterThanOrEqual(least);
  expect(named(await everyPage(codes, ['/don-hang.csv'])).length).toBeGreaterThanOrEqual(least);
  if (!process.env.FULL) expect(rawTraces(who).length > 0).toBe(isEmbedded);
  expect((await photos()).length).toBeGreaterThanOrEqual(photosBefore.length + least);
  const before = await sums();
  await erase();
  expect(await tracesIn(who)).toEqual([]);
  expect(named(await everyPage(codes, [...files, ...(await papersOfOrders())]))).toEqual([]);
  expect(rawTraces(who)).toEqual([]);
  expect(await sums()).toEqual(before);
  expect(await photos()).toEqual(photosBefore);
}

describe.each(Array.from({ length: rounds }, (_, round) => round))('round %i of erasing', (round) => {
  const pick = numbersFrom(7000 + round);
  const others = () => {
    const { cooperative, neighbour, officer } = commune();
    return { cooperative: cooperative.actor, neighbour: neighbour.actor, officer: officer.actor };
  };

  it('leaves no byte of a household anywhere; books sum and histories verify as before', async () => {
    const who = somebody(pick, round * 2);
    const own = await aHouseholdOf(who, round);
    const leaving = { who, own, others: others(), says: () => spelled(who, pick), pick, round };
    const all = chosen<(of: typeof leaving) => Promise<void>>({ ...leftByHouseholds, ...leftByAnybody }, pick);
    await leavesNothing({
      who,
      leave: async () => {
        for (const leave of all) await leave(leaving);
      },
      erase: () => eraseHousehold(others().officer, own.sellerId, noon),
    });
  }, 180_000);

  it('leaves no byte of a buyer anywhere', async () => {
    const who = somebody(pick, round * 2 + 1);
    const leaving = { who, own: null, others: others(), says: () => spelled(who, pick), pick, round: 1000 + round };
    const all = chosen(leftByAnybody, pick);
    await leavesNothing({
      who,
      leave: async () => {
        for (const leave of all) await leave(leaving);
      },
      erase: () => eraseBuyer(others().officer, `+84${who.phone.slice(1)}`, noon),
    });
  }, 180_000);
});
