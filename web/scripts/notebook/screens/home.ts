import type { App, Screen } from '../app.ts';
import type { BatchRow, KeptBook } from '../book.ts';
import { button, h } from '../dom.ts';
import { countEntries } from '../entries.ts';
import { lockNotebook } from '../lock-flag.ts';
import type { Writer } from '../people.ts';
import { chooseVoice, chosenVoice } from '../voice.ts';
import { numberText, shortDay } from '../words.ts';
import { batchesHere, kindOf, likeLast, productOf } from '../writing.ts';
import { goOnWithBatch, look, startBatch } from './batch.ts';
import { lockOffer } from './lock.ts';
import { choice } from './parts.ts';
import { batchScreen, look as lookStep } from './step.ts';

const shownBatches = 10;
const signInPath = '/dang-nhap?next=%2Fso-tay';
const warnAt = 30;
const warnAfterMs = 3 * 86_400_000;

/** Where writing starts: a new batch, one like the last, the batches with their steps. */
export async function home(app: App, book: KeptBook): Promise<Screen> {
  const { t } = app;
  const writer = app.writer as Writer;
  const batches = (await batchesHere(book, writer)).slice(0, shownBatches);
  return {
    key: 'home',
    title: t('home.title'),
    nodes: [
      await warning(app),
      await goOn(app),
      button(t('home.new'), () => void startBatch(app), 'button--big'),
      ...book.products
        .filter(({ last }) => last !== null)
        .slice(0, 2)
        .map((product) =>
          button(
            t('home.again', {
              name: product.name,
              amount: `${numberText(product.last?.value ?? 0)} ${product.last?.unit ?? ''}`,
            }),
            () => void look(app, likeLast(product)),
            'button--quiet',
          ),
        ),
      h('div', { class: 'note__choices' }, ...batches.map((batch) => card(app, book, batch))),
      lockOffer(app),
      voiceButton(app, book),
      h(
        'p',
        {},
        h('a', { href: '/ban-lam-viec' }, t('home.desk')),
        ' · ',
        h('button', { type: 'button', class: 'link-button', onclick: () => void change(app) }, t('home.other-person')),
      ),
    ],
  };
}

function card(app: App, book: KeptBook, batch: BatchRow): HTMLElement {
  const title = `${productOf(book, batch.productId)?.name ?? batch.code} ${shortDay(batch.producedOn)}`;
  return choice(
    app,
    { picture: kindOf(book, batch.kind)?.picture, words: title, heard: `kind-${batch.kind}` },
    () => void app.go(() => batchScreen(app, batch)),
  );
}

/** A draft that was cut off. */
async function goOn(app: App): Promise<HTMLElement | null> {
  const draft = await app.draft();
  if (!draft) return null;
  const on = (): void => void (draft.kind === 'batch' ? goOnWithBatch(app, draft) : lookStep(app, draft));
  const drop = async (): Promise<void> => {
    await app.keep(null);
    await app.drawAgain();
  };
  return h(
    'div',
    { class: 'notice stack' },
    button(app.t('home.go-on'), on),
    h('button', { type: 'button', class: 'link-button', onclick: () => void drop() }, app.t('home.drop')),
  );
}

/** What has waited for three days, or is much, should be sent while the phone still has it; and what it waits for, is said. */
async function warning(app: App): Promise<HTMLElement | null> {
  const counts = await countEntries((app.writer as Writer).account);
  const signIn = counts.waiting > 0 && (app.round === 'sign-in' || app.round === 'other-person');
  const key = signIn ? `round.${String(app.round)}` : dueWarning(counts);
  if (key === null) return null;
  const said = saidOf[key] ?? '';
  const words = app.t(key, { n: counts.waiting + counts.refused, name: (app.writer as Writer).name });
  const link = signIn ? h('a', { class: 'button button--wide', href: signInPath }, app.t('round.sign-in-link')) : null;
  return h('div', { class: 'notice notice--caution stack' }, app.heard([said], words), link);
}

/** By which key each warning is said: a recording names no number and nobody. */
const saidOf: Readonly<Record<string, string>> = {
  'home.many': 'many-waiting',
  'home.long': 'long-waiting',
  'round.sign-in': 'sign-in-again',
  'round.other-person': 'sign-in-as-writer',
};

/** Which warning is due for so many entries, the oldest that old; null for none. */
export function dueWarning(
  counts: { waiting: number; refused: number; oldest: number | null },
  now = Date.now(),
): string | null {
  if (counts.waiting + counts.refused >= warnAt) return 'home.many';
  return counts.oldest !== null && now - counts.oldest > warnAfterMs ? 'home.long' : null;
}

/** In which language the questions are heard: tapping goes on to the next. */
function voiceButton(app: App, { languages }: KeptBook): HTMLElement | null {
  const place = languages.findIndex(({ code }) => code === chosenVoice());
  const next = languages[(place + 1) % languages.length];
  if (!next) return null;
  const choose = (): void => {
    chooseVoice(next.code);
    void app.send().then(() => app.drawAgain());
  };
  return button(app.t('home.voice', { name: languages[place]?.name ?? '' }), choose, 'button--quiet');
}

async function change(app: App): Promise<void> {
  lockNotebook();
  app.writer = null;
  app.book = null;
  app.rawKey = null;
  await app.start();
}
