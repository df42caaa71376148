import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { fromRoot } from '../../server/root.ts';

// A registry that carries only some systems' binaries makes `npm install` leave the others out of the lock file, which `npm ci`
// then refuses everywhere. `npx tsx tests/support/lock.ts` writes them in again; `npm ci` fetches none that does not fit.

interface Entry {
  version: string;
  dev?: boolean;
  license?: string;
  integrity?: string;
  hasInstallScript?: boolean;
  optionalDependencies?: Record<string, string>;
}

interface Lock {
  packages: Record<string, Entry & { cpu?: string[]; os?: string[]; libc?: string[]; optional?: boolean }>;
}

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];

export const readLock = (): Lock => JSON.parse(readFileSync(fromRoot('package-lock.json'), 'utf8')) as Lock;

/** Binaries of other systems that some package names and the lock file does not hold. */
export function missingIn({ packages }: Lock): [name: string, entry: Lock['packages'][string]][] {
  return Object.values(packages).flatMap(({ optionalDependencies = {}, dev }) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => packages[`node_modules/${name}`] === undefined)
      .map(([name, version]): [string, Lock['packages'][string]] => [
        `node_modules/${name}`,
        { version, ...placeOf(name), ...(dev ? { dev } : {}), optional: true },
      ]),
  );
}

/** The machine that a package is for, as its name says: `@biomejs/cli-linux-x64-musl`. */
function placeOf(name: string): { cpu?: string[]; os?: string[]; libc?: string[] } {
  const words = (name.split('/').pop() ?? '').replace('linuxmusl', 'linux-musl').split(/[-_]/);
  const os = systems.filter((system) => words.includes(system));
  const cpu = processors.filter((processor) =>
    words.some((word) => word === processor || (processor === 'arm' && word.startsWith('armv'))),
  );
  const musl = words.some((word) => word.startsWith('musl'));
  return {
    ...(cpu.length > 0 ? { cpu } : {}),
    ...(os.length > 0 ? { os } : {}),
    ...(os.includes('linux') ? { libc: [musl ? 'musl' : 'glibc'] } : {}),
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const lock = readLock();
  const added = missingIn(lock);
  for (const [name, entry] of added) lock.packages[name] = entry;
  const sorted = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(
    fromRoot('package-lock.json'),
    `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`,
  );
  process.stdout.write(`${added.length} entries added to package-lock.json\n`);
}
