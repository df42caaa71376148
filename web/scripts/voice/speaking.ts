import { mostSecondsASentence } from './kept.ts';

/** How many sentences wait for their end. */
let waiting = 0;

/**
 * Says it by the phone's own voice, one sentence after the other. Done when it was said to its end; or cannot be said: some phones
 * have no voice, and some say nothing of an end.
 */
export async function speakAloud(words: string, locale: string): Promise<void> {
  if (!('speechSynthesis' in window)) return;
  const spoken = new SpeechSynthesisUtterance(words);
  spoken.lang = locale;
  const [language = ''] = locale.split('-');
  const voice = speechSynthesis.getVoices().find((one) => one.lang.replace('_', '-').startsWith(language));
  if (voice) spoken.voice = voice;
  waiting += 1;
  await new Promise<void>((resolve) => {
    const timer = window.setTimeout(resolve, waiting * mostSecondsASentence * 1000);
    const end = () => {
      window.clearTimeout(timer);
      resolve();
    };
    spoken.addEventListener('end', end);
    spoken.addEventListener('error', end);
    speechSynthesis.speak(spoken);
  });
  waiting -= 1;
}

/** Recordings are played in turn, and what is spoken waits for those before it. */
let turn: Promise<boolean> | null = null;

/** Says it in the recordings that say all of it, else, and where one cannot be played, by the phone's own voice. */
export async function sayAloud(clips: readonly string[], words: string, locale: string): Promise<void> {
  if (clips.length === 0 && turn === null) return await speakAloud(words, locale);
  const mine = (turn ?? Promise.resolve(true)).then(() => clips.length > 0 && playAll(clips));
  turn = mine;
  const isPlayed = await mine;
  if (turn === mine) turn = null;
  if (!isPlayed) await speakAloud(words, locale);
}

/** @returns whether each was played to its end */
async function playAll(clips: readonly string[]): Promise<boolean> {
  for (const clip of clips) if (!(await playOne(clip))) return false;
  return true;
}

const playOne = (clip: string): Promise<boolean> =>
  new Promise((resolve) => {
    const audio = new Audio(clip);
    const timer = window.setTimeout(() => resolve(false), mostSecondsASentence * 1000);
    const end = (isWhole: boolean) => {
      window.clearTimeout(timer);
      resolve(isWhole);
    };
    audio.addEventListener('ended', () => end(true));
    audio.addEventListener('error', () => end(false));
    // A browser may refuse sound until the page was touched.
    audio.play().catch(() => end(false));
  });
