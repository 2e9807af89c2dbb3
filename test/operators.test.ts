import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { newId } from '../src/kernel/ids.ts';
import { dump } from './support/dump.ts';
import { startTenants } from './support/tenants.ts';
import { until } from './support/until.ts';

// What whoever runs the bot can ask of it, and what nobody gets out of it: tokens and secrets.

const bot = await startTenants();
const { slack, db } = bot;
const env = {
  SLACK_MODE: 'http',
  SLACK_SIGNING_SECRET: slack.signingSecret,
  SLACK_BOT_TOKEN: slack.tokens.bot,
  SLACK_API_URL: slack.apiUrl,
  DATABASE_URL: bot.connectionString,
  PORT: new URL(bot.publicUrl).port,
};
const run = promisify(execFile);
const cli = (name: string, ...args: string[]) =>
  run(process.execPath, [`src/cli/${name}.ts`, ...args], {
    env: { ...process.env, ...env, NODE_OPTIONS: '' },
  });

test('dead messages are listed by id and reason, and sent again on request', async () => {
  const id = newId();
  await db.message.create({
    data: {
      ...{ id, key: 'a', kind: 'direct', lane: 'T1', status: 'dead', error: 'msg_too_long' },
      ...{ notBefore: new Date(), createdAt: new Date(), payload: { text: 'private words' } },
    },
  });
  const { stdout } = await cli('outbox', 'list');
  expect(stdout).toContain(id);
  expect(stdout).toContain('msg_too_long');
  expect(stdout).not.toContain('private words');
  await expect(cli('doctor')).rejects.toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^WRONG {2}outbox: 1 messages could not be sent: npm run outbox -- list$/m),
  });
  await cli('outbox', 'requeue', id);
  expect(await db.message.findUnique({ where: { id } })).toMatchObject({ status: 'pending', error: null });
  await expect(cli('outbox', 'requeue', id)).rejects.toMatchObject({ code: 1 });
  await db.message.delete({ where: { id } });
}, 60_000);

/** The value of each figure, by its name and labels. */
async function figures(): Promise<Map<string, number>> {
  const text = await (await fetch(`${bot.publicUrl}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
}

test('figures: how inputs were answered and how fast', async () => {
  await bot.install('riverbank');
  const { driver } = bot;
  await driver.slash('Ana', '#flood-alliance', '/alliance', 'help');
  await driver.slash('Ana', '#flood-alliance', '/alliance', 'help');
  await driver.say('Ana', '#flood-alliance', '@Entente help');
  const now = await figures();
  const answered = (kind: string) => now.get(`entente_answer_seconds_count{kind="${kind}",end="done"}`);
  expect([answered('command'), answered('event')]).toEqual([2, expect.any(Number)]);
  expect(now.get('entente_answer_seconds_bucket{le="3",kind="command",end="done"}')).toBe(2);
  const seconds = now.get('entente_answer_seconds_sum{kind="command",end="done"}') ?? 0;
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThan(6);
});

test('figures: the outbox by state and by lane, how long it waits, what was shown, and waits that Slack asked for', async () => {
  await bot.settle();
  const clock = slack.world.clock.now();
  const before = (ms: number) => new Date(clock.getTime() - ms);
  const message = (n: number, lane: string, status: 'pending' | 'dead') => ({
    ...{ id: newId(), key: `figure/${n}`, kind: 'direct' as const, lane, status },
    ...{ notBefore: before(n * 60_000), createdAt: clock },
  });
  await db.message.createMany({
    data: [
      message(1, 'TGONE', 'pending'),
      message(5, 'TGONE', 'pending'),
      message(2, 'TLOST', 'pending'),
      message(9, 'TLOST', 'dead'),
    ],
  });
  const one = await figures();
  expect(one.get('entente_messages{state="pending"}')).toBe(3);
  expect(one.get('entente_messages{state="dead"}')).toBe(1);
  expect(one.get('entente_lane_messages{lane="TGONE"}')).toBe(2);
  expect(one.get('entente_lane_messages{lane="TLOST"}')).toBe(1);
  expect(one.get('entente_delivery_lag_seconds')).toBe(300);
  expect(one.get('entente_planning_lag_seconds')).toBe(0);
  const shown = await db.item.groupBy({ by: ['kind'], where: { deliveredAt: { not: null } }, _count: true });
  expect(shown.length).toBeGreaterThan(0);
  for (const { kind, _count } of shown)
    expect(one.get(`entente_delivered_total{kind="${kind}"}`)).toBe(_count);

  // What is due and not planned yet: an erasure that was asked for ninety seconds ago.
  await db.erasure.create({
    data: { id: newId(), ref: newId(), kind: 'person', requestedAt: before(90_000) },
  });
  expect((await figures()).get('entente_planning_lag_seconds')).toBe(90);
  await db.erasure.deleteMany();

  const limited = (now: Map<string, number>, method: string) =>
    now.get(`entente_rate_limits_total{method="${method}"}`) ?? 0;
  expect(limited(one, 'views.open')).toBe(0);
  slack.world.faults.add({ method: 'views.open', times: 1, effect: { kind: 'rate-limit', retryAfter: 1 } });
  await bot.driver.slash('Ana', '#flood-alliance', '/alliance', 'setup');
  expect(limited(await figures(), 'views.open')).toBe(1);
  await db.message.deleteMany({ where: { key: { startsWith: 'figure/' } } });
  expect((await figures()).get('entente_messages{state="pending"}') ?? 0).toBe(0);
}, 60_000);

test('figures name nobody, and are not for outside', async () => {
  const text = await (await fetch(`${bot.publicUrl}/metrics`)).text();
  expect(text).not.toMatch(/Ana|xox|U0000/);
  for (const header of ['x-forwarded-for', 'forwarded'])
    expect((await fetch(`${bot.publicUrl}/metrics`, { headers: { [header]: 'for=192.0.2.1' } })).status).toBe(
      404,
    );
});

test('one line an input, with an id to find it by; planted secrets are in no log, table or figure', async () => {
  const from = bot.logged.length;
  slack.world.faults.add({ method: 'views.open', times: 1, effect: { kind: 'status', status: 500 } });
  await bot.driver.slash('Ana', '#flood-alliance', '/alliance', 'setup plantedWord');
  await bot.driver.say('Ana', '#flood-alliance', '@Entente plantedWord');
  await bot.settle();
  await until(() => bot.logged.slice(from).some((line) => line.includes('"app_mention"')));
  const answered = bot.logged
    .slice(from)
    .map((line) => JSON.parse(line))
    .filter(({ msg }) => msg === 'answered');
  for (const line of answered)
    expect(line).toMatchObject({ request: expect.any(String), ms: expect.any(Number) });
  expect(new Set(answered.map(({ request }) => request)).size).toBe(answered.length);
  expect(answered.filter(({ end }) => end === 'failed')).toEqual([
    expect.objectContaining({ ref: expect.any(String) }),
  ]);

  const shown = await (await fetch(`${bot.publicUrl}/metrics`)).text();
  const logs = bot.logged.join('');
  expect(logs).not.toContain('plantedWord');
  for (const everything of [logs, shown, await dump(bot.connectionString)]) {
    for (const secret of [
      slack.installation.token,
      slack.signingSecret,
      slack.clientSecret,
      slack.tokens.app,
    ])
      expect(everything).not.toContain(secret);
  }
}, 60_000);
