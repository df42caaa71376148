import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** A program of the system that the tests drive, and where it comes from. */
interface Tool {
  command: string;
  debian: string;
}

const tools: readonly Tool[] = [
  { command: 'pdftoppm', debian: 'poppler-utils' },
  { command: 'zbarimg', debian: 'zbar-tools' },
  { command: 'strace', debian: 'strace' },
];

/**
 * Where Chromium is: CHROMIUM_PATH, the system's, or the one playwright installed.
 * @throws Error saying what to install
 */
export function chromiumPath(): string {
  const found = [
    process.env.CHROMIUM_PATH,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    playwrightsOwn(),
  ];
  const path = found.find((file) => file && isExecutable(file));
  if (!path) throw new Error('Chromium is missing: install Debian’s chromium, or set CHROMIUM_PATH');
  return path;
}

// Looked up by its program, so that this file needs no browser package to be loaded.
function playwrightsOwn(): string | undefined {
  const script = "import('playwright-core').then((p) => console.log(p.chromium.executablePath()))";
  return spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' }).stdout?.trim() || undefined;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const isThere = ({ command }: Tool): boolean => spawnSync('which', [command]).status === 0;
const hasChromium = (): boolean => {
  try {
    return Boolean(chromiumPath());
  } catch {
    return false;
  }
};

/** Installs what is missing where that is possible, else ends saying what to do. The tests never skip silently. */
function makeSure(): void {
  const missing = [
    ...tools.filter((tool) => !isThere(tool)).map((tool) => tool.debian),
    ...(hasChromium() ? [] : ['chromium']),
  ];
  if (missing.length === 0) return;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    run('apt-get', ['update', '-qq']);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing]);
  } else if (missing.includes('chromium')) run('npx', ['playwright-core', 'install', 'chromium']);
  const still = [
    ...tools.filter((tool) => !isThere(tool)).map((tool) => tool.debian),
    ...(hasChromium() ? [] : ['chromium']),
  ];
  if (still.length > 0) {
    process.stderr.write(
      `The tests need these programs: ${still.join(', ')}. On Debian: apt-get install ${still.join(' ')}\n`,
    );
    process.exit(1);
  }
}

function run(command: string, args: string[]): void {
  process.stdout.write(`${command} ${args.join(' ')}\n`);
  spawnSync(command, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) makeSure();
