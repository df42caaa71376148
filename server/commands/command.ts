import type { Config } from '../config.ts';
import { connectDatabase } from '../database/connection.ts';
import { OperatorError } from '../errors.ts';

/** Runs a command. What the operator can mend is told in one line, with exit code 1; anything else keeps its stack. */
export async function command(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!isForTheOperator(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

/** Joins the database wherever it is served, does the work, and leaves it again. */
export async function withDatabase(config: Config, work: () => Promise<void>): Promise<void> {
  const disconnect = await connectDatabase(config);
  try {
    await work();
  } finally {
    await disconnect();
  }
}

/** Ours, or the system's about a file or a disk (ENOENT, EACCES, ENOSPC …), whose message names it. */
const isForTheOperator = (error: unknown): error is Error =>
  error instanceof OperatorError || (error instanceof Error && typeof (error as { code?: unknown }).code === 'string');
