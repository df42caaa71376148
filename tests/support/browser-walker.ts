import type { BrowserContext, Locator, Page as Tab } from 'playwright-core';
import type { Page, Typed, Walker } from './form-walker.ts';

/**
 * Somebody who walks a running market with a real browser, as `formWalker` does without one: by its links and forms, each field
 * typed or ticked where it stands.
 * @throws where a page is wider than its screen
 */
export async function browserWalker(context: BrowserContext, origin: string): Promise<Walker> {
  const tab = await context.newPage();
  // A redirect out of the market is looked at instead of followed: nothing is asked of anybody else.
  let outside: string | null = null;
  await context.route(`${origin}/go/**`, async (route) => {
    const answer = await route.fetch({ maxRedirects: 0 });
    outside = answer.headers().location ?? null;
    await route.fulfill({ status: 200, contentType: 'text/html', body: outside ?? '' });
  });
  const seen = async (status: number): Promise<Page> => {
    await requireFitting(tab);
    return { status, path: pathOf(tab, origin), html: await tab.content() };
  };
  const open = async (path: string): Promise<Page> => {
    if (path.includes('.pdf')) return await fetched(context, origin, path);
    outside = null;
    const answer = await tab.goto(origin + path);
    const page = await seen(answer?.status() ?? 0);
    return { ...page, path: outside ?? page.path };
  };
  return {
    open,
    fill: async (page: Page, of: string, typed?: Typed): Promise<Page> => {
      if (pathOf(tab, origin) !== page.path) await open(page.path);
      const form = await formOf(tab, of);
      for (const [name, value] of Object.entries(typed ?? {})) await type(form, name, String(value));
      const answered = tab.waitForNavigation();
      await form.locator('button:not([type=button])').first().click();
      return await seen((await answered)?.status() ?? 0);
    },
  };
}

const pathOf = (tab: Tab, origin: string): string => tab.url().replace(origin, '');

async function fetched(context: BrowserContext, origin: string, path: string): Promise<Page> {
  const answer = await context.request.get(origin + path);
  return { status: answer.status(), path, html: (await answer.body()).toString('latin1') };
}

async function formOf(tab: Tab, of: string): Promise<Locator> {
  const field = tab.locator(`form[method=post]:has([name="${of}"])`).first();
  if ((await field.count()) > 0) return field;
  const path = tab.url().split('?')[0]?.endsWith(of) === true;
  return tab
    .locator(`form[method=post][action^="${of}"]${path ? ', main form[method=post]:not([action])' : ''}`)
    .first();
}

async function type(form: Locator, name: string, value: string): Promise<void> {
  const field = form.locator(`[name="${name}"]`);
  const first = field.first();
  const kind = await first.evaluate((one) => (one instanceof HTMLInputElement ? one.type : one.localName));
  if (kind === 'radio' || kind === 'checkbox') await form.locator(`[name="${name}"][value="${value}"]`).check();
  else if (kind === 'select') await first.selectOption(value);
  else await first.fill(value);
}

async function requireFitting(tab: Tab): Promise<void> {
  const [wide, screen] = await tab.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  if ((wide ?? 0) > (screen ?? 0)) throw new Error(`${tab.url()} is ${wide} px wide on a screen of ${screen}`);
}
