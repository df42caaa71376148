import { describe, expect, it } from 'vitest';
import { newCode } from '../../server/codes.ts';
import { testApp } from '../support/app.ts';
import { useDatabase } from '../support/database.ts';

useDatabase();
const { browser, program, app: _app } = testApp();

describe('createApp', () => {
  it('sends pages packed to who can unpack them', async () => {
    const packed = await browser().get('/dang-nhap').set('Accept-Encoding', 'gzip');
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(packed.headers.vary).toContain('Accept-Encoding');
    const plain = await browser().get('/dang-nhap').set('Accept-Encoding', 'identity');
    expect(plain.headers['content-encoding']).toBeUndefined();
  });

  it('answers what is not there as a page to people and as problem+json to programs', async () => {
    const page = await browser().get('/khong-co');
    expect(page.status).toBe(404);
    expect(page.type).toBe('text/html');
    expect(page.text).toContain('Không có trang này');
    const problem = await program().get('/api/v1/khong-co');
    expect(problem.status).toBe(404);
    expect(problem.type).toBe('application/problem+json');
    expect(problem.body).toMatchObject({ status: 404, type: expect.stringMatching(/\/problems\/page-not-found$/) });
  });

  it('speaks English to who prefers it, by header, address or cookie', async () => {
    const english = await browser().get('/khong-co').set('Accept-Language', 'en-GB,en;q=0.9');
    expect(english.text).toContain('There is no such page');
    expect((await browser().get('/khong-co?lang=en')).text).toContain('There is no such page');
    const visitor = browser();
    const switched = await visitor.post('/ngon-ngu').type('form').send({ lang: 'en', back: '/khong-co' });
    expect(switched.status).toBe(303);
    expect(switched.headers.location).toBe('/khong-co');
    expect((await visitor.get('/khong-co')).text).toContain('There is no such page');
  });

  it('does not send a person who switches the language to another site', async () => {
    const answer = await browser().post('/ngon-ngu').type('form').send({ lang: 'en', back: '//evil.example' });
    expect(answer.headers.location).toBe('/');
  });

  it('sends a person who is not signed in to the sign-in page and back', async () => {
    const answer = await browser().get('/ban-lam-viec');
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toBe('/dang-nhap?next=%2Fban-lam-viec');
  });

  it.each([
    [{ 'Sec-Fetch-Site': 'cross-site' }],
    [{ 'Sec-Fetch-Site': 'same-site' }],
    [{ 'Sec-Fetch-Site': '', Origin: 'https://evil.example' }],
    [{ 'Sec-Fetch-Site': '', Origin: 'null' }],
  ])('refuses a form that another site sent: %o', async (headers) => {
    const request = browser().post('/ngon-ngu').type('form');
    for (const [name, value] of Object.entries(headers)) {
      if (value === '') request.unset(name);
      else request.set(name, value);
    }
    const answer = await request.send({ lang: 'en', back: '/' });
    expect(answer.status).toBe(403);
    expect(answer.text).not.toMatch(/at \w+ \(|node_modules/);
  });

  it.each([
    ['{"phone":', 400],
    ['[]', 422],
    ['"text"', 400],
    ['{"phone":{"$gt":""},"pin":{"$ne":null}}', 422],
    ['{"phone":"0900000101","pin":"1","role":"officer","__proto__":{"polluted":true}}', 422],
  ])('answers a bad body with a clear problem: %s', async (body, status) => {
    const answer = await program().post('/api/v1/sessions').set('Content-Type', 'application/json').send(body);
    expect(answer.status).toBe(status);
    expect(answer.type).toBe('application/problem+json');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('refuses a body that is too large or not JSON', async () => {
    const large = await program()
      .post('/api/v1/sessions')
      .send({ phone: 'x'.repeat(300_000) });
    expect(large.status).toBe(413);
    const form = await program().post('/api/v1/sessions').type('form').send({ phone: '0900000101', pin: '246810' });
    expect(form.status).toBe(415);
  });

  it('lets no script or style run but its own files', async () => {
    const { headers } = await browser().get('/khong-co');
    expect(headers['content-security-policy']).toContain("script-src 'self'");
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['x-powered-by']).toBeUndefined();
  });

  it('shows its figures only to this machine, and not through a proxy', async () => {
    expect((await program().get('/metrics')).status).toBe(200);
    expect((await program().get('/metrics').set('X-Forwarded-For', '127.0.0.1')).status).toBe(404);
    const guarded = testApp({ metricsToken: 'a-token-of-some-length' });
    expect((await guarded.program().get('/metrics')).status).toBe(404);
    expect((await guarded.program('a-token-of-some-length').get('/metrics')).status).toBe(200);
  });

  it('says whom to tell of a hole (RFC 9116) where the operator named somebody, for less than a year', async () => {
    expect((await program().get('/.well-known/security.txt')).status).toBe(404);
    const named = testApp({ securityContact: 'mailto:an-toan@cho.example', publicUrl: 'https://cho.example' });
    const { text, headers } = await named.program().get('/.well-known/security.txt').expect(200);
    expect(headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(text).toBe(
      [
        'Contact: mailto:an-toan@cho.example',
        'Expires: 2027-05-15T00:00:00.000Z',
        'Preferred-Languages: vi, en',
        'Canonical: https://cho.example/.well-known/security.txt\n',
      ].join('\n'),
    );
  });

  it.each([
    [0, (n: number) => `198.51.100.${n}`],
    [1, (n: number) => `198.51.100.${n}, 203.0.113.5`],
  ])('counts who guesses behind %i proxies of ours under one address', async (trustProxy, said) => {
    const guesser = testApp({ trustProxy }).program();
    const tries = Array.from({ length: 31 }, (_, n) => guesser.get(`/t/${newCode()}`).set('X-Forwarded-For', said(n)));
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 404)).toHaveLength(30);
    expect(statuses.filter((status) => status === 429)).toHaveLength(1);
  });

  it('says whether it runs and whether it is ready', async () => {
    expect((await program().get('/healthz')).body).toEqual({ status: 'ok' });
    expect((await program().get('/readyz')).status).toBe(200);
  });

  it('explains its routes and problems to readers', async () => {
    expect((await browser().get('/api')).text).toContain('/api/v1/batches');
    expect((await browser().get('/problems/sign-in-needed')).text).toContain('đăng nhập');
    expect((await browser().get('/problems/nonsense')).status).toBe(404);
    const { body } = await program().get('/openapi.json');
    expect(body.paths['/batches/{code}'].get.operationId).toBe('getBatchesCode');
  });
});
