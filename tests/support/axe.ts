import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** WCAG 2.2 AA, in axe’s words. */
const wcag22aa = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

interface Violation {
  id: string;
  nodes: { html: string }[];
}

/**
 * What axe finds wrong on the page as it stands: the rule, and the element. It is asked on the page itself: its bridge to
 * playwright opens a window and looks into frames for each page, of which ours have none.
 * @param tags the rules' tags; without them all that axe knows
 */
export async function complaintsOn(page: Page, tags: readonly string[] | null = wcag22aa): Promise<string[]> {
  if (page.frames().length > 1) throw new Error(`${page.url()} has frames, into which nobody looked`);
  const options = { resultTypes: ['violations'], ...(tags && { runOnly: { type: 'tag', values: tags } }) };
  // Not in the page's own words: its policy lets no foreign script in.
  await page.evaluate(axe);
  const run = `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) => violations)`;
  const violations = await page.evaluate<Violation[]>(run);
  return violations.map(({ id, nodes }) => `${page.url()} ${id}: ${nodes[0]?.html.slice(0, 200)}`);
}
