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
