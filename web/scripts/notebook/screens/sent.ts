import type { App, Screen } from '../app.ts';
import type { KeptBook } from '../book.ts';
import { button, h } from '../dom.ts';
import { dayIn, Entries, type Entry, said } from '../entries.ts';
import type { Writer } from '../people.ts';
import { dayAt, longDay, momentOf } from '../words.ts';
import { batchesHere, draftOf } from '../writing.ts';
import { look as lookBatch } from './batch.ts';
import { dayField } from './parts.ts';
import { look as lookStep } from './step.ts';

/** What waits, what the server did not take and why, and the last thirty that arrived. */
export async function entriesScreen(app: App): Promise<Screen> {
  const { t } = app;
  const entries = new Entries(app.writer as Writer);
  const [waiting, refused, sent] = [
    await entries.list('waiting'),
    await entries.list('refused'),
    await entries.list('sent'),
  ];
  const list = (key: string, rows: HTMLElement[]): Node | null =>
    rows.length === 0 ? null : h('section', { class: 'stack' }, h('h2', {}, t(key)), ...rows);
  return {
    key: 'sent',
    title: t('sent.title'),
    nodes: [
      list(
        'sent.refused',
        refused.map((entry) => refusedRow(app, entry)),
      ),
      list(
        'sent.waiting',
        waiting.map((entry) => row(entry, t('sent.written', { at: momentOf(entry.writtenAt) }))),
      ),
      button(t('sent.send'), () => void app.send(), 'button--quiet'),
      list(
        'sent.done',
        sent.reverse().map((entry) => row(entry, t('sent.arrived', { at: momentOf(entry.sentAt ?? 0) }))),
      ),
    ],
  };
}

const row = ({ title, code }: Entry, note: string): HTMLElement =>
  h(
    'div',
    { class: 'note__entry' },
    h('strong', {}, title),
    h('span', { class: 'code' }, code),
    h('span', { class: 'soft' }, note),
  );

function refusedRow(app: App, entry: Entry): HTMLElement {
  const { t } = app;
  const { words, keys, mend } = entry.refusal?.why === 'clock' ? clockAsked(app, entry) : refused(app, entry);
  return h(
    'div',
    { class: 'note__entry notice notice--caution stack' },
    h('strong', {}, `${entry.title} ${entry.code}`),
    ...words.map((one) => app.heard(keys, one)),
    ...mend,
    h('button', { type: 'button', class: 'link-button', onclick: () => void drop(app, entry) }, t('sent.drop')),
  );
}

const clockAsked = (app: App, entry: Entry) => ({
  words: [app.t('clock.text', { day: longDay(dayIn(entry)) })],
  keys: ['refusal-clock'],
  mend: clockChoices(app, entry),
});

const refused = (app: App, entry: Entry) => ({
  words: entry.refusal?.words ?? [],
  keys: [`refusal-${entry.refusal?.code ?? ''}`, 'refusal-server'],
  mend: [button(app.t('sent.mend'), () => void openAgain(app, entry))],
});

/** The clock was wrong: the day as it was said, the day by a right clock, or another one. */
function clockChoices(app: App, entry: Entry): HTMLElement[] {
  const right = dayAt(Date.parse(`${dayIn(entry)}T05:00:00Z`) - (entry.ahead ?? 0) * 60_000);
  const field = h('input', { type: 'date', class: 'field__input', id: `day-${entry.id}` });
  return [
    ...Array.from(new Set([right, dayIn(entry)])).map((day) =>
      button(longDay(day), () => void answerClock(app, entry, day), 'button--quiet'),
    ),
    dayField(app.t('day.other'), field, (day) => void answerClock(app, entry, day)),
  ];
}

async function answerClock(app: App, entry: Entry, day: string): Promise<void> {
  const key = entry.kind === 'batch' ? 'producedOn' : 'occurredOn';
  const answered = { ...entry, body: { ...entry.body, [key]: day }, clockSeen: true, refusal: null };
  await new Entries(app.writer as Writer).set(answered, 'waiting');
  await app.drawAgain();
  void app.send();
}

async function openAgain(app: App, entry: Entry): Promise<void> {
  const batches = await batchesHere(app.book as KeptBook, app.writer as Writer);
  const productId = said(entry, 'productId') || (batches.find(({ code }) => code === entry.code)?.productId ?? '');
  await (entry.kind === 'batch' ? lookBatch : lookStep)(app, draftOf(entry, productId));
}

async function drop(app: App, entry: Entry): Promise<void> {
  await new Entries(app.writer as Writer).drop(entry);
  await app.drawAgain();
}
