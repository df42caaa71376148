import { beforeAll, describe, expect, it } from 'vitest';
import { spanText } from '../../../server/complaints/deadlines.pages.ts';
import { complaintKinds, publicKinds } from '../../../server/complaints/kinds.ts';
import { testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { aThread, type Thread } from '../provenance/makers.ts';

useDatabase();
const market = testApp();
let thread: Thread;
beforeAll(async () => {
  thread = await aThread();
});

const send = (fields: Record<string, string>) =>
  market
    .browser()
    .post('/khieu-nai')
    .type('form')
    .send({
      kind: 'copied-or-unsafe',
      text: 'Tem mờ, miến có mùi',
      name: 'Nguyễn Thị Bưởi',
      phone: '0912 345 678',
      batchCode: thread.batch.code,
      ...fields,
    });
const codeIn = (html: string) => /KN[0-9A-Z]{8}/.exec(html)?.[0] ?? '';
const look = (code: string, contact: string) =>
  market.browser().post('/khieu-nai/tra-cuu').type('form').send({ code, contact });

describe('complaining', () => {
  it('says how long each kind takes, from the table that also sets the dates', async () => {
    const page = (await market.browser().get('/khieu-nai')).text;
    for (const { respond, settle } of publicKinds) {
      for (const span of [respond, settle]) {
        expect(page).toContain(`<td>${spanText(span, 'vi')}</td>`);
      }
    }
    expect(page.match(/<th scope="row">/g)).toHaveLength(publicKinds.length);
    expect(publicKinds.length).toBeLessThan(complaintKinds.length);
  });

  it('gives a code and two dates, and is seen again with code and phone', async () => {
    const receipt = await send({});
    expect(receipt.status).toBe(200);
    expect(receipt.text).toMatch(/Trả lời trước[^]*\d\d\/\d\d\/2026 \d\d:\d\d/);
    const code = codeIn(receipt.text);
    const own = await look(code.toLowerCase(), '0912345678');
    expect([own.status, own.headers['cache-control']]).toEqual([200, 'private, no-store']);
    expect(own.text).toContain('Tem mờ, miến có mùi');
    const stranger = await look(code, '0912345679');
    expect(stranger.status).toBe(404);
    expect(stranger.text).not.toContain('Tem mờ');
  });

  it('gives back what was typed with what is missing', async () => {
    const answer = await send({ phone: '', kind: '', text: 'Rách <b>' });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Rách &lt;b&gt;');
    expect(answer.text).toContain('href="#kind"');
  });

  it('asks for phone or mail at the phone’s field', async () => {
    expect((await send({ phone: '' })).text).toContain('href="#phone"');
    expect((await send({ phone: '', email: 'buoi@vi-du.vn' })).status).toBe(200);
  });
});

describe('for programs', () => {
  const wanted = () => ({
    kind: 'copied-or-unsafe',
    text: 'Mùi lạ',
    contact: { name: 'Bưởi', email: 'Buoi@Vi-Du.vn' },
    batchCode: thread.batch.code,
  });

  it('answers code, state and dates, and shows it to who knows the contact', async () => {
    const made = await market.program().post('/api/v1/complaints').send(wanted());
    expect(made.status).toBe(201);
    expect(made.body).toEqual({
      code: expect.stringMatching(/^KN[0-9A-Z]{8}$/),
      kind: 'copied-or-unsafe',
      state: 'received',
      respondBy: expect.stringMatching(/Z$/),
      settleBy: expect.stringMatching(/Z$/),
    });
    const path = `/api/v1/complaints/${made.body.code}`;
    expect((await market.program().get(path).query({ contact: 'buoi@vi-du.vn' })).body).toMatchObject(made.body);
    expect((await market.program().get(path).query({ contact: 'x@vi-du.vn' })).status).toBe(404);
    expect((await market.program().get(path)).status).toBe(422);
  });

  it.each([
    ['an unknown member', { weather: 'rain' }, '/weather'],
    ['no words', { text: '' }, '/text'],
    ['a number for text', { text: 7 }, '/text'],
    ['a mail that is none', { contact: { name: 'A', email: 'a@b' } }, '/contact/email'],
    ['a photo that is not theirs', { photoIds: ['0123456789abcdef01234567'] }, undefined],
  ])('refuses %s', async (_, more, pointer) => {
    const answer = await market
      .program()
      .post('/api/v1/complaints')
      .send({ ...wanted(), ...more });
    expect(answer.status).toBe(422);
    expect(answer.body.errors?.[0]?.pointer).toBe(pointer);
  });
});
