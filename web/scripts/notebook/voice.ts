import { h } from './dom.ts';
import type { Words } from './words.ts';

export { chooseVoice, chosenVoice } from '../voice/chosen.ts';

let player: HTMLAudioElement | null = null;

/** Clips of one people's language, by the key of what they say; the worker keeps each after it was first played. */
export type Clips = Readonly<Record<string, string>>;

const synthesis = (): SpeechSynthesis | null => ('speechSynthesis' in window ? window.speechSynthesis : null);
const vietnamese = (): SpeechSynthesisVoice | undefined =>
  synthesis()
    ?.getVoices()
    .find(({ lang }) => lang.toLowerCase().replace('_', '-').startsWith('vi'));

/** Whether anything can be heard: a recorded clip, else the phone's own Vietnamese voice. */
export const canSay = (key: string, clips: Clips): boolean => key in clips || vietnamese() !== undefined;

/** Says a sentence: its recorded clip, else in the phone's own voice. One sound at a time, through one element. */
export function say(key: string, words: string, clips: Clips): void {
  synthesis()?.cancel();
  const clip = clips[key];
  if (clip !== undefined) {
    player ??= new Audio();
    player.pause();
    player.src = clip;
    player.play().catch(() => speak(words));
  } else speak(words);
}

function speak(words: string): void {
  const voice = vietnamese();
  if (!voice) return;
  const said = new SpeechSynthesisUtterance(words);
  said.voice = voice;
  said.lang = voice.lang;
  synthesis()?.speak(said);
}

/** The button that lets a question be heard; none where nothing can be. */
export const listenButton = (
  key: string,
  words: string,
  { clips, t }: { clips: Clips; t: Words },
): HTMLElement | null =>
  canSay(key, clips)
    ? h(
        'button',
        { type: 'button', class: 'note__listen', 'aria-label': t('listen'), onclick: () => say(key, words, clips) },
        speaker(),
      )
    : null;

const svg = 'http://www.w3.org/2000/svg';

// Drawn, as not every phone has the sign among its letters.
function speaker(): SVGElement {
  const drawing = document.createElementNS(svg, 'svg');
  const line = document.createElementNS(svg, 'path');
  drawing.setAttribute('viewBox', '0 0 24 24');
  drawing.setAttribute('aria-hidden', 'true');
  line.setAttribute('d', 'M3 9v6h4l6 5V4L7 9zM16 8.5c2.5 2 2.5 5 0 7M18.5 5.5c4.5 4 4.5 9 0 13');
  drawing.append(line);
  return drawing;
}
