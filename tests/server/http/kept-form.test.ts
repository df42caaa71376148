import express from 'express';
import mongoose from 'mongoose';
import supertest from 'supertest';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Actor } from '../../../server/actor.ts';
import { forbidden } from '../../../server/errors.ts';
import { formPage } from '../../../server/http/form-page.ts';
import { bringBackTyped } from '../../../server/http/kept-form.ts';
import { localsOf } from '../../../server/http/locals.ts';
import { answerProblem } from '../../../server/http/problem.ts';
import { formKey, noon } from '../../support/app.ts';
import { testServices } from '../../support/services.ts';
import { sendForm, useBrowsers } from '../identity/browsers.ts';
import { minutesAfter, pin } from '../identity/makers.ts';

const { browser, clock, people, signedIn } = useBrowsers();

const form = '/thanh-vien/moi';
const typed = { name: 'Hộ bà Lò Thị <Mới>', village: 'Nà Đa', line: 'Số 7', commune: 'Bình Lư', province: 'Lai Châu' };
const is = 'Những gì bạn đã ghi vẫn còn đây';

/** Types into the form, loses the session, and sends: answers where the browser is sent. */
async function sentAway(agent: Awaited<ReturnType<typeof signedIn>>, fields: Record<string, string> = typed) {
  const key = formKey((await agent.get(form)).text);
  await agent.post('/dang-xuat');
  return sendForm(agent, form, { _key: key, ...fields });
}

const next = (answer: { headers: Record<string, string> }) =>
  new URL(String(answer.headers.location), 'http://here.invalid').searchParams.get('next') ?? '';

describe('a form that is sent after the session ended', () => {
  it('is filled in again after signing in, is not sent by itself, and can then be sent', async () => {
    const agent = await signedIn((one) => one.cooperative);
    const away = await sentAway(agent);
    expect(away.status).toBe(303);
    expect(away.headers.location).toMatch(/^\/dang-nhap\?next=/);
    expect((await agent.get(String(away.headers.location))).text).toContain('được giữ lại một giờ');
    const back = await sendForm(agent, String(away.headers.location), { phone: people().cooperative.phone, pin });
    expect(back.headers.location).toBe(next(away));
    const page = await agent.get(next(away));
    expect(page.text).toContain(is);
    expect(page.text).toContain('value="Hộ bà Lò Thị &lt;Mới&gt;"');
    expect((await agent.get('/thanh-vien')).text).not.toContain('&lt;Mới&gt;');
    const sent = await sendForm(agent, next(away), { _key: formKey(page.text), ...typed });
    expect(sent.status).toBe(303);
    expect((await agent.get('/thanh-vien')).text).toContain('&lt;Mới&gt;');
    expect((await agent.get(next(away))).text).not.toContain(is);
  });

  it('is given back to nobody else, and to nobody after an hour', async () => {
    const away = await sentAway(await signedIn((one) => one.cooperative));
    const other = await (await signedIn((one) => one.otherCooperative)).get(next(away));
    expect([other.status, other.text.includes('&lt;Mới&gt;')]).toEqual([200, false]);
    expect((await browser().get(next(away))).status).toBe(303);
    const own = await signedIn((one) => one.cooperative);
    expect((await own.get(next(away))).text).toContain(is);
    try {
      clock.now = minutesAfter(noon, 61);
      expect((await own.get(next(away))).text).not.toContain(is);
    } finally {
      clock.now = noon;
    }
  });

  it('is kept for nobody when its key is missing, foreign or changed', async () => {
    const kept = mongoose.connection.collection('kept-forms');
    const before = await kept.countDocuments();
    const agent = await signedIn((one) => one.cooperative);
    const key = formKey((await agent.get(form)).text);
    const foreign = key.replace(people().cooperative.account.id, people().officer.account.id);
    expect(foreign).not.toBe(key);
    for (const _key of ['', 'x', 'a.b.c.d', foreign]) {
      const away = await sendForm(browser(), form, { _key, ...typed });
      expect(away.headers.location).toBe('/dang-nhap?next=%2Fban-lam-viec');
    }
    expect(await kept.countDocuments()).toBe(before);
  });

  it('is stored so that a copy of the database tells nothing of it', async () => {
    const kept = mongoose.connection.collection('kept-forms');
    await kept.deleteMany({});
    const away = await sentAway(await signedIn((one) => one.cooperative));
    const [stored] = await kept.find().toArray();
    const name = new URL(next(away), 'http://here.invalid').searchParams.get('giu') ?? '';
    expect(name).toHaveLength(24);
    expect(JSON.stringify(stored)).not.toContain(name);
    expect(Buffer.from(stored?.sealed.buffer as Uint8Array).toString('utf8')).not.toContain('Nà Đa');
  });

  it('keeps the words of a form with photos, and says that the photo has to be chosen again', async () => {
    await mongoose.connection.collection('kept-forms').deleteMany({});
    const agent = await signedIn((one) => one.cooperative);
    const key = formKey((await agent.get(form)).text);
    const sent = browser().post('/lo/moi?hang=1').field('_key', key).field('name', 'Mẻ <Mới>');
    const away = await sent.attach('photo', Buffer.alloc(200_000, 7), 'phoi-mien.jpg');
    expect(next(away)).toMatch(/^\/lo\/moi\?hang=1&giu=/);
    const { text } = await agent.get(form + next(away).replace('/lo/moi', ''));
    expect(text).toContain('value="Mẻ &lt;Mới&gt;"');
    expect(text).toContain('ảnh hoặc tệp phải chọn lại');
  });

  it('is kept at most twenty times for one account', async () => {
    const kept = mongoose.connection.collection('kept-forms');
    await kept.deleteMany({});
    const agent = await signedIn((one) => one.cooperative);
    const key = formKey((await agent.get(form)).text);
    for (let n = 0; n < 22; n += 1) await sendForm(browser(), form, { _key: key, ...typed });
    expect(await kept.countDocuments()).toBe(20);
  });
});

