import { beforeAll, describe, expect, it } from 'vitest';
import { aBatchOf, aVillage } from '../../../../tests/server/traceability/makers.ts';
import { useDatabase } from '../../../../tests/support/database.ts';
import { testConfig } from '../../../../tests/support/services.ts';
import { HeadModel } from '../head-record.ts';
import { checkLogKeys, knownKeys } from '../keys.ts';
import { bringUpToDate } from '../log.ts';
import { isSignedBy, readVkey, signerOf } from '../note.ts';

useDatabase();
const config = testConfig();
beforeAll(async () => {
  const { farmer, product } = await aVillage();
  await aBatchOf(farmer, product);
  await bringUpToDate(config);
});

describe('the keys of the log', () => {
  it('are changed by giving both, and an unknown one alone is refused', async () => {
    const [old = ''] = config.logKeys;
    const fresh = `${'0f'.repeat(16)}${'e1'.repeat(16)}`;
    await checkLogKeys(config);
    await expect(checkLogKeys({ ...config, logKeys: [fresh] })).rejects.toThrow('LOG_KEY');
    await checkLogKeys({ ...config, logKeys: [fresh, old] });
    const [first = '', second = ''] = await knownKeys(config.publicUrl);
    expect([first, second].map((line) => readVkey(line)?.publicKey)).toEqual(
      [fresh, old].map((seed) => signerOf('x', seed).publicKey),
    );
    const note = (await HeadModel.findOne({}).lean().orFail()).checkpoint ?? '';
    const verifier = readVkey(second);
    expect(verifier && isSignedBy(note, verifier)).toBe(true);
  });
});
