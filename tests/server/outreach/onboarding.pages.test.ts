import mongoose from 'mongoose';
import { beforeAll, describe, expect, it } from 'vitest';
import { ownShopLinks } from '../../../server/catalog/shop-links.ts';
import { channelFacts } from '../../../server/channels.ts';
import { getOnboarding, onboardingsSeenBy } from '../../../server/outreach/onboardings.ts';
import { TrainingModel } from '../../../server/outreach/training.ts';
import { countIndicators } from '../../../server/reports/indicators.ts';
import { factsBehind } from '../../../server/reports/sources.ts';
import { noon } from '../../support/services.ts';
import { type Agent, fillIn, useBrowsers } from '../identity/browsers.ts';

const { browser, people, signedIn } = useBrowsers();

let household: Agent;
let officer: Agent;
let sellerId: string;

beforeAll(async () => {
  sellerId = people().sellers.household.id;
  household = await signedIn((commune) => commune.household);
  officer = await signedIn((commune) => commune.officer);
});

const standing = async (channel: string) =>
  (await getOnboarding(people().officer.actor, sellerId, channel)).onboarding.standing;

describe('the desk of Bình Lư Digital', () => {
  it('keeps how far a stall has come, who helps and when last looked at', async () => {
    const path = `/binh-lu-digital/${sellerId}/shopee`;
    expect(await standing('shopee')).toBe('not-begun');
    const sent = await fillIn(officer, path, { said: 'preparing', helper: 'Anh Tẩn', looked: 'yes' });
    expect(sent.headers.location).toBe(path);
    const page = (await household.get(path)).text;
    expect(page).toContain('Đang chuẩn bị');
    expect(page).toContain('value="Anh Tẩn"');
    expect(page).toMatch(/Xem ngày 16\/11\/2026/);
    expect((await officer.get('/binh-lu-digital')).text).toMatch(/Đang chuẩn bị[^]*Anh Tẩn/);
  });

  it('calls a stall open when its address was pasted, and not before', async () => {
    const path = `/binh-lu-digital/${sellerId}/tiktok`;
    const wrong = await fillIn(household, path, { url: 'https://zalo.me/1' }, `${path}/duong-dan`);
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('Đây là đường dẫn Zalo');
    expect(await standing('tiktok')).toBe('not-begun');
    const shared = 'Xem gian hàng của tôi trên TikTok!https://vt.tiktok.com/ZSabc/';
    expect((await fillIn(household, path, { url: shared }, `${path}/duong-dan`)).status).toBe(303);
    expect(await standing('tiktok')).toBe('open');
    const [link] = await ownShopLinks(people().household.actor, { sellerId });
    expect(link).toMatchObject({ channel: 'tiktok', url: 'https://vt.tiktok.com/ZSabc/' });
  });

  it('is seen by each as far as they help: their own, their members, the commune', async () => {
    const seen = async (who: 'household' | 'officer') =>
      (await onboardingsSeenBy(people()[who].actor)).map(({ seller }) => seller.id);
    expect(await seen('household')).toEqual([sellerId]);
    expect(await seen('officer')).toContain(sellerId);
    const stranger = await signedIn((commune) => commune.stranger);
    expect((await stranger.get(`/binh-lu-digital/${sellerId}/shopee`)).status).toBe(404);
    const own = `/binh-lu-digital/${people().sellers.stranger.id}/shopee`;
    const others = `/binh-lu-digital/${sellerId}/shopee`;
    expect((await fillIn(stranger, own, { said: 'waiting' }, others)).status).toBe(404);
    expect((await browser().get('/binh-lu-digital')).status).toBe(303);
    expect((await officer.get(`/binh-lu-digital/${sellerId}/gone`)).status).toBe(404);
    // An officer helps, and sells nothing: the address is the seller's to give.
    const path = `/binh-lu-digital/${sellerId}/zalo`;
    expect((await fillIn(officer, path, { url: 'https://zalo.me/1' }, `${path}/duong-dan`)).status).toBe(403);
    expect((await officer.get(path)).text).not.toContain('name="url"');
  });

  it('comes as a table, each household with each channel', async () => {
    const csv = (await officer.get('/binh-lu-digital.csv')).text;
    const rows = await onboardingsSeenBy(people().officer.actor);
    const asked = channelFacts.filter(({ isOptional }) => !isOptional).length;
    expect(csv.trim().split('\r\n')).toHaveLength(1 + rows.length * asked);
    expect(csv).toMatch(/Shopee,Đang chuẩn bị,Anh Tẩn,16\/11\/2026/);
  });

  it('asks the database as often for many households as for one', async () => {
    const asked: string[] = [];
    mongoose.set('debug', (collection: string) => asked.push(collection));
    const count = async (who: Parameters<typeof onboardingsSeenBy>[0]) => {
      asked.length = 0;
      await onboardingsSeenBy(who);
      return asked.length;
    };
    const [few, many] = [await count(people().household.actor), await count(people().officer.actor)];
    mongoose.set('debug', false);
    expect(few).toBeGreaterThan(0);
    expect(many).toBe(few);
  });
});

