import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { fromRoot } from '../../server/root.ts';

// GS1's own schemas have no licence to be copied. They are used where they lie beside the checkout, as on the machine that checks
// every submission, or where GS1_SCHEMAS says; everywhere, documents are held against the same rules as we wrote them down.
const folder = process.env.GS1_SCHEMAS ?? fromRoot('../shared/data/gs1');

const files = {
  epcis: 'EPCIS-JSON-Schema.json',
  linkset: 'gs1-linkset-schema.json',
  description: 'gs1-resolver-description-file-schema-1.2.0.json',
} as const;

const compiled = new Map<string, ValidateFunction>();

/** What GS1's own schema finds wrong with a document; nothing too where the schema is not at hand. */
export function schemaFaults(schema: keyof typeof files, document: unknown): string[] {
  const file = path.join(folder, files[schema]);
  if (!existsSync(file)) return [];
  const check = compiled.get(file) ?? compile(file);
  compiled.set(file, check);
  return check(document) ? [] : (check.errors ?? []).map((one) => `${one.instancePath} ${one.message}`);
}

function compile(file: string): ValidateFunction {
  // Two of the schemas have an `@id` and other words that no draft of JSON Schema knows.
  const ajv = new Ajv({ strict: false, allErrors: true });
  formats.default(ajv);
  return ajv.compile(JSON.parse(readFileSync(file, 'utf8')) as object);
}