describe('a form that finds out late that the PIN is needed', () => {
  // No form of the program asks outside of itself today; this one does.
  function anApp(actor: Actor) {
    const services = testServices();
    const app = express();
    app.use((_request, response, next) => {
      Object.assign(localsOf(response), { services, requestId: '1', language: 'vi', actor, proof: 'cookie' });
      next();
    });
    app.use(express.urlencoded({ extended: false }), bringBackTyped);
    app.use(
      formPage({
        path: '/lien-he',
        who: ['cooperative'],
        schema: z.strictObject({ name: z.string(), phone: z.string() }),
        secrets: ['phone'],
        view: 'identity/add-person',
        load: async () => ({ seller: { id: '1', name: 'Hộ' } }),
        submit: async () => {
          throw forbidden('pin-needed');
        },
      }),
    );
    return supertest.agent(app.use(answerProblem)).set('Accept', 'text/html');
  }

  it('is filled in again after the PIN was given, but for what is secret', async () => {
    await mongoose.connection.collection('kept-forms').deleteMany({});
    const agent = anApp(people().cooperative.actor);
    const _key = formKey((await agent.get('/lien-he')).text);
    const away = await agent.post('/lien-he').type('form').send({ _key, name: 'Lò Thị Kín', phone: '0988000999' });
    expect(away.headers.location).toMatch(/^\/ma-pin\?next=%2Flien-he%3Fgiu%3D[\w-]{24}$/);
    const { text } = await agent.get(next(away));
    expect(text).toContain('value="Lò Thị Kín"');
    expect(text).toContain('khoá bí mật phải nhập lại');
    expect(text).not.toContain('0988000999');
    const other = anApp(people().otherCooperative.actor);
    expect((await other.get(next(away))).text).not.toContain('Lò Thị Kín');
  });
});
