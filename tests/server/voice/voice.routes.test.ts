import { strToU8, unzipSync, zipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { listProfiles } from '../../../server/catalog/profiles.ts';
import { sentence } from '../../../server/http/messages.ts';
import { notebookEndpoints } from '../../../server/notebook/notebook.routes.ts';
import { heardAs } from '../../../server/voice/names-heard.ts';
import { voiceSentences } from '../../../server/voice/sentences.pages.ts';
import { formKey, testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { testServices } from '../../support/services.ts';
import { aCommune, type Commune } from '../identity/makers.ts';
import { ogg } from './makers.ts';

useDatabase();
const { browser, program } = testApp();
let commune: Commune;
beforeAll(async () => {
  commune = await aCommune();
});
const officer = () => program(commune.officer.token);
const send = (key: string, bytes: Buffer, language = 'thai') =>
  officer().post('/api/v1/voice-hints').field('language', language).field('key', key).attach('file', bytes, 'giong');
const list = async (language = 'thai') => (await officer().get(`/api/v1/voice-hints?language=${language}`)).body;

describe('what people hear', () => {
  it('has a sentence for every refusal that names no number, for goods, stages and questions', async () => {
    const keys = new Set((await list()).data.map(({ key }: { key: string }) => key));
    // What passes by itself is no refusal of an entry.
    const passing = new Set(['other-person', 'batch-busy', 'batch-mistaken', 'event-mistaken', 'packs-mistaken']);
    const answers = notebookEndpoints(testServices())
      .filter(({ path }) => /batches|steps/.test(path))
      .flatMap(({ problems }) => problems)
      .filter((code) => !passing.has(code) && !sentence('vi', `problems.${code}`).includes('{'));
    expect(answers.length).toBeGreaterThan(5);
    expect(answers.filter((code) => !keys.has(`refusal-${code}`))).toEqual([]);
    expect([...keys]).toEqual(
      expect.arrayContaining([
        'kind-mien-dong',
        'stage-planting-trong-dong',
        'question-plot',
        'number-which',
        'pin-wrong',
        'refusal-clock',
      ]),
    );
  });

  it('is recorded sentence by sentence, and what is missing is told', async () => {
    const { missing, data } = await list();
    expect(missing).toBe(data.length);
    const sent = await send('quantity', ogg(3));
    expect([sent.status, sent.body.bytes < 15 * 1024]).toEqual([201, true]);
    expect((await list()).missing).toBe(missing - 1);
    const sound = await program().get(sent.body.url);
    expect([sound.status, sound.headers['content-type'], sound.headers['cache-control']]).toEqual([
      200,
      'audio/ogg',
      expect.stringContaining('immutable'),
    ]);
    const household = program(commune.household.token);
    expect((await household.get('/api/v1/notebook?voice=thai')).body.clips).toEqual({ quantity: sent.body.url });
    expect((await household.get('/api/v1/notebook')).body.clips).toEqual({});
  });

  it('is told under a new address once it is said anew, and the old one is gone', async () => {
    const [old, renewed] = [await send('day', ogg(2)), await send('day', ogg(4))];
    expect(renewed.body.url).not.toBe(old.body.url);
    expect((await program().get(old.body.url)).status).toBe(404);
  });

  it('is never heavier than 15 KB on a phone: what is waits to be recorded again', async () => {
    const { status, body } = await send('photo', ogg(5, 20_000));
    expect([status, body.url]).toEqual([201, null]);
    const agent = browser();
    agent.set('Authorization', `Bearer ${commune.officer.token}`);
    const [, address = ''] = /data-heavy="([^"]+)"/.exec((await agent.get('/giong-noi/thai')).text) ?? [];
    // The officer's own browser makes it lighter, and sends it anew.
    expect((await agent.get(address)).status).toBe(200);
    expect(
      (await program(commune.household.token).get('/api/v1/notebook?voice=thai')).body.clips.photo,
    ).toBeUndefined();
  });

  it.each([
    ['that is too long', 'home', ogg(16), 422],
    ['that is too heavy', 'home', ogg(5, 210_000), 413],
    ['that is none', 'home', Buffer.from('x'), 415],
    ['of a sentence that is none', 'no-such', ogg(1), 422],
  ])('refuses a recording %s', async (_what, ...[key, bytes, status]) => {
    expect((await send(key, bytes)).status).toBe(status);
  });

  it('is recorded by officers only, in a language that there is', async () => {
    expect((await send('home', ogg(1), 'lu')).status).toBe(404);
    const other = program(commune.cooperative.token).post('/api/v1/voice-hints').field('language', 'thai');
    expect((await other.field('key', 'home').attach('file', ogg(1), 'a')).status).toBe(403);
  });

  it('says each stage and question in the words of its own kind of goods', () => {
    const said = new Map(voiceSentences().map(({ key, words }) => [key, words]));
    const named = listProfiles().flatMap(({ stages }) => [
      ...stages.map(({ id, name }) => [`stage-${id}`, name.vi] as const),
      ...stages.flatMap(({ keyData, measurements }) =>
        [...keyData, ...measurements].map(({ key, name }) => [`question-${key}`, name.vi] as const),
      ),
    ]);
    expect(named.length).toBeGreaterThan(50);
    expect(named.filter(([what, words]) => said.get(heardAs(what, words)) !== words)).toEqual([]);
  });
});

