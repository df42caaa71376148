import type { App } from '../app.ts';
import { button, h } from '../dom.ts';

/** It is kept on the phone: the code that the batch has from now on, and what becomes of it. */
export async function saved(app: App, code: string | null, isAhead: boolean): Promise<void> {
  await app.start();
  const { t } = app;
  await app.go(() => ({
    key: code === null ? 'no-code' : 'saved',
    title: t(code === null ? 'saved.no-code' : 'saved.title'),
    nodes: [
      code === null ? h('p', {}, t('saved.no-code-text')) : h('p', { class: 'note__code code' }, code),
      isAhead ? h('div', { class: 'notice notice--caution' }, app.heard(['ahead'], t('saved.ahead'))) : null,
      button(t('saved.home'), () => void app.start(), 'button--big'),
    ],
  }));
  void app.send();
}
