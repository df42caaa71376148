import { shrinkPhoto } from '../../photos/shrink.ts';
import type { App, Screen } from '../app.ts';
import { button, h, pictureChoice } from '../dom.ts';
import { type Draft, keepDraftPhoto } from '../draft.ts';
import { dayAt, longDay, shortDay } from '../words.ts';

/** What a question's answer leads to. */
export type Next = (draft: Draft) => Promise<void> | void;

/** Today, yesterday, another day; the first two at one tap. */
export function dayScreen(app: App, draft: Draft, next: Next): Screen {
  const { t } = app;
  const choose = (day: string): void => void next({ ...draft, day });
  const other = h('input', { type: 'date', class: 'field__input', id: 'day', max: dayAt(Date.now()) });
  const choices = [
    button(t('day.today', { day: shortDay(dayAt(Date.now())) }), () => choose(dayAt(Date.now())), 'button--big'),
    button(
      t('day.yesterday', { day: shortDay(dayAt(Date.now(), -1)) }),
      () => choose(dayAt(Date.now(), -1)),
      'button--big button--quiet',
    ),
    dayField(t('day.other'), other, (day) => choose(day)),
  ];
  const isBatch = draft.kind === 'batch';
  return {
    key: 'day',
    heard: isBatch ? 'day' : 'day-done',
    title: t(isBatch ? 'day.made' : 'day.done'),
    nodes: choices,
  };
}

/** Another day, with the phone's own calendar. */
export function dayField(label: string, field: HTMLInputElement, choose: (day: string) => void): HTMLElement {
  field.addEventListener('change', () => field.value !== '' && choose(field.value));
  return h('div', { class: 'field' }, h('label', { class: 'field__label', for: field.id }, label), field);
}

/** Until when it keeps, where nobody has said how long such goods keep. */
export function expiryScreen(app: App, draft: Draft, next: Next): Screen {
  const { t } = app;
  const field = h('input', { type: 'date', class: 'field__input', id: 'expiry', min: draft.day });
  const none = button(
    t('expiry.none'),
    () => void next({ ...draft, expiresOn: null, noExpiry: true }),
    'button--quiet',
  );
  const asked = app.book?.products.find(({ id }) => id === draft.productId)?.expiry;
  return {
    key: 'expiry',
    title: t('expiry.title'),
    nodes: [
      dayField(t('expiry.day'), field, (expiresOn) => void next({ ...draft, expiresOn, noExpiry: false })),
      asked === 'day-or-none' ? none : null,
    ],
  };
}

/** A photo, made small on the phone and kept at once; or none. */
export function photoScreen(app: App, draft: Draft, next: Next): Screen {
  const { t } = app;
  const field = h('input', {
    type: 'file',
    accept: 'image/*',
    capture: 'environment',
    class: 'visually-hidden',
    id: 'photo',
    tabindex: '-1',
  });
  field.addEventListener('change', () => {
    const [photo] = Array.from(field.files ?? []);
    if (photo) void takePhoto(app, draft, photo, next);
  });
  return {
    key: 'photo',
    heard: draft.kind === 'batch' ? 'photo' : 'photo-step',
    title: t(draft.kind === 'batch' ? 'photo.title' : 'photo.step'),
    nodes: [
      field,
      h(
        'label',
        { for: 'photo', class: 'button button--wide button--big', role: 'button', tabindex: '0' },
        t('photo.take'),
      ),
      button(t('photo.none'), () => void next(draft), 'button--quiet'),
    ],
  };
}

async function takePhoto(app: App, draft: Draft, photo: File, next: Next): Promise<void> {
  const small = await shrinkPhoto(photo).catch(() => photo);
  if (app.writer) await keepDraftPhoto(app.writer, draft.photos, small);
  await next({ ...draft, photos: draft.photos + 1 });
}

/** A day as it is told back: today and yesterday by name. */
export function dayWords(app: App, day: string): string {
  if (day === dayAt(Date.now())) return app.t('day.today', { day: shortDay(day) });
  return day === dayAt(Date.now(), -1) ? app.t('day.yesterday', { day: shortDay(day) }) : longDay(day);
}

/**
 * A picture to choose by, with its words and, where it can be heard, the button that says them.
 * @param what.picture its name among the pictures; absent where nothing is drawn
 * @param what.heard by which key it is said
 */
export function choice(
  app: App,
  what: { picture: string | undefined; words: string; heard: string },
  act: () => void,
): HTMLElement {
  const { picture = '', words, heard } = what;
  const shown = pictureChoice(app.pictures[picture] ?? null, app.own(heard, words), act);
  const listen = app.sound([heard], words);
  return listen === null ? shown : h('div', { class: 'note__heard-choice' }, shown, listen);
}

/** One line of what was answered; tapping it asks again. */
export const answerRow = (title: string, answer: string, ask: () => void): HTMLElement =>
  h('button', { type: 'button', class: 'note__row', onclick: ask }, h('span', {}, title), h('strong', {}, answer));
