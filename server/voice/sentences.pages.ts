import { listProfiles } from '../catalog/profiles.ts';
import { sentence } from '../http/messages.ts';
import { lookup } from '../lookup.ts';
import { numberPieces, partsOf, toldLate, verdictsHeard } from './money-heard.ts';
import { heardAs, namesHeard } from './names-heard.ts';

/** One sentence that can be heard: its key on the phone, and its words in Vietnamese, to be said in any language. */
export interface Sentence {
  key: string;
  words: string;
}

/** What the notebook's screens ask, by the key of the screen. */
const asked = lookup<string>({
  home: 'notebook.app.home.title',
  product: 'notebook.app.product.title',
  photo: 'notebook.app.photo.title',
  'photo-step': 'notebook.app.photo.step',
  quantity: 'notebook.app.quantity.title',
  packs: 'notebook.app.packs.heard',
  day: 'notebook.app.day.made',
  'day-done': 'notebook.app.day.done',
  expiry: 'notebook.app.expiry.title',
  stage: 'notebook.app.stage.title',
  'as-last': 'notebook.app.steps.heard',
  saved: 'notebook.app.saved.title',
  'no-code': 'notebook.app.saved.no-code-text',
  sent: 'notebook.app.sent.title',
  locked: 'notebook.app.lock.title',
  'offer-pin': 'notebook.app.lock.offer-title',
  'refusal-clock': 'notebook.app.clock.heard',
  'refusal-server': 'notebook.app.sent.refused-heard',
  'number-none': 'notebook.app.number.none',
  'number-which': 'notebook.app.number.which',
  'number-far': 'notebook.app.number.far',
  'number-between': 'notebook.app.number.between-heard',
  'pin-wrong': 'notebook.app.lock.wrong',
  'long-waiting': 'notebook.app.home.long',
  'many-waiting': 'notebook.app.home.many-heard',
  'sign-in-again': 'notebook.app.round.sign-in-heard',
  'sign-in-as-writer': 'notebook.app.round.other-person-heard',
  ahead: 'notebook.app.saved.ahead',
});

/** What the server may answer to an entry, for good: its phone says which. Those that name a number are left to the phone's own voice. */
const refusals = [
  'product-not-found',
  'batch-not-found',
  'not-yours',
  'stage-unknown',
  'image-not-found',
  'code-not-held',
  'batch-recalled',
  'batch-barred',
  'balance-over',
];

/** What a seller hears of money that came: parts of verdicts, and the pieces of any amount. */
function moneySentences(): Sentence[] {
  const parts = verdictsHeard.flatMap((kind) => partsOf(kind, sentence('vi', `stalls.said.${kind}`)));
  return [
    ...parts.flatMap((part) => (part.isAmount ? [] : [{ key: part.key, words: part.words }])),
    { key: toldLate, words: sentence('vi', 'stalls.voice.told-late') },
    ...numberPieces.map(({ key, words }) => ({ key, words })),
  ];
}

/** Whether a sentence is heard only, in no place where it could be read as well. */
export const isOnlyHeard = ({ key }: Sentence): boolean => /^(verdict|so)-/.test(key);

/** Every sentence that somebody may record: questions, refusals, goods, stages, what each stage measures, and money; each once. */
export function voiceSentences(): Sentence[] {
  const all = [
    ...Object.entries(asked).map(([key, message]) => ({ key, words: sentence('vi', message) })),
    ...refusals
      .map((code) => ({ key: `refusal-${code}`, words: sentence('vi', `problems.${code}`) }))
      .filter(({ words }) => !words.includes('{')),
    ...listProfiles().map(({ kind, name }) => ({ key: `kind-${kind}`, words: name.vi })),
    ...namesHeard.map(({ what, words }) => ({ key: heardAs(what, words), words })),
    ...moneySentences(),
  ];
  return [...new Map(all.map((one) => [one.key, one])).values()];
}
