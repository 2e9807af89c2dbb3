import { expect, test } from '@jest/globals';
import { rotateTokens } from '../sandbox/world/rotation.ts';
import { startTenants } from './support/tenants.ts';
import { until } from './support/until.ts';

// Installing by OAuth, from the page to the first message, and tokens that end.

const bot = await startTenants();
const { slack, db, driver } = bot;
const river = slack.teams.riverbank.id;
const renewals = () => slack.world.calls.filter(({ args }) => args.grant_type === 'refresh_token').length;

test('a state of another browser, one that was used and one that is made up install nothing', async () => {
  const { cookie, location } = await bot.startInstall();
  const back = await bot.consent(location, 'riverbank');
  expect((await fetch(back)).status).toBe(400); // another browser: no cookie
  expect(await db.installation.count()).toBe(0);
  expect((await fetch(back, { headers: { cookie } })).status).toBe(200);
  expect(await db.installation.count()).toBe(1);

  const again = new URL(back);
  again.searchParams.set('code', driver.admin.allow('Ana', `${bot.publicUrl}/slack/oauth_redirect`));
  expect((await fetch(again, { headers: { cookie } })).status).toBe(400); // used
  again.searchParams.set('state', 'eyJhbGciOiJub25lIn0.e30.');
  const forged = { cookie: 'slack-app-oauth-state=eyJhbGciOiJub25lIn0.e30.' };
  expect((await fetch(again, { headers: forged })).status).toBe(400);
  expect(bot.logged.join('\n')).not.toContain('xoxb');
});

test('tokens lie encrypted, and an alliance runs on them', async () => {
  const [row] = await db.installation.findMany();
  expect(row?.secrets).not.toContain('xoxb');
  await driver.slash('Ana', '#flood-alliance', '/alliance', 'setup');
  await until(() => driver.screen('Ana').modals[0]?.submit !== null);
  await until(async () => {
    // A machine that is busy may let Slack's patience run out: then nothing was kept, and pressing again is right.
    await driver.submit('Ana', { name: 'Flood alliance', purpose: 'Dry feet.' }).catch(() => undefined);
    return (await db.alliance.count()) === 1;
  }, 30_000);
  await bot.settle();
  expect(driver.transcript('Ben')).toContain('Riverbank Trust runs me');
});

test('a token that has ended is renewed before it is used, once for all processes', async () => {
  rotateTokens(slack.app, 12 * 3_600_000);
  await bot.install('riverbank'); // anew: now its token ends some time
  await db.installation.updateMany({ data: { expiresAt: new Date(Date.now() - 1_000) } });
  const sides = [bot.elsewhere(), bot.elsewhere(), bot.elsewhere()];
  const found = await Promise.all(sides.flatMap((side) => [side.find(river), side.find(river)]));
  expect(renewals()).toBe(1);
  expect(new Set(found.map((one) => one?.token))).toEqual(new Set([slack.world.installations[0]?.token]));
});

test('one that ends soon is renewed while it is still used', async () => {
  const before = renewals();
  await db.installation.updateMany({ data: { expiresAt: new Date(Date.now() + 3_600_000) } });
  const side = bot.elsewhere();
  expect(await side.find(river)).not.toBeNull();
  await until(() => renewals() === before + 1);
  const fresh = () => slack.world.installations[0]?.token;
  await until(async () => (await bot.elsewhere().find(river))?.token === fresh());
});

test('where renewing fails, nothing is lost but time', async () => {
  slack.world.faults.add({ method: 'oauth.v2.access', times: 1, effect: { kind: 'status', status: 503 } });
  await db.installation.updateMany({ data: { expiresAt: new Date(Date.now() + 3_600_000) } });
  const side = bot.elsewhere();
  expect(await side.find(river)).not.toBeNull();
  const before = renewals();
  await until(async () => {
    await side.find(river);
    return renewals() > before;
  });
});

/** A quiet night: the token has ended by both clocks, and nothing has renewed it. */
async function quietNight() {
  rotateTokens(slack.app, 1_500);
  await bot.install('riverbank');
  await bot.app.step(); // what the new installation brings about
  const isOver = async () => ((await db.installation.findFirst())?.expiresAt ?? new Date()) < new Date();
  await until(isOver);
  rotateTokens(slack.app, 12 * 3_600_000);
}
const logged = (words: string) => bot.logged.filter((line) => line.includes(words)).length;
const help = () => driver.say('Ana', '#flood-alliance', '@Entente help');
const answers = () =>
  driver
    .screen('Ana')
    .dms.flatMap(({ messages }) => messages.filter(({ text }) => text.includes('What I understand'))).length;

test('a token that is over while Slack is away, too, is renewed when Slack is back: the installation stays', async () => {
  await bot.settle();
  await quietNight();
  const [row] = await db.installation.findMany();
  const before = logged('no renewal');
  slack.world.faults.add({ method: 'oauth.v2.access', effect: { kind: 'status', status: 503 } });
  await help(); // Slack is told to send it again
  await bot.app.step();
  expect(logged('no renewal')).toBe(before + 1);
  expect(await db.installation.findMany()).toEqual([row]);
  expect(await db.alliance.findFirstOrThrow()).toMatchObject({ pausedFor: null });
  const asked = slack.world.calls.filter(({ error }) => error === 'token_expired');
  expect(asked).toEqual([]); // a token that is over is not even tried

  slack.world.faults.clear();
  await until(async () => (await bot.elsewhere().find(river)) !== null);
  await until(async () => {
    await help();
    await bot.settle();
    return answers() > 0;
  });
}, 60_000);

test('a token that Slack calls over though it has time left is renewed, and what was to be sent is sent', async () => {
  const before = answers();
  await help();
  // Slack's clock, or ours, is wrong.
  const effect = { kind: 'error', error: 'token_expired' } as const;
  slack.world.faults.add({ method: 'chat.postMessage', times: 1, effect });
  slack.world.faults.add({ method: 'auth.test', times: 1, effect });
  const renewed = renewals();
  await bot.settle();
  await until(() => renewals() === renewed + 1);
  await until(async () => {
    await bot.settle();
    return answers() > before;
  }, 20_000);
  expect(await db.installation.count()).toBe(1);
}, 60_000);

test('only where Slack refuses what renews it, the installation has ended', async () => {
  await quietNight();
  const effect = { kind: 'error', error: 'invalid_refresh_token' } as const;
  slack.world.faults.add({ method: 'oauth.v2.access', effect });
  await until(async () => {
    await help().catch(() => undefined);
    await bot.app.step();
    return (await db.installation.count()) === 0;
  });
  slack.world.faults.clear();
  await bot.install('riverbank');
}, 60_000);

test('an org-wide installation serves the workspaces that it meets', async () => {
  const side = bot.elsewhere();
  await side.keep({
    team: undefined,
    enterprise: { id: 'E1', name: 'Everything' },
    user: { id: 'U1', token: undefined, scopes: undefined },
    bot: { token: 'xoxb-org', scopes: ['chat:write'], id: 'B1', userId: 'UBOT' },
    isEnterpriseInstall: true,
    appId: slack.app.id,
    authVersion: 'v2',
  });
  expect(await side.find('TNEW')).toBeNull();
  expect(await side.find('TNEW', 'E1')).toMatchObject({ token: 'xoxb-org', isOrgWide: true, teamId: 'TNEW' });
  expect(await bot.elsewhere().find('TNEW')).toMatchObject({ token: 'xoxb-org' });
  expect(await side.find('TNEW', 'E2')).not.toBeNull();
  expect(await side.find('TOTHER', 'E2')).toBeNull();
});
