import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { BankConnection } from '../../../server/payments/bank-connections.ts';
import { findReceivingAccount, getAccountBook } from '../../../server/payments/receiving-accounts.ts';
import { formKey, noon, testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { type Agent, signIn } from '../identity/browsers.ts';
import { aCommune, type Commune, minutesAfter, pin } from '../identity/makers.ts';
import { aConnection, anAccount } from './makers.ts';

useDatabase();

const { browser, clock } = testApp();
let commune: Commune;
let connection: BankConnection;
let household: Agent;
let cooperative: Agent;
let officer: Agent;

afterEach(() => {
  clock.now = noon;
});

beforeAll(async () => {
  commune = await aCommune();
  const { number } = await anAccount(commune.sellers.household.id);
  connection = await aConnection(commune.household.actor, number);
  [household, cooperative, officer] = await Promise.all([
    signedIn('household'),
    signedIn('cooperative'),
    signedIn('officer'),
  ]);
});

const signedIn = (who: 'household' | 'cooperative' | 'officer' | 'stranger') => signIn(browser(), commune[who]);

describe('/tai-khoan-nhan-tien', () => {
  const path = '/tai-khoan-nhan-tien';
  const wanted = { bin: '970405', number: '8800 2050 99999', holder: 'Lò Thị Đôi' };

  it('names every mistake and keeps what was typed', async () => {
    const key = formKey((await household.get(path).expect(200)).text);
    const { text } = await household
      .post(path)
      .type('form')
      .send({ _key: key, bin: '999888', number: 'số', holder: 'Lò Thị' })
      .expect(422);
    expect(text).toContain('href="#number"');
    expect(text).toContain('value="Lò Thị"');
  });

  it('changes an account by two people and a day', async () => {
    const { id, slug } = commune.sellers.household;
    const key = formKey((await household.get(path)).text);
    await household
      .post(path)
      .type('form')
      .send({ _key: key, ...wanted })
      .expect(303);
    const waiting = await household.get(path).expect(200);
    expect(waiting.text).toContain('Đang xin đổi sang tài khoản này');
    expect(waiting.text).not.toContain('/dong-y');

    const theirs = await cooperative.get(`${path}?ho=${slug}`).expect(200);
    const askedAt = /name="askedAt" value="([^"]+)"/.exec(theirs.text)?.[1] ?? '';
    const approve = `${path}/dong-y?ho=${slug}`;
    await household
      .post(approve)
      .type('form')
      .send({ _key: formKey(waiting.text), askedAt })
      .expect(403);
    await cooperative
      .post(approve)
      .type('form')
      .send({ _key: formKey(theirs.text), askedAt })
      .expect(303);
    expect((await getAccountBook(commune.household.actor, id, noon)).pending?.effectiveAt).toEqual(
      minutesAfter(noon, 1440),
    );
    expect((await household.get(path)).text).toContain('Dùng từ');
    expect((await officer.get(`${path}?ho=${slug}`).expect(200)).text).toContain('8800205099999');
  });

  it('is stopped by its owner', async () => {
    const { id, slug } = commune.sellers.household;
    const key = formKey((await household.get(path)).text);
    await household.post(`${path}/dung-lai?ho=${slug}`).type('form').send({ _key: key }).expect(303);
    expect(await findReceivingAccount(id, minutesAfter(noon, 10_000))).toMatchObject({ bankName: 'Vietcombank' });
  });

  it('asks for the PIN in the form when it was given too long ago, and keeps what was typed', async () => {
    const { id } = commune.sellers.household;
    const pending = async () => (await getAccountBook(commune.household.actor, id, noon)).pending;
    const key = formKey((await household.get(path).expect(200)).text);
    clock.now = minutesAfter(noon, 120);
    const late = await household
      .post(path)
      .type('form')
      .send({ _key: key, ...wanted })
      .expect(403);
    for (const kept of ['name="_pin"', 'value="8800 2050 99999"', 'value="Lò Thị Đôi"'])
      expect(late.text).toContain(kept);
    const send = (_pin: string, page: string) =>
      household
        .post(path)
        .type('form')
        .send({ _key: formKey(page), _pin, ...wanted });
    const wrong = await send('135791', late.text).expect(422);
    expect(wrong.text).toContain('value="8800 2050 99999"');
    expect(wrong.text).not.toContain('135791');
    expect(await pending()).toBeNull();
    await send(pin, wrong.text).expect(303);
    expect(await pending()).toMatchObject({ number: '8800205099999' });
    expect((await household.get(path)).text).not.toContain('name="_pin"');
  });

  it('shows nobody the account of another cooperative’s household', async () => {
    await household.get(`${path}?ho=${commune.sellers.stranger.slug}`).expect(404);
    await cooperative.get(`${path}?ho=nobody`).expect(404);
  });
});

describe('/noi-ngan-hang', () => {
  const path = '/noi-ngan-hang';

  it('is not for an officer', async () => {
    await officer.get(path).expect(403);
  });

  it('asks for the PIN at once when it is needed, keeps the rest, and says that a key has to be typed again', async () => {
    clock.now = minutesAfter(noon, 400);
    const page = await household.get(path).expect(200);
    expect(page.text).toContain('id="pin-connect"');
    const form = { provider: 'casso', account: '123 456 789', secret: 'a-long-secret-key', _pin: '' };
    const late = await household
      .post(path)
      .type('form')
      .send({ _key: formKey(page.text), ...form })
      .expect(403);
    expect(late.text).toContain('value="123 456 789"');
    expect(late.text).toContain('khoá bí mật phải nhập lại');
    expect(late.text).not.toContain('a-long-secret-key');
  });

  it('connects, shows the address to copy, never the key, and cuts again', async () => {
    const page = await household.get(path).expect(200);
    const form = { provider: 'casso', account: connection.accounts[0] };
    const wrong = await household
      .post(path)
      .type('form')
      .send({ _key: formKey(page.text), ...form })
      .expect(422);
    expect(wrong.text).toContain('href="#secret"');
    const sent = { _key: formKey(wrong.text), ...form, secret: 'a-very-secret-key' };
    await household.post(path).type('form').send(sent).expect(303);
    const after = await household.get(path).expect(200);
    const id = /webhooks\/banks\/casso\/([0-9a-f]{24})/.exec(after.text)?.[1] ?? '';
    expect(after.text).not.toContain('a-very-secret-key');
    const cut = `${path}/${id}/cat`;
    await cooperative
      .post(cut)
      .type('form')
      .send({ _key: formKey((await cooperative.get(path)).text) })
      .expect(404);
    await household
      .post(cut)
      .type('form')
      .send({ _key: formKey(after.text) })
      .expect(303);
    expect((await household.get(path)).text).not.toContain(id);
  });
});
