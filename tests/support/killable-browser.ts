import { type ChildProcess, spawn } from 'node:child_process';
import { chromium, type Page } from 'playwright-core';
import { phone } from './browser.ts';
import { chromiumPath } from './tools.ts';

/** A browser as its own process on a profile of its own, so that it can be killed as a phone's system does. */
export interface KillableBrowser {
  page: Page;
  kill: () => Promise<void>;
  /** Kills what draws the page; a new page is open then. */
  crash: () => Promise<void>;
  /** Ends it as a person does: what it keeps in memory only, such as new cookies, is on the disk after. */
  close: () => Promise<void>;
}

const flags = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--lang=vi',
  '--accept-lang=vi-VN',
  '--remote-debugging-port=0',
  `--window-size=${phone.width},${phone.height}`,
];

/** Starts it; what it kept in the profile before is there again. */
export async function startBrowser(profile: string): Promise<KillableBrowser> {
  const child = spawn(chromiumPath(), [...flags, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const browser = await chromium.connectOverCDP(await doorOf(child));
  const [context] = browser.contexts();
  if (!context) throw new Error('The browser has no context');
  // Who died in the middle is waited for up to ten seconds, and a phone without signal tries again after up to a minute.
  context.setDefaultTimeout(90_000);
  const page = context.pages()[0] ?? (await context.newPage());
  await page.setViewportSize(phone);
  const close = async (): Promise<void> => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await (await browser.newBrowserCDPSession()).send('Browser.close');
    await ended;
  };
  const killable: KillableBrowser = { page, kill: () => kill(child), crash, close };
  return killable;

  async function crash(): Promise<void> {
    const session = await killable.page.context().newCDPSession(killable.page);
    const crashed = new Promise((resolve) => killable.page.once('crash', resolve));
    session.send('Page.crash').catch(() => null);
    await crashed;
    const old = killable.page;
    killable.page = await old.context().newPage();
    await killable.page.setViewportSize(phone);
    await old.close();
  }
}

const doorOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.on('data', (text: Buffer) => {
      said += text.toString();
      const [door] = /ws:\/\/\S+/.exec(said) ?? [];
      if (door) resolve(door);
    });
    child.once('exit', () => reject(new Error(`The browser ended:\n${said}`)));
  });

/** All its processes at once, without a chance to tidy up. */
async function kill(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  await ended;
}
