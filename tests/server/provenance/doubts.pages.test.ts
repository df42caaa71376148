import { beforeAll, describe, expect, it } from 'vitest';
import { markDemonstration } from '../../../server/database/marks.ts';
import { addDemonstrationAccount } from '../../../server/identity/accounts.ts';
import { closeDoubt, countOpenDoubts, listDoubts, reportDoubt } from '../../../server/provenance/doubts.ts';
import { examineUnit } from '../../../server/provenance/unit.ts';
import { formKey, testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { noon, testConfig } from '../../support/services.ts';
import { aThread, serialOf, type Thread } from './makers.ts';

useDatabase();
const market = testApp();
let thread: Thread;
let other: Thread;
beforeAll(async () => {
  thread = await aThread();
  other = await aThread();
});

const report = (fields: Record<string, string>) =>
  market
    .browser()
    .post('/nghi-ngo')
    .type('form')
    .send({ code: thread.batch.code, ...fields });

describe('reporting a doubt', () => {
  it('needs to say what is odd, and gives back what was typed', async () => {
    const answer = await report({ place: 'Chợ <phiên>', message: '' });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('href="#message"');
    expect(answer.text).toContain('Chợ &lt;phiên&gt;');
  });

  it('refuses a form that another site sends', async () => {
    const answer = await report({ message: 'Tem rách' }).set('Sec-Fetch-Site', 'cross-site');
    expect(answer.status).toBe(403);
  });

  it('keeps it for those responsible and thanks without telling anything back', async () => {
    const answer = await report({ message: 'Tem bị rách', contact: '0900000001' });
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toBe('/nghi-ngo/da-nhan');
    const [doubt] = await listDoubts(thread.farmer);
    expect(doubt).toMatchObject({
      code: thread.batch.code,
      message: 'Tem bị rách',
      contact: '0900000001',
      closedAt: null,
    });
    expect((await market.browser().get('/nghi-ngo/da-nhan')).text).not.toContain('Tem bị rách');
  });

  it('is limited to six an hour from one address', async () => {
    market.clock.now = new Date('2026-11-16T09:00:00Z');
    const statuses: number[] = [];
    for (let times = 0; times < 8; times += 1) statuses.push((await report({ message: `Lần ${times}` })).status);
    expect(statuses).toEqual([303, 303, 303, 303, 303, 303, 429, 429]);
    market.clock.now = noon;
  });
});

describe('the inbox', () => {
  it('is not for strangers', async () => {
    const answer = await market.browser().get('/hop-thu');
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toContain('/dang-nhap');
  });

  it('shows a cooperative its members, a stranger nothing, the officer also codes nobody knows', async () => {
    market.clock.now = new Date('2026-11-16T12:00:00Z');
    await market.browser().post('/nghi-ngo').type('form').send({ code: 'GIA-1', message: 'Tem lạ' });
    market.clock.now = noon;
    const codes = async (actor: Thread['chair']) => new Set((await listDoubts(actor)).map(({ code }) => code));
    expect(await codes(thread.chair)).toEqual(new Set([thread.batch.code]));
    expect(await codes(other.chair)).toEqual(new Set());
    expect(await codes(thread.officer)).toEqual(new Set([thread.batch.code, 'GIA-1']));
  });

  it('lets nobody close what they may not see, and counts what is left open', async () => {
    const [doubt] = await listDoubts(thread.chair);
    await expect(closeDoubt(other.chair, doubt?.id ?? '', 'Đã xem tận nơi', noon)).rejects.toMatchObject({
      code: 'doubt-not-found',
    });
    await expect(closeDoubt(thread.chair, 'nothing', 'Đã xem tận nơi', noon)).rejects.toMatchObject({
      code: 'doubt-not-found',
    });
    const before = await countOpenDoubts(thread.chair);
    await closeDoubt(thread.chair, doubt?.id ?? '', 'Đã xem tận nơi', noon);
    await closeDoubt(thread.chair, doubt?.id ?? '', 'Đã xem tận nơi', noon);
    expect(await countOpenDoubts(thread.chair)).toBe(before - 1);
  });

  it('is closed by nobody about their own goods, nor without a note', async () => {
    await reportDoubt({ code: thread.batch.code, message: 'Mùi lạ' }, 'somebody', new Date('2026-11-16T15:00:00Z'));
    const [doubt] = await listDoubts(thread.farmer, { state: 'open' });
    const before = await countOpenDoubts(thread.officer);
    await expect(closeDoubt(thread.farmer, doubt?.id ?? '', 'Không sao', noon)).rejects.toMatchObject({
      code: 'doubt-about-you',
    });
    expect(await countOpenDoubts(thread.officer)).toBe(before);
    await closeDoubt(thread.chair, doubt?.id ?? '', 'Đã đến xem', noon);
    expect(await countOpenDoubts(thread.officer)).toBe(before - 1);
    expect((await listDoubts(thread.farmer, { state: 'closed' })).map(({ answer }) => answer)).toContain('Đã đến xem');
  });

  it('is read and worked through in the browser', async () => {
    await markDemonstration();
    await addDemonstrationAccount(
      { phone: '0900000909', name: 'Cán bộ xã', role: 'officer', sellerId: null, cooperativeId: null, pin: '246810' },
      noon,
    );
    const browser = market.browser();
    const { token } = (await market.program().post('/api/v1/sessions').send({ phone: '0900000909', pin: '246810' }))
      .body;
    browser.set('Cookie', `session=${token as string}`);
    const page = await browser.get('/hop-thu');
    expect(page.status).toBe(200);
    expect(page.text).toContain('GIA-1');
    const action = /action="(\/hop-thu\/[0-9a-f]{24}\/da-xem)"/.exec(page.text)?.[1] ?? '';
    const doubt = action.split('/')[2] ?? '';
    const away = await market
      .browser()
      .post(action)
      .set('Referer', 'http://localhost:3000/hop-thu')
      .type('form')
      .send({ _key: formKey(page.text), doubt, answer: 'Viết dở' });
    const back = new URL(String(away.headers.location), 'http://localhost:3000').searchParams.get('next') ?? '';
    const kept = (await browser.get(back)).text;
    expect(kept.split('Viết dở')).toHaveLength(2);
    expect(kept).toContain(`id="answer-${doubt}" name="answer" rows="2" maxlength="600" required>Viết dở<`);
    const wordless = await browser
      .post(action)
      .type('form')
      .send({ _key: formKey(page.text), answer: ' ' });
    expect(wordless.status).toBe(422);
    expect(wordless.text).toMatch(/href="#answer[^"]*">[^<]*Mục này cần điền/);
    const closed = await browser
      .post(action)
      .type('form')
      .send({ _key: formKey(page.text), answer: 'Đã gọi cho người bán' });
    expect(closed.headers.location).toBe('/hop-thu');
    expect((await browser.get('/hop-thu')).text).not.toContain('GIA-1');
    const handled = (await browser.get('/hop-thu?xem=xong')).text;
    expect(handled).toContain('Cán bộ xã đã xem lúc');
    expect(handled).toContain('Đã gọi cho người bán');
    const { code } = other.batch;
    expect((await browser.get(`/lo/${code}/luot-quet`)).text).toContain('Chưa có tem nào của lô này được quét');
    for (const phone of [1, 2, 3, 4, 5, 6, 7])
      await examineUnit({ code, next: 1, keys: [] }, serialOf(code), testConfig(), {
        browser: `phone ${phone}`,
        address: '203.0.113.1',
        at: noon,
      });
    await examineUnit({ code, next: 1, keys: [] }, serialOf(code, 8), testConfig(), {
      browser: 'phone 1',
      address: '203.0.113.1',
      at: noon,
    });
    const looks = (await browser.get(`/lo/${code}/luot-quet`)).text;
    expect(looks).toMatch(/2 tem đã được quét, tất cả 8 lượt[^]*Tem được quét quá nhiều/);
    expect(looks).toMatch(new RegExp(`${serialOf(code)}[^]*7 lượt`));
    expect(looks).not.toContain(serialOf(code, 8));
    expect((await browser.get('/hop-thu')).text.split('Tem này đã được quét 6 lần')).toHaveLength(2);
  });
});

describe('reportDoubt', () => {
  it('takes six of 20 that one address sends at once, and refuses the others', async () => {
    const at = new Date('2026-11-16T11:00:00Z');
    const sent = Array.from({ length: 20 }, () => reportDoubt({ message: 'Tem lạ' }, 'hasty', at));
    const answers = await Promise.allSettled(sent);
    const refusals = answers.filter((answer) => answer.status === 'rejected').map(({ reason }) => reason);
    expect(refusals).toHaveLength(14);
    for (const reason of refusals)
      expect(reason).toMatchObject({ kind: 'too-many', facts: { retryAfterSeconds: 3600 } });
  });
});
