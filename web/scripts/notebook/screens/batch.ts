import type { App, Screen } from '../app.ts';
import type { KeptBook, Product, Quantity } from '../book.ts';
import { button, h } from '../dom.ts';
import type { Draft } from '../draft.ts';
import { keypad } from '../keypad.ts';
import { dayAt, numberText } from '../words.ts';
import { keepEntry, kindOf, newBatch, productOf, withExpiry } from '../writing.ts';
import { answerRow, choice, dayScreen, dayWords, expiryScreen, photoScreen } from './parts.ts';
import { saved } from './saved.ts';

const quantityText = (app: App, product: Product, { value, unit }: Quantity): string => {
  const title = kindOf(app.book as KeptBook, product.kind)?.units.find((one) => one.value === unit)?.title ?? unit;
  return `${numberText(value)} ${title}`;
};

/** Which goods a new batch is of; one product alone is not asked about. */
export async function startBatch(app: App): Promise<void> {
  const { products = [] } = app.book ?? {};
  const [only] = products;
  if (only && products.length === 1) return afterProduct(app, only);
  await app.go(() => ({
    key: 'product',
    title: app.t('product.title'),
    nodes: [
      h(
        'div',
        { class: 'note__choices' },
        ...products.map((product) =>
          choice(
            app,
            {
              picture: kindOf(app.book as KeptBook, product.kind)?.picture,
              words: product.name,
              heard: `kind-${product.kind}`,
            },
            () => void afterProduct(app, product),
          ),
        ),
      ),
    ],
  }));
}

async function afterProduct(app: App, product: Product): Promise<void> {
  const draft = newBatch(product);
  await app.keep(draft);
  await app.go(() => photoScreen(app, draft, (next) => askQuantity(app, next)));
}

/** Goes on with a new batch where it was left. */
export const goOnWithBatch = (app: App, draft: Draft): Promise<void> =>
  draft.quantity === null ? askQuantity(app, draft) : look(app, draft);

async function askQuantity(app: App, draft: Draft): Promise<void> {
  await app.keep(draft);
  const product = productOf(app.book as KeptBook, draft.productId);
  if (!product) return;
  const { units = [] } = kindOf(app.book as KeptBook, product.kind) ?? {};
  const pad = () =>
    keypad({
      words: app.t,
      heard: (keys, words) => app.heard(keys, words),
      measure: draft.quantity?.unit ?? product.last?.unit ?? units[0]?.value ?? '',
      units,
      last: draft.mends === null ? product.last : draft.quantity,
      min: 0.001,
      // Of today unless the day is tapped, as a step is: most are, and the look says so before anything is kept.
      answer: (value, unit) => void afterDay(app, { ...draft, quantity: { value, unit } }),
    });
  await app.go(() => ({ key: 'quantity', title: app.t('quantity.title'), nodes: [pad()] }));
}

async function askDay(app: App, draft: Draft): Promise<void> {
  await app.keep(draft);
  await app.go(() => dayScreen(app, draft, (next) => afterDay(app, next)));
}

async function afterDay(app: App, answered: Draft): Promise<void> {
  const product = productOf(app.book as KeptBook, answered.productId);
  const draft = product ? withExpiry(answered, product) : answered;
  await app.keep(draft);
  const isMissing = draft.expiresOn === null && product?.expiry === 'day';
  if (isMissing) await app.go(() => expiryScreen(app, draft, (next) => look(app, next)));
  else await look(app, draft);
}

/** All that was answered, once more, before it is kept. */
export async function look(app: App, draft: Draft): Promise<void> {
  const product = productOf(app.book as KeptBook, draft.productId);
  if (!product || !draft.quantity) return;
  if (product.expiry === 'day' && draft.expiresOn === null)
    return app.go(() => expiryScreen(app, draft, (next) => look(app, next)));
  await app.keep(draft);
  await app.go(() => lookScreen(app, product, draft));
}

function lookScreen(app: App, product: Product, draft: Draft): Screen {
  const { t } = app;
  const expiry = draft.expiresOn ?? (product.expiry === 'nothing' ? null : t('expiry.none-said'));
  return {
    key: 'look',
    heard: `kind-${product.kind}`,
    title: product.name,
    nodes: [
      answerRow(
        t('look.quantity'),
        draft.quantity ? quantityText(app, product, draft.quantity) : '',
        () => void askQuantity(app, draft),
      ),
      answerRow(t('look.day'), dayWords(app, draft.day), () => void askDay(app, draft)),
      expiry === null
        ? null
        : answerRow(
            t('look.expiry'),
            draft.expiresOn === null ? expiry : dayWords(app, expiry),
            () => void app.go(() => expiryScreen(app, draft, (next) => look(app, next))),
          ),
      draft.mends === null && draft.photos > 0
        ? h('p', { class: 'soft' }, t('look.photos', { n: draft.photos }))
        : null,
      button(t('keep'), () => void keep(app, draft), 'button--big'),
    ],
  };
}

async function keep(app: App, draft: Draft): Promise<void> {
  if (!app.writer || !app.book) return;
  const code = await keepEntry(app.book, app.writer, draft);
  // Without a code nothing was kept but the draft: it waits until the phone has codes again.
  if (code !== null) await app.keep(null);
  await saved(app, code, draft.day > dayAt(Date.now()));
}
