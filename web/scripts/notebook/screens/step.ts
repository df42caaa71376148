import type { App, Screen } from '../app.ts';
import type { BatchRow, KeptBook, Quantity, Question, Stage } from '../book.ts';
import { button, h } from '../dom.ts';
import type { Draft } from '../draft.ts';
import { keypad } from '../keypad.ts';
import { numberText, shortDay } from '../words.ts';
import { keepEntry, kindOf, newStep, productOf, stageOf } from '../writing.ts';
import { asLast, stepsAsLast } from './as-last.ts';
import { answerRow, choice, dayScreen, dayWords, photoScreen } from './parts.ts';
import { saved } from './saved.ts';

const mostPhotos = 4;

/** A batch: its last steps, the next one at one tap, the others by their pictures. */
export function batchScreen(app: App, batch: BatchRow): Screen {
  const { t } = app;
  const stages = kindOf(app.book as KeptBook, batch.kind)?.stages ?? [];
  const stageChoice = (stage: Stage): HTMLElement =>
    choice(
      app,
      { picture: stage.picture, words: stage.title, heard: stageHeard(stage) },
      () => void look(app, newStep(batch, stage.id)),
    );
  const next = stages.find(({ id }) => id === batch.next);
  const others = () =>
    app.go(() => ({
      key: 'stage',
      title: t('stage.title'),
      nodes: [h('div', { class: 'note__choices' }, ...stages.map(stageChoice))],
    }));
  return {
    key: 'batch',
    heard: `kind-${batch.kind}`,
    title: productOf(app.book as KeptBook, batch.productId)?.name ?? batch.code,
    nodes: [
      h('p', { class: 'code' }, batch.code),
      h('ul', { class: 'plain' }, ...batch.steps.map(({ title, day }) => h('li', {}, `${shortDay(day)} ${title}`))),
      next ? stageChoice(next) : null,
      stepsAsLast(app, batch).length > 1
        ? button(t('steps.as-last'), () => void asLast(app, batch), 'button--quiet')
        : null,
      button(t('stage.other'), () => void others(), 'button--quiet'),
    ],
  };
}

const stageHeard = ({ id, heard }: Stage): string => heard ?? `stage-${id}`;

/** A step as it will be kept: today, with nothing asked that need not be; each line can be tapped and said. */
export async function look(app: App, draft: Draft): Promise<void> {
  await app.keep(draft);
  await app.go(() => lookScreen(app, draft));
}

function lookScreen(app: App, draft: Draft): Screen {
  const { t } = app;
  const stage = stageOf(app.book as KeptBook, draft);
  const picture = app.pictures[stage?.picture ?? ''];
  const askDay = (): void => void app.go(() => dayScreen(app, draft, (next) => look(app, next)));
  return {
    key: 'step',
    heard: stage ? stageHeard(stage) : `stage-${draft.stage}`,
    title: stage?.title ?? draft.stage,
    nodes: [
      picture ? h('img', { class: 'note__picture', src: picture, alt: '', width: '120', height: '120' }) : null,
      answerRow(t('look.day'), dayWords(app, draft.day), askDay),
      ...(stage ? questionRows(app, draft, stage) : []),
      draft.mends === null && draft.photos < mostPhotos ? photoRow(app, draft) : null,
      button(t('keep'), () => void keep(app, draft), 'button--big'),
    ],
  };
}

/** What can be said of a step: how many packs it made, and what its stage measures. */
function questionRows(app: App, draft: Draft, { makesStock, questions }: Stage): HTMLElement[] {
  const packs = makesStock ? (productOf(app.book as KeptBook, draft.productId)?.packs ?? []) : [];
  return [
    ...packs.map((pack) => answerRow(pack.name, packText(app, draft, pack.id), () => void askPack(app, draft, pack))),
    ...questions.map((one) => answerRow(one.title, answerText(app, draft, one), () => void ask(app, draft, one))),
  ];
}

const photoRow = (app: App, draft: Draft): HTMLElement =>
  answerRow(
    app.t('look.photo'),
    draft.photos > 0 ? String(draft.photos) : '+',
    () => void app.go(() => photoScreen(app, draft, (next) => look(app, next))),
  );

const packText = (app: App, { packs }: Draft, id: string): string => {
  const count = packs[id];
  return count === undefined ? '+' : `${numberText(count)} ${app.t('pack')}`;
};

function answerText({ t }: App, { answers }: Draft, { key, unit, unitName, needed }: Question): string {
  const said = answers[key];
  if (said === undefined) return needed ? t('needed') : '+';
  return unit === null ? said : `${numberText(Number(said))} ${unitName ?? unit}`;
}

async function askPack(app: App, draft: Draft, { id, name }: { id: string; name: string }): Promise<void> {
  const answer = (value: number): void =>
    void look(app, { ...draft, packs: { ...draft.packs, [id]: Math.round(value) } });
  const pad = () =>
    keypad({
      words: app.t,
      heard: (...said) => app.heard(...said),
      measure: app.t('pack'),
      last: null,
      min: 1,
      answer,
    });
  await app.go(() => ({ key: 'packs', title: app.t('packs.title', { name }), nodes: [pad()] }));
}

async function ask(app: App, draft: Draft, question: Question): Promise<void> {
  const { key, title } = question;
  const answer = (said: string): void => void look(app, { ...draft, answers: { ...draft.answers, [key]: said } });
  const last = app.book?.batches.find(({ productId, answers }) => productId === draft.productId && key in answers)
    ?.answers[key];
  const known = productOf(app.book as KeptBook, draft.productId)?.known?.[key] ?? [];
  const offered = Array.from(new Set([...(last === undefined ? [] : [last]), ...known]));
  const node = () =>
    question.unit === null ? wordsField(app, offered, answer) : numberField(app, question, last ?? null, answer);
  await app.go(() => ({ key: `question-${key}`, heard: question.heard ?? `question-${key}`, title, nodes: [node()] }));
}

function numberField(
  app: App,
  { unit, unitName, min, max }: Question,
  last: string | null,
  answer: (said: string) => void,
): HTMLElement {
  const name = unitName ?? unit ?? '';
  const offered = last === null || Number.isNaN(Number(last)) ? null : lastIn(Number(last), name);
  return keypad({
    words: app.t,
    heard: (...said) => app.heard(...said),
    measure: name,
    last: offered,
    min,
    max,
    answer: (value) => answer(String(value)),
  });
}

const lastIn = (value: number, unit: string): Quantity => ({ value, unit });

/** Words are typed on the phone's own keys; the last answer, and what is known of the household, at one tap. */
function wordsField({ t }: App, offered: readonly string[], answer: (said: string) => void): HTMLElement {
  const field = h('input', { class: 'field__input', id: 'said', maxlength: '200', 'aria-label': t('say-it') });
  const enter = (): void => (field.value.trim() === '' ? field.focus() : answer(field.value.trim()));
  return h(
    'div',
    { class: 'stack' },
    ...offered.map((one) => button(one, () => answer(one), 'button--quiet')),
    field,
    button(t('next'), enter, 'button--big'),
  );
}

async function keep(app: App, draft: Draft): Promise<void> {
  if (!app.writer || !app.book) return;
  const code = await keepEntry(app.book, app.writer, draft);
  // What nothing was kept of stays as a draft.
  if (code !== null) await app.keep(null);
  await saved(app, code, false);
}
