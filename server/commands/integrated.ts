import { existsSync } from 'node:fs';
import { OperatorError } from '../errors.ts';
import { integrations } from '../integration.ts';
import { command } from './command.ts';

// `npm run -s verify …`, `witness`, `portal`: commands of integrations, each in the folder of its own.

await command(async () => {
  const [name = ''] = process.argv.splice(2, 1);
  const files = integrations.map((one) => new URL(`../integrations/${one.name}/commands/${name}.ts`, import.meta.url));
  const found = /^[a-z]+$/.test(name) ? files.find((file) => existsSync(file)) : undefined;
  if (found === undefined) throw new OperatorError(`There is no command ${name} here: no integration has it`);
  await import(found.href);
});
