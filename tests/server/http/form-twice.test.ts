import { Secret, TOTP } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { AccountModel } from '../../../server/identity/account.ts';
import { formKey, noon } from '../../support/app.ts';
import { sendForm, useBrowsers } from '../identity/browsers.ts';
import { minutesAfter, pin } from '../identity/makers.ts';

const { browser, clock, people } = useBrowsers();

const later = minutesAfter(noon, 61);
const cookieIn = (answer: { headers: Record<string, unknown> }): string =>
  /session=[\w-]{43}/.exec([answer.headers['set-cookie']].flat().join())?.[0] ?? '';
const cookieNow = async () =>
  cookieIn(await sendForm(browser(), '/dang-nhap', { phone: people().cooperative.phone, pin }));

/** As a browser does when a form is tapped twice: each copy goes out under the cookie of that moment. */
function copies(path: string, fields: Record<string, string>) {
  return (cookie: string) => browser().post(path).set('Cookie', cookie).type('form').send(fields);
}

/** The form with the PIN question, opened an hour after signing in. */
async function openForm(): Promise<{ cookie: string; path: string; key: string }> {
  const cookie = await cookieNow();
  clock.now = later;
  const page = `/thanh-vien/nguoi/${people().household.account.id}`;
  const { text } = await browser().get(page).set('Cookie', cookie);
  return { cookie, path: `${page}/ngat`, key: formKey(text) };
}

const atTheEnd = async (work: () => Promise<void>) => {
  try {
    await work();
  } finally {
    clock.now = noon;
  }
};

const generation = async () =>
  (await AccountModel.findById(people().household.account.id).lean())?.generation ?? Number.NaN;

describe('a form with the PIN in it that is tapped twice', () => {
  it.each(['at once', 'one after the other', 'one after the other, under the new cookie'])(
    'does the thing once and leads both to where it led, signed in: %s',
    (how) =>
      atTheEnd(async () => {
        const { cookie, path, key } = await openForm();
        const before = await generation();
        const send = copies(path, { _key: key, _pin: pin });
        const first = send(cookie);
        const answers =
          how === 'at once'
            ? await Promise.all([first, send(cookie)])
            : [await first, await send(how.endsWith('cookie') ? cookieIn(await first) : cookie)];
        const page = path.replace('/ngat', '');
        expect(answers.map(({ status, headers }) => [status, headers.location])).toEqual([
          [303, page],
          [303, page],
        ]);
        expect(await generation()).toBe(before + 1);
        const cookies = answers.map(cookieIn);
        expect(new Set(cookies).size).toBe(1);
        expect(cookies[0]).not.toBe(cookie);
        expect(
          (
            await browser()
              .get(page)
              .set('Cookie', cookies[1] ?? '')
          ).status,
        ).toBe(200);
        clock.now = minutesAfter(later, 2);
        expect((await browser().get(page).set('Cookie', cookie)).status).toBe(303);
      }),
  );

  it('uses an authenticator’s code once for both', () =>
    atTheEnd(async () => {
      const { cookie, path, key } = await openForm();
      const secret = new Secret({ size: 20 });
      const { id } = people().cooperative.account;
      await AccountModel.updateOne({ _id: id }, { totp: { secret: secret.base32, lastStep: 0 } });
      const code = new TOTP({ secret }).generate({ timestamp: later.getTime() });
      const send = copies(path, { _key: key, _pin: pin, _code: code });
      const answers = await Promise.all([send(cookie), send(cookie)]);
      await AccountModel.updateOne({ _id: id }, { totp: null });
      expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    }));

  it('lets nobody in by a twin with another PIN', () =>
    atTheEnd(async () => {
      const { cookie, path, key } = await openForm();
      expect((await copies(path, { _key: key, _pin: pin })(cookie)).status).toBe(303);
      const wrong = await copies(path, { _key: key, _pin: '000001' })(cookie);
      expect([wrong.status, cookieIn(wrong)]).toEqual([422, '']);
    }));
});

describe('a wrong PIN in a form', () => {
  const statusesOf = (answers: { status: number }[]) => answers.map(({ status }) => status);

  it('is one try when the form is tapped twice, at once or again later', () =>
    atTheEnd(async () => {
      const { cookie, path, key } = await openForm();
      const send = (_pin: string, _key = key) => copies(path, { _key, _pin })(cookie);
      const taps = await Promise.all([send('000001'), send('000001'), send('000001')]);
      expect(statusesOf([...taps, await send('000001')])).toEqual([422, 422, 422, 422]);
      expect(taps.map(cookieIn)).toEqual(['', '', '']);
      for (const [index, tap] of taps.entries()) {
        expect((await send(`00001${index}`, formKey(tap.text))).status).toBe(422);
      }
      expect((await send(pin)).status).toBe(303);
    }));

  it('is a try of its own for every PIN, under one key as under many: five, and no verdict on the sixth', () =>
    atTheEnd(async () => {
      const { cookie, path, key } = await openForm();
      const send = (_pin: string) => copies(path, { _key: key, _pin })(cookie);
      const answers = [];
      for (let guess = 1; guess <= 5; guess += 1) answers.push(await send(`00000${guess}`));
      expect(statusesOf(answers)).toEqual([422, 422, 422, 422, 422]);
      expect(statusesOf([await send('000006'), await send(pin)])).toEqual([429, 429]);
      // What is known to be wrong is said again and tells nothing new; when the wait is over the right one is taken.
      expect((await send('000001')).status).toBe(422);
      clock.now = minutesAfter(later, 16);
      expect((await send(pin)).status).toBe(303);
    }));
});

describe('signing in by two taps', () => {
  it('opens one session, and both answers carry it', async () => {
    const page = await browser().get('/dang-nhap');
    const fields = { _key: formKey(page.text), phone: people().neighbour.phone, pin };
    // Each with the cookies that the page gave, as a browser sends it twice before an answer came.
    const given = [page.headers['set-cookie']].flat().map((one) => String(one).split(';')[0]);
    const answers = await Promise.all([1, 2].map(() => copies('/dang-nhap', fields)(given.join('; '))));
    expect(given.length).toBeGreaterThan(0);
    expect(answers.map(({ status, headers }) => [status, headers.location])).toEqual([
      [303, '/ban-lam-viec'],
      [303, '/ban-lam-viec'],
    ]);
    expect(new Set(answers.map(cookieIn)).size).toBe(1);
  });

  it('opens a new one when the first was signed out meanwhile', async () => {
    const agent = browser();
    const { text } = await agent.get('/dang-nhap');
    const fields = { _key: formKey(text), phone: people().neighbour.phone, pin };
    const first = await sendForm(agent, '/dang-nhap', fields);
    await agent.post('/dang-xuat');
    const again = await sendForm(agent, '/dang-nhap', fields);
    expect([again.status, cookieIn(again) === cookieIn(first)]).toEqual([303, false]);
    expect((await agent.get('/ban-lam-viec')).status).toBe(200);
  });

  it('goes on to the same page when the PIN alone is asked for', () =>
    atTheEnd(async () => {
      const cookie = await cookieNow();
      clock.now = later;
      const { text } = await browser().get('/ma-pin?next=%2Fthanh-vien').set('Cookie', cookie);
      const send = copies('/ma-pin?next=%2Fthanh-vien', { _key: formKey(text), pin });
      const answers = await Promise.all([send(cookie), send(cookie)]);
      expect(answers.map(({ headers }) => headers.location)).toEqual(['/thanh-vien', '/thanh-vien']);
      expect(new Set(answers.map(cookieIn)).size).toBe(1);
    }));
});
