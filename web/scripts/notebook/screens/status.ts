import type { App } from '../app.ts';
import { h } from '../dom.ts';
import { countEntries } from '../entries.ts';
import { entriesScreen } from './sent.ts';

/** How much waits, asks and has arrived, always in sight; tapping it shows what. Of everybody where nobody's notebook is open. */
export async function statusButton(app: App): Promise<HTMLElement> {
  const { waiting, refused, sent } = await countEntries(app.writer?.account);
  const words = [
    app.t('status.waiting', { n: waiting }),
    ...(refused > 0 ? [app.t('status.refused', { n: refused })] : []),
    app.t('status.sent', { n: sent }),
  ].join(' · ');
  const open = (): void => void (app.writer && app.go(() => entriesScreen(app)));
  const look = `note__status${refused > 0 ? ' note__status--asks' : ''}`;
  return h('button', { type: 'button', class: look, onclick: open }, words);
}
