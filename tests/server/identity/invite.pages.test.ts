import mongoose from 'mongoose';
import { Secret, TOTP } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { createInvite, inviteOfficer } from '../../../server/identity/invites.ts';
import { noon } from '../../support/services.ts';
import { fillIn, sendForm, useBrowsers } from './browsers.ts';
import { aPerson, minutesAfter, newPhone } from './makers.ts';

const { browser, clock, people } = useBrowsers();

describe('/moi/{token} for staff', () => {
  it('connects an authenticator app; afterwards sign-in wants its code, and paper codes can be printed once', async () => {
    await mongoose.connection.db?.collection('marks').deleteMany({});
    const { path } = await inviteOfficer('Vàng Thị Mai', noon);
    const agent = browser();
    const page = await agent.get(path);
    const [, secret = ''] = /<span class="code">([A-Z2-7]{32})<\/span>/.exec(page.text) ?? [];
    const code = (at: Date) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at.getTime() });
    const phone = newPhone();
    const password = 'ba con trâu đen';
    const chosen = { secret: password, again: password, phone, code: code(noon) };
    expect((await fillIn(agent, path, chosen)).headers.location).toBe('/ban-lam-viec');
    const codes = await fillIn(agent, '/ma-du-phong');
    expect(codes.text.match(/<li class="code">/g)).toHaveLength(10);
    expect((await agent.get('/ma-du-phong')).text).not.toContain('<li class="code">');
    await agent.post('/dang-xuat');
    const staffPage = await agent.get('/dang-nhap?vai=can-bo');
    expect(staffPage.text).toContain('name="code"');
    expect((await sendForm(agent, '/dang-nhap?vai=can-bo', { phone, pin: password })).status).toBe(422);
    clock.now = minutesAfter(noon, 2);
    const back = await sendForm(agent, '/dang-nhap?vai=can-bo', { phone, pin: password, code: code(clock.now) });
    clock.now = noon;
    expect(back.status).toBe(303);
  });

  it('says in plain words when the invitation is used up', async () => {
    const person = await aPerson(people().sellers.household);
    const { path } = await createInvite(people().cooperative.actor, person.id, noon);
    await createInvite(people().cooperative.actor, person.id, noon);
    const { status, text } = await browser().get(path);
    expect(status).toBe(410);
    expect(text).toContain('mã mời mới');
  });
});
