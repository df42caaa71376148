import { parseArgs } from 'node:util';
import { command, withDatabase } from '../../../commands/command.ts';
import { readConfig } from '../../../config.ts';
import { OperatorError } from '../../../errors.ts';
import { exportsOf, type Lack } from '../exports.ts';

// `npm run -s portal -- --dry-run`: what the national portal would be told of each product, and what is missing first.

const words: Readonly<Record<Lack, string>> = {
  gtin: 'no issued bar code number (GTIN)',
  organisation: 'its seller has no active profile on the portal',
  picture: 'no picture',
  weight: 'no net weight',
  unit: 'the unit of its pack is none of kg, g, litre, ml',
};

await command(async () => {
  const { values } = parseArgs({ options: { 'dry-run': { type: 'boolean' } }, strict: false });
  if (values['dry-run'] !== true)
    throw new OperatorError(
      'npm run -s portal -- --dry-run: nothing is sent, since the portal gives no public access yet',
    );
  const config = readConfig();
  await withDatabase(config, async () => {
    const rows = await exportsOf(config.publicUrl);
    for (const { product, lacks, data, codes } of rows) {
      const said = lacks.map((lack) => words[lack]).join('; ');
      process.stdout.write(`${product.name}: ${codes.portalId ?? (lacks.length > 0 ? said : JSON.stringify(data))}\n`);
    }
    const ready = rows.filter(({ lacks }) => lacks.length === 0).length;
    process.stdout.write(`${rows.length} products, ${ready} could go\n`);
  });
});
