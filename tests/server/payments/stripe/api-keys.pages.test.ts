import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findApiKey } from '../../../../server/payments/stripe/api-keys.ts';
import { formKey, noon, testApp } from '../../../support/app.ts';
import { useDatabase } from '../../../support/database.ts';
import { type Agent, signIn } from '../../identity/browsers.ts';
import { aCommune, type Commune, minutesAfter, pin } from '../../identity/makers.ts';

useDatabase();

const { browser, clock } = testApp();
const path = '/khoa-thanh-toan';
let commune: Commune;
let officer: Agent;

beforeAll(async () => {
  commune = await aCommune();
  officer = await signedIn('officer');
});
afterEach(() => {
  clock.now = noon;
});

const signedIn = (who: 'officer' | 'cooperative') => signIn(browser(), commune[who]);

const secretIn = (html: string): string => /sk_test_[0-9a-f]{64}/.exec(html)?.[0] ?? '';

describe('/khoa-thanh-toan', () => {
  it('is the officer’s alone, and asks for the PIN when it was given long ago', async () => {
    await browser()
      .get(path)
      .expect(303)
      .expect('Location', /dang-nhap/);
    await (await signedIn('cooperative')).get(path).expect(403);
    clock.now = minutesAfter(noon, 61);
    const { text } = await officer.get(path).expect(200);
    const wanted = { _key: formKey(text), name: 'Trang web', sellerId: '' };
    expect((await officer.post(path).type('form').send(wanted).expect(403)).text).toContain('name="_pin"');
    expect(
      secretIn(
        (
          await officer
            .post(path)
            .type('form')
            .send({ ...wanted, _pin: pin })
        ).text,
      ),
    ).not.toBe('');
  });

  it('wants a name', async () => {
    const key = formKey((await officer.get(path).expect(200)).text);
    const { text } = await officer.post(path).type('form').send({ _key: key, name: ' ', sellerId: '' }).expect(422);
    expect(text).toContain('href="#name"');
  });

  it('shows the key once, to whoever sent the form, however often they sent it', async () => {
    const wanted = { name: 'Trang web', sellerId: commune.sellers.household.id };
    const key = formKey((await officer.get(path)).text);
    const send = () =>
      officer
        .post(path)
        .type('form')
        .send({ ...wanted, _key: key });
    const [first, second] = await Promise.all([send(), send()]);
    const secret = secretIn(first.text);
    expect(secretIn(second.text)).toBe(secret);
    expect(first.headers['cache-control']).toBe('no-store');
    expect(await findApiKey(secret, null, noon)).toMatchObject(wanted);
    const { text } = await officer.get(path).expect(200);
    expect(text).not.toContain(secret);
    expect(text).toContain('Hộ bà Lò Thị Đôi');
    expect(text.match(/thu-hoi"/g)).toHaveLength(2);
  });

  it('takes a key away', async () => {
    const key = formKey((await officer.get(path)).text);
    const { text } = await officer.post(path).type('form').send({ _key: key, name: 'Đã mất', sellerId: '' });
    const secret = secretIn(text);
    const { id = '' } = (await findApiKey(secret, null, noon)) ?? {};
    const address = `${path}/${id}/thu-hoi`;
    await officer
      .post(address)
      .type('form')
      .send({ _key: formKey((await officer.get(path)).text) })
      .expect(303);
    expect(await findApiKey(secret, null, noon)).toBeNull();
    expect((await officer.get(path)).text).toContain('Đã thu hồi');
  });
});