describe('a training session', () => {
  const path = '/binh-lu-digital/tap-huan';
  const session = (more: Record<string, string>) => ({
    day: '2026-11-10',
    village: 'Tân Bình',
    topic: 'Chụp ảnh',
    ...more,
  });
  const trained = async (from: string, to: string) => {
    const report = await countIndicators({ from, to }, {}, noon);
    const figure = report.rows.find(({ indicator }) => indicator.id === 'D1')?.value;
    let listed = 0;
    for await (const { amount } of factsBehind('D1', { from, to }, noon)) listed += amount;
    expect(listed).toBe(figure ?? 0);
    return figure;
  };

  it('feeds what the commune reports: each household once in a period', async () => {
    expect(await trained('2026-11-01', '2026-11-30')).toBeNull();
    const neighbour = people().sellers.neighbour.id;
    await fillIn(officer, path, session({ [`came.${sellerId}`]: 'yes', others: '4' }));
    await fillIn(
      officer,
      path,
      session({ day: '2026-11-12', [`came.${sellerId}`]: 'yes', [`came.${neighbour}`]: 'yes' }),
    );
    expect(await trained('2026-11-01', '2026-11-30')).toBe(6);
    expect(await trained('2026-11-11', '2026-11-30')).toBe(2);
    expect((await officer.get(path)).text).toMatch(/12\/11\/2026[^]*2 người đến[^]*10\/11\/2026[^]*5 người đến/);
  });

  it('is not one of a day to come, nor one to which nobody came; a household of others is not written down', async () => {
    const before = await TrainingModel.countDocuments();
    const late = await fillIn(officer, path, session({ day: '2026-11-17', others: '4' }));
    expect([late.status, late.text]).toEqual([422, expect.stringContaining('Ngày này chưa đến')]);
    const empty = await fillIn(officer, path, session({}));
    expect([empty.status, empty.text]).toEqual([422, expect.stringContaining('Chọn nhà đến học')]);
    const other = await signedIn((commune) => commune.otherCooperative);
    expect((await fillIn(other, path, session({ [`came.${sellerId}`]: 'yes' }))).status).toBe(422);
    expect((await household.get(path)).status).toBe(403);
    expect(await TrainingModel.countDocuments()).toBe(before);
  });

  it('that was written down wrongly is taken back and counts no more', async () => {
    const record = await TrainingModel.findOne({ day: '2026-11-12' }).orFail();
    const other = await signedIn((commune) => commune.otherCooperative);
    const training = record.id;
    expect((await fillIn(other, path, { training }, `${path}/bo`)).status).toBe(404);
    expect((await fillIn(officer, path, { training }, `${path}/bo`)).status).toBe(303);
    expect(await trained('2026-11-11', '2026-11-30')).toBe(0);
    expect((await fillIn(officer, path, { training }, `${path}/bo`)).status).toBe(404);
  });
});
