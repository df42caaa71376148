import { keyGrid } from '../../keys/key-grid.ts';
import type { App, Screen } from '../app.ts';
import { readBook } from '../book.ts';
import { button, h } from '../dom.ts';
import { lockWith, openByPin, openWriter, peopleHere } from '../people.ts';
import { post } from '../sending.ts';

/** Nobody's notebook is open: whose it is, or signing in. */
export async function locked(app: App): Promise<Screen> {
  const { t } = app;
  await openWriter();
  const people = (await peopleHere()).filter((one) => one.locked);
  return {
    key: 'locked',
    title: t('lock.title'),
    nodes: [
      ...people.map(({ account, name }) =>
        button(name, () => void app.go(() => pinScreen(app, { account, name })), 'button--big'),
      ),
      h('a', { class: 'button button--wide button--quiet', href: '/dang-nhap?next=%2Fso-tay' }, t('lock.sign-in')),
      people.length === 0 ? h('p', {}, t('lock.first-time')) : null,
    ],
  };
}

function pinScreen(app: App, { account, name }: { account: string; name: string }): Screen {
  const { t } = app;
  const note = h('div');
  const enter = async (pin: string): Promise<boolean> => {
    const writer = await openByPin(account, pin);
    if (!writer) refuse(app, note);
    else {
      app.writer = writer;
      app.book = await readBook(writer);
      await app.start();
    }
    return writer !== null;
  };
  return { key: 'pin', heard: 'offer-pin', title: t('lock.pin', { name }), nodes: [note, pinPad(app, enter)] };
}

/** Once, with signal: the PIN will open this notebook where there is none. */
export function lockOffer(app: App): HTMLElement | null {
  const key = app.rawKey;
  if (key === null || !app.writer || app.hasPin) return null;
  return button(app.t('lock.offer'), () => void app.go(() => offerScreen(app, key)), 'button--quiet');
}

function offerScreen(app: App, key: string): Screen {
  const { t, writer } = app;
  const note = h('div');
  const enter = async (pin: string): Promise<boolean> => {
    if (!writer) return false;
    const answer = await post(writer, '/notebook/pin', { key: `pin-of-this-person`, body: JSON.stringify({ pin }) });
    const isRight = 'json' in answer;
    if (!isRight) refuse(app, note);
    else {
      await lockWith(pin, writer.account, key);
      app.hasPin = true;
      await app.start();
    }
    return isRight;
  };
  return { key: 'offer-pin', title: t('lock.offer-title'), nodes: [note, pinPad(app, enter)] };
}

function refuse(app: App, note: HTMLElement): void {
  note.textContent = '';
  note.append(app.heard(['pin-wrong'], app.t('lock.wrong')));
}

const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '⌫', '0'];
const pinLength = 6;

/** Six digits on keys of our own; after the sixth they are tried. */
function pinPad({ t }: App, enter: (pin: string) => Promise<boolean>): HTMLElement {
  let typed = '';
  const shown = h('output', { class: 'note__number', 'aria-label': t('lock.typed') });
  const press = (key: string): void => {
    typed = key === '⌫' ? typed.slice(0, -1) : (typed + key).slice(0, pinLength);
    shown.textContent = '●'.repeat(typed.length);
    if (typed.length === pinLength)
      void enter(typed).then(() => {
        typed = '';
        shown.textContent = '';
      });
  };
  return h('div', { class: 'stack' }, shown, keyGrid(keys, t('number.erase'), press));
}
