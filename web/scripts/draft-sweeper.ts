import { forgetDrafts } from './drafts/kept-drafts.ts';
import { lockNotebook } from './notebook/lock-flag.ts';

/**
 * `<draft-sweeper data-account="…">` on pages that a form leads to: when such a page is the answer to a form, what was sent has
 * arrived and need not be kept on the phone any longer. Signing out takes everything away: the phone may be shared. Signing out
 * or in shuts the notebook until the server has said whose it is.
 */
class DraftSweeper extends HTMLElement {
  connectedCallback(): void {
    if (isAnswer()) forgetDrafts(this.dataset.account ?? '');
    document.addEventListener('submit', ({ target }) => {
      const isLeaving = target instanceof HTMLFormElement && target.getAttribute('action') === '/dang-xuat';
      if (isLeaving) forgetDrafts(null);
      if (isLeaving || /^\/(dang-nhap|moi)\b/.test(location.pathname)) lockNotebook();
    });
  }
}

// A form that did its work answers with a redirect. Whoever comes here by a link, or after the network failed, does not.
function isAnswer(): boolean {
  const [page] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  return page?.type === 'navigate' && page.redirectCount > 0;
}

if (!customElements.get('draft-sweeper')) customElements.define('draft-sweeper', DraftSweeper);
