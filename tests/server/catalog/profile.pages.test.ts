import { describe, expect, it } from 'vitest';
import { changeLimit } from '../../../server/catalog/limits.ts';
import { getProfile, listProfiles } from '../../../server/catalog/profiles.ts';
import { noon } from '../../support/services.ts';
import { useBrowsers } from '../identity/browsers.ts';

const { browser, people, signedIn } = useBrowsers();

describe('/loai-hang/{kind}', () => {
  it.each(listProfiles().map(({ kind }) => kind))(
    'tells everybody of %s, whose file is all there is of it',
    async (kind) => {
      const { status, text } = await browser().get(`/loai-hang/${kind}`);
      expect(status).toBe(200);
      for (const { picture } of getProfile(kind).stages) expect(text).toContain(`/assets/stages/${picture}`);
      expect(text).toContain('Nghị định 37/2026/NĐ-CP, Điều 42 và Phụ lục I');
    },
  );

  it('knows no other kind', async () => {
    for (const kind of ['ca-phe', '__proto__']) expect((await browser().get(`/loai-hang/${kind}`)).status).toBe(404);
  });

  it('tells season, name that is taken, and what the label must carry, in both languages', async () => {
    expect((await browser().get('/loai-hang/mien-dong')).text).toMatch(/Mùa vụ<\/dt>\s*<dd>Tháng Mười âm lịch/);
    const { text } = await browser().get('/loai-hang/gao-seng-cu?lang=en');
    expect(text).toContain('Séng Cù Than Uyên');
    expect(text).toMatch(/the label must carry: Net quantity; Production date; Expiry; Warnings\./);
  });

  it('shows the limit in force today, with its source and the day it was looked up', async () => {
    const place = { stage: 'drying', key: 'moisture', max: 13.5, source: 'TCVN mới', asOf: '2026-11-15' };
    await changeLimit(people().officer.actor, getProfile('gao-seng-cu'), place, noon);
    const { text } = await browser().get('/loai-hang/gao-seng-cu');
    expect(text).toContain('nhiều nhất 13,5 % (TCVN mới, xem ngày 15/11/2026)');
    const officer = await signedIn((commune) => commune.officer);
    expect((await officer.get('/gioi-han')).text).toContain('href="/loai-hang/gao-seng-cu"');
  });
});
