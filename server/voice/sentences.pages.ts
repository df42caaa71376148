import { listProfiles } from '../catalog/profiles.ts';
import { sentence } from '../http/messages.ts';

/** One sentence that can be heard: its key on the phone, and its words in Vietnamese, to be said in any language. */
export interface Sentence {
  key: string;
  words: string;
}

/** What the notebook's screens ask, by the key of the screen. */
const asked: Readonly<Record<string, string>> = {
  home: 'notebook.app.home.title',
  product: 'notebook.app.product.title',
  photo: 'notebook.app.photo.title',
  quantity: 'notebook.app.quantity.title',
  day: 'notebook.app.day.made',
  'day-done': 'notebook.app.day.done',
  expiry: 'notebook.app.expiry.title',
  stage: 'notebook.app.stage.title',
  saved: 'notebook.app.saved.title',
  'no-code': 'notebook.app.saved.no-code-text',
  sent: 'notebook.app.sent.title',
  locked: 'notebook.app.lock.title',
  'offer-pin': 'notebook.app.lock.offer-title',
  'refusal-clock': 'notebook.app.clock.heard',
  'refusal-server': 'notebook.app.sent.refused-heard',
};

/** Every sentence that somebody may record: questions, stages, and what each stage measures, each once. */
export function voiceSentences(): Sentence[] {
  const stages = listProfiles().flatMap((profile) => profile.stages);
  const all = [
    ...Object.entries(asked).map(([key, message]) => ({ key, words: sentence('vi', message) })),
    ...stages.map(({ id, name }) => ({ key: `stage-${id}`, words: name.vi })),
    ...stages.flatMap(({ keyData, measurements }) =>
      [...keyData, ...measurements].map(({ key, name }) => ({ key: `question-${key}`, words: name.vi })),
    ),
  ];
  return [...new Map(all.map((one) => [one.key, one])).values()];
}
