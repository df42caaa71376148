import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { closeDoubt, listDoubts, photoOfDoubt, reportDoubt } from '../../../server/provenance/doubts.ts';
import { noon } from '../../support/services.ts';
import { useBrowsers } from '../identity/browsers.ts';
import { aPhoto } from '../media/pictures.ts';
import { aBatchOf, someGoods } from '../traceability/makers.ts';

const { browser, clock, people, signedIn } = useBrowsers();
let code: string;
let photo: Buffer;
beforeAll(async () => {
  const { actor } = people().household;
  ({ code } = await aBatchOf(actor, await someGoods(actor)));
  photo = await aPhoto(400, 300);
});

const report = (bytes: Buffer, name = 'tem.jpg') =>
  browser().post('/nghi-ngo').field({ code, message: 'Tem rách' }).attach('photo', bytes, name);
const newest = async () => {
  const [doubt] = await listDoubts(people().officer.actor);
  if (!doubt) throw new Error('no doubt');
  return doubt;
};

describe('the photo of a doubt', () => {
  it('is no photo when its bytes are none, and nothing is kept', async () => {
    const answer = await report(Buffer.from('<svg onload="alert(1)"/>'));
    expect(answer.status).toBe(415);
    expect(answer.text).toContain('Tem rách');
    expect(await listDoubts(people().officer.actor)).toEqual([]);
  });

  it('is seen by the cooperative and the officer, never by the household, a stranger or the public', async () => {
    expect((await report(photo)).headers.location).toBe('/nghi-ngo/da-nhan');
    const { id, hasPhoto } = await newest();
    expect(hasPhoto).toBe(true);
    const path = `/hop-thu/${id}/anh-320.webp`;
    const status = async (who: Parameters<typeof signedIn>[0]) => (await (await signedIn(who)).get(path)).status;
    expect((await browser().get(path)).headers.location).toMatch(/^\/dang-nhap/);
    expect(await status((commune) => commune.household)).toBe(403);
    expect(await status((commune) => commune.otherCooperative)).toBe(404);
    expect(await status((commune) => commune.officer)).toBe(200);
    const cooperative = await signedIn((commune) => commune.cooperative);
    const seen = await cooperative.get(path);
    expect([seen.status, seen.type, seen.headers['cache-control']]).toEqual([200, 'image/webp', 'private, no-store']);
    expect((await cooperative.get('/hop-thu')).text).toContain(path);
    const household = await (await signedIn((commune) => commune.household)).get('/hop-thu');
    expect(household.text).toContain('Có ảnh gửi kèm');
    expect(household.text).not.toContain(path);
  });

  it('carries nothing but its pixels', async () => {
    const { bytes } = await photoOfDoubt(people().officer.actor, (await newest()).id, 1280);
    const { exif, xmp } = await sharp(bytes).metadata();
    expect([exif, xmp]).toEqual([undefined, undefined]);
  });

  it('counts towards the six of one address in an hour', async () => {
    clock.now = new Date('2026-11-16T09:00:00Z');
    const statuses: number[] = [];
    for (let times = 0; times < 7; times += 1) statuses.push((await report(photo)).status);
    expect(statuses).toEqual([303, 303, 303, 303, 303, 303, 429]);
    clock.now = noon;
  });
});

describe('the inbox', () => {
  it('keeps the first answer, and turns pages in each state', async () => {
    const { actor } = people().officer;
    const wanted = { code, message: 'Lạ' };
    for (let n = 0; n < 32; n += 1) await reportDoubt(wanted, `sender ${n}`, noon);
    const { id } = await newest();
    await closeDoubt(actor, id, 'Đã đổi tem', noon);
    await closeDoubt(actor, id, 'Câu khác', noon);
    const [handled, ...others] = await listDoubts(actor, { state: 'closed' });
    expect([handled?.answer, others]).toEqual(['Đã đổi tem', []]);
    const officer = await signedIn((commune) => commune.officer);
    const first = (await officer.get('/hop-thu')).text;
    const next = /\/hop-thu\?sau&#x3D;([0-9a-f]{24})"/.exec(first)?.[1] ?? '';
    const second = (await officer.get(`/hop-thu?sau=${next}`)).text;
    const count = (html: string) => html.match(/<article/g)?.length;
    expect(count(first)).toBe(30);
    expect(count(second)).toBeGreaterThan(0);
    expect((await officer.get('/hop-thu?sau=nonsense&xem[$ne]=1')).status).toBe(200);
  });
});
