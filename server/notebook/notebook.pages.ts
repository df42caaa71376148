import { readFileSync } from 'node:fs';
import { type RequestHandler, Router } from 'express';
import { asset, assetFile, assetsBelow } from '../http/assets.ts';
import { localsOf } from '../http/locals.ts';
import { messageKeys, sentence } from '../http/messages.ts';
import { render } from '../http/views.ts';
import type { Language } from '../language.ts';

/** `/so-tay`: the notebook that opens without signal, and the worker that keeps it on the phone. */
export const notebookPages = (): Router => Router().get('/so-tay', showApp).get('/so-tay-worker.js', sendWorker);

const scriptsAndStyles = ['main.css', 'notebook.js', 'page.js'];

// The page is everybody's alike and says nothing of anybody: the phone keeps it, and what is a person's own it keeps sealed.
const showApp: RequestHandler = (_request, response) => {
  const { language } = localsOf(response);
  const pictures = Object.fromEntries(
    assetsBelow('stages/').map((name) => [name.replace(/^stages\/|\.svg$/g, ''), asset(name)]),
  );
  const data = { words: JSON.stringify(wordsOf(language)), pictures: JSON.stringify(pictures) };
  render(response, 'notebook/app', data, { layout: 'app', title: sentence(language, 'notebook.title') });
};

const words = 'notebook.app.' as const;

const wordsOf = (language: Language): Record<string, string> =>
  Object.fromEntries(
    messageKeys(language)
      .filter((key) => key.startsWith(words))
      .map((key) => [key.slice(words.length), sentence(language, key)]),
  );

const sendWorker: RequestHandler = (_request, response) => {
  const files = [...scriptsAndStyles, ...assetsBelow('stages/')].map(asset);
  const script = readFileSync(assetFile('notebook-worker.js'), 'utf8');
  response.type('js').setHeader('Cache-Control', 'no-cache');
  response.send(`self.notebookFiles=${JSON.stringify(files)};${script}`);
};
