import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { z } from 'zod';
import { broken } from '../press/label-frame.ts';

/** A JSON file of a template's folder. @throws invalid('label-template-broken') with the file and what is wrong in it */
export function readAs<T>(schema: z.ZodType<T>, own: string, name: string): T {
  const parsed = schema.safeParse(readJson(own, name));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw brokenFile(own, `${name}: ${issue?.path.join('.')} ${issue?.message}`);
}

function readJson(own: string, name: string): unknown {
  const text = readText(own, name);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw brokenFile(own, `${name}: ${(error as Error).message}`);
  }
}

/** A file of a template's folder as text. @throws invalid('label-template-broken') when it is not there */
export function readText(own: string, name: string): string {
  try {
    return readFileSync(path.join(own, name), 'utf8');
  } catch {
    throw brokenFile(own, `${name} is not there`);
  }
}

function brokenFile(own: string, reason: string) {
  return broken({ template: path.basename(own) }, reason);
}
