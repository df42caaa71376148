import { checkProof, type Proof, type Verdict } from './proof/check.ts';

/**
 * `<check-proof data-code="…">`: checks in this browser that the history of a batch was not changed since it was written, and
 * shows the one of its `[data-say]` that came of it. Without script the element shows what stands in it already.
 */
class CheckProof extends HTMLElement {
  connectedCallback(): void {
    const code = this.dataset.code ?? '';
    this.say('checking');
    const check = window.crypto && 'subtle' in window.crypto ? this.judge(code) : Promise.resolve('old');
    check.then(
      (said) => this.say(said),
      () => this.say('unreachable'),
    );
  }

  private async judge(code: string): Promise<string> {
    const [proof, page] = await Promise.all([
      ask<Proof>(`/t/${code}/proof`),
      ask<{ steps: { hash: string }[] }>(`/t/${code}`),
    ]);
    const verdict = await checkProof(proof, code);
    if (verdict.is === 'old') return 'old';
    if (verdict.is === 'broken') return this.tellBroken(verdict.what, verdict.what === 'head' ? null : verdict.place);
    const known = proof.links.map(({ hash }) => hash);
    const strange = page.steps.filter(({ hash }) => known.indexOf(hash) < 0);
    if (strange.length > 0) return this.tellBroken('page', null);
    if (isRewritten(verdict)) return this.tellBroken('rewritten', null);
    const { links, sealed, size } = verdict;
    return this.tell('whole', { links, sealed, size, root: verdict.root.slice(0, 16).replace(/(.{4})(?=.)/g, '$1 ') });
  }

  /** @param link the first that does not hold, 0 the registration, as `verify` counts; null where it is none of the batch's */
  private tellBroken(what: string, link: number | null): string {
    const where = link === null ? '' : link === 0 ? 'registration' : 'step';
    for (const one of Array.from(this.querySelectorAll<HTMLElement>('[data-place]')))
      one.hidden = one.dataset.place !== where;
    return this.tell('broken', { link: link === null ? '' : link, fault: this.word(what) });
  }

  private word(what: string): string {
    return this.querySelector(`[data-fault="${what}"]`)?.textContent ?? what;
  }

  private tell(said: string, facts: Record<string, string | number>): string {
    for (const name of Object.keys(facts)) {
      for (const place of Array.from(this.querySelectorAll(`[data-fact="${name}"]`)))
        place.textContent = String(facts[name]);
    }
    return said;
  }

  private say(said: string): void {
    for (const one of Array.from(this.querySelectorAll<HTMLElement>('[data-say]')))
      one.hidden = one.dataset.say !== said;
  }
}

async function ask<T>(path: string): Promise<T> {
  const answer = await fetch(path, { headers: { Accept: 'application/json' } });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()) as T;
}

/** Whether the log is another one than this browser saw before: as long and not the same, or shorter. */
function isRewritten({ size, root }: Extract<Verdict, { is: 'whole' }>): boolean {
  try {
    const [before, seen] = (window.localStorage.getItem('log-head') ?? '0 ').split(' ');
    if (size < Number(before) || (size === Number(before) && root !== seen)) return true;
    window.localStorage.setItem('log-head', `${size} ${root}`);
  } catch {
    // A browser that keeps nothing has nothing to compare with.
  }
  return false;
}

if (!customElements.get('check-proof')) customElements.define('check-proof', CheckProof);