describe('a language', () => {
  const agent = browser();
  beforeAll(() => void agent.set('Authorization', `Bearer ${commune.officer.token}`));
  const bring = async (language: string, zip: Uint8Array) => {
    const _key = formKey((await agent.get(`/giong-noi/${language}`)).text);
    return agent.post(`/giong-noi/${language}`).field('_key', _key).attach('file', Buffer.from(zip), 'a.zip');
  };

  it('is added by its name alone, all of it taken along and brought back', async () => {
    const key = formKey((await agent.get('/giong-noi')).text);
    const added = await agent.post('/giong-noi').type('form').send({ _key: key, name: 'Tiếng Lự' });
    expect([added.status, added.headers.location]).toEqual([303, '/giong-noi/lu']);
    const zip = await agent.get('/giong-noi/thai.zip').responseType('blob');
    expect(Object.keys(unzipSync(zip.body))).toEqual(expect.arrayContaining(['quantity.ogg', 'chu-viet.csv']));
    expect((await bring('lu', zip.body)).text).toContain('Đã giữ 3 bản thu.');
    expect((await list('lu')).data.filter(({ clip }: { clip: unknown }) => clip)).toHaveLength(3);
  });

  it('keeps what is right of an archive, and says of each other file what is wrong with it', async () => {
    const files = {
      'may/home.ogg': ogg(2),
      'may/stage.ogg': ogg(16),
      'may/anh.ogg': ogg(1),
      'may/expiry.mp3': Buffer.from('x'),
      '__MACOSX/may/._home.ogg': Buffer.from('x'),
      'may/chu-viet.csv': strToU8(`key,vi,dao\nhome,Ghi gì hôm nay?,Hnoi naaiv\nday,x,${'a'.repeat(201)}\nmay,x,y\n`),
    };
    const { status, text } = await bring('dao', zipSync(files));
    expect([status, text.match(/<li><strong>(.*?)<\/strong> .*?<\/li>/g)]).toEqual([
      200,
      [
        expect.stringMatching(/may\/stage.ogg.*dài quá, nhiều nhất 15 giây/),
        expect.stringMatching(/may\/anh.ogg.*Không có câu nào mang tên này/),
        expect.stringMatching(/may\/expiry.mp3.*Không đọc được bản thu này/),
        expect.stringMatching(/chu-viet.csv.*Dòng 3/),
      ],
    ]);
    expect([text.includes('Đã giữ 1 bản thu.'), text.includes('Đã giữ 1 câu viết.')]).toEqual([true, true]);
  });

  it('is read where it has a script: written sentence by sentence, and blank again', async () => {
    const write = async (words: Record<string, string>) => {
      const page = (await agent.get('/giong-noi/mong/chu')).text;
      const fields = Object.fromEntries(Object.entries(words).map(([key, said]) => [`words.${key}`, said]));
      const sent = await agent
        .post('/giong-noi/mong/chu')
        .type('form')
        .send({ _key: formKey(page), ...fields });
      return { page, sent };
    };
    const told = async () =>
      (await program(commune.household.token).get('/api/v1/notebook?voice=mong')).body.written as object;
    const { sent } = await write({ quantity: 'Ua tau li cas?', 'stage-sheeting': 'Ua nplej' });
    expect(sent.headers.location).toBe('/giong-noi/mong');
    expect(await told()).toEqual({ quantity: 'Ua tau li cas?', 'stage-sheeting': 'Ua nplej' });
    const { page } = await write({ quantity: 'Ua tau npaum cas?' });
    expect(page).toMatch(/name="words.stage-sheeting"[^>]*value="Ua nplej"/);
    expect(await told()).toEqual({ quantity: 'Ua tau npaum cas?' });
    expect((await program(commune.household.token).get('/api/v1/notebook')).body.written).toEqual({});
  });
});
