import type { App, Screen } from '../app.ts';
import type { BatchRow, KeptBook } from '../book.ts';
import { button } from '../dom.ts';
import type { Draft } from '../draft.ts';
import { dayAt, shortDay } from '../words.ts';
import { keepEntry, newStep, productOf, stageOf } from '../writing.ts';
import { answerRow, dayScreen } from './parts.ts';
import { saved } from './saved.ts';

const dayMs = 86_400_000;

/**
 * The steps that the last batch of these goods had and this one has not yet: as many days after its making as then, with what was said
 * in words. What would lie ahead has not been done, and packs are counted.
 */
export function stepsAsLast(app: App, batch: BatchRow): Draft[] {
  const { lastSteps = [] } = productOf(app.book as KeptBook, batch.productId) ?? {};
  const made = Date.parse(`${batch.producedOn}T12:00:00+07:00`);
  return lastSteps
    .filter(({ stage }) => !(batch.stages ?? []).includes(stage))
    .map(({ stage, days, answers }) => ({ ...newStep(batch, stage), day: dayAt(made + days * dayMs), answers }))
    .filter((step) => step.day <= dayAt(Date.now()) && !stageOf(app.book as KeptBook, step)?.makesStock);
}

/** All of them on one screen, each with its day; each is kept as a step of its own. */
export const asLast = (app: App, batch: BatchRow, steps = stepsAsLast(app, batch)): Promise<void> =>
  app.go(() => asLastScreen(app, batch, steps));

function asLastScreen(app: App, batch: BatchRow, steps: readonly Draft[]): Screen {
  const { t } = app;
  const row = (step: Draft, place: number): HTMLElement => {
    const changed = (by: Draft[]): void =>
      void asLast(app, batch, [...steps.slice(0, place), ...by, ...steps.slice(place + 1)]);
    return answerRow(titleOf(app, step), shortDay(step.day), () => void app.go(() => rowScreen(app, step, changed)));
  };
  return {
    key: 'as-last',
    title: t('steps.title'),
    nodes: [
      ...steps.map(row),
      steps.length > 0 ? button(t('keep'), () => void keepAll(app, steps), 'button--big') : null,
    ],
  };
}

const titleOf = (app: App, step: Draft): string => stageOf(app.book as KeptBook, step)?.title ?? step.stage;

/** Another day for one of them, or not at all. */
function rowScreen(app: App, step: Draft, changed: (by: Draft[]) => void): Screen {
  const screen = dayScreen(app, step, (next) => changed([next]));
  return { ...screen, nodes: [...screen.nodes, button(app.t('steps.leave-out'), () => changed([]), 'button--quiet')] };
}

async function keepAll(app: App, steps: readonly Draft[]): Promise<void> {
  const { book, writer } = app;
  if (!book || !writer) return;
  for (const step of steps) await keepEntry(book, writer, step);
  await saved(app, steps[0]?.code ?? null, false);
}
