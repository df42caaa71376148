import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const child = fileURLToPath(new URL('./engine-child.ts', import.meta.url));

export interface EngineProcess {
  process: ChildProcess;
  uri: string;
}

/** The engine in a process of its own, optionally under another program such as strace. */
export async function anEngineProcess(dataDir: string, under: string[] = []): Promise<EngineProcess> {
  const line = [...under, process.execPath, '--import', 'tsx', child, dataDir];
  const started = spawn(line[0] ?? '', line.slice(1), { stdio: ['ignore', 'pipe', 'inherit'] });
  const [uri] = (await once(createInterface(started.stdout), 'line')) as [string];
  return { process: started, uri };
}

export async function kill(started: ChildProcess): Promise<void> {
  const exit = once(started, 'exit');
  started.kill('SIGKILL');
  await exit;
}
