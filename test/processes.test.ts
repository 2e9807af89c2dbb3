import { describe, expect, test } from '@jest/globals';
import { startExample } from '../sandbox/example.ts';
import { testDatabase } from './support/database.ts';
import { balancer, type FleetMember, startMember } from './support/fleet.ts';
import { openSetUp, sendSetUp } from './support/set-up.ts';
import { until } from './support/until.ts';

// Several processes on one Postgres: nobody leads, nothing is sent twice, and they are replaced one by one without a
// click being lost.

const { connectionString: DATABASE_URL, db, atEnd } = await testDatabase();
const slack = await startExample({ transport: 'http' });
atEnd(() => slack.close());
const { driver } = slack;
const front = await balancer();
atEnd(() => front.close());
slack.setRequestUrl(front.url);

const all = new Set<FleetMember>();
atEnd(async () => {
  await Promise.all([...all].map((member) => member.end()));
});
const start = async (role: string) => {
  const member = await startMember(slack, { SLACK_MODE: 'http', ROLE: role, DATABASE_URL });
  all.add(member);
  return member;
};
const end = async (member: FleetMember) => {
  all.delete(member);
  return member.end();
};

const notes = (who: string, text: string) =>
  driver.screen(who).dms.flatMap(({ messages }) => messages.filter((one) => new RegExp(text).test(one.text)))
    .length;
/** Enough to last for as long as all are replaced. */
const CLICKS = 40;
const CLICK_EVERY_MS = 200;
const LONDON = ['Ana', 'Ben', 'Cleo'];
const idle = async () =>
  (await db.message.count({ where: { status: { in: ['pending', 'sending'] } } })) === 0;

describe('two processes for Slack and two that work', () => {
  let web: FleetMember[] = [];
  let workers: FleetMember[] = [];

  test('each is written to once', async () => {
    workers = await Promise.all([start('worker'), start('worker')]);
    web = await Promise.all([start('web'), start('web')]);
    front.spreadOver(web);
    await openSetUp(driver, 'Ana');
    await sendSetUp(driver, 'Ana');
    await until(() => LONDON.every((who) => notes(who, 'Riverbank Trust runs me') > 0), 30_000);
    await until(idle, 30_000);
    for (const who of LONDON) expect(notes(who, 'Riverbank Trust runs me')).toBe(1);
  }, 120_000);

  test('a process that works alone takes no requests of Slack', async () => {
    const [{ port } = { port: 0 }] = workers;
    const answer = await fetch(`http://127.0.0.1:${port}/slack/events`, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  });

  test('all are replaced, one by one, while people go on: no click is lost and none counts twice', async () => {
    // What there is to click, once each: Slack never sends a click again.
    const pages = Array.from({ length: CLICKS }, (_, n) => `chapter ${n + 11}`);
    for (const page of pages)
      await driver.say('Ben', '#flood-alliance', `@Entente I will send ${page} by Friday`);
    await until(() => pages.every((page) => notes('Ben', `${page}\\b`) === 1), 60_000);

    let isDone = false;
    const said: string[] = [];
    const clicking = (async () => {
      for (const page of pages) {
        const { ok, error } = await driver.click('Ben', 'Record it', { in: '@Entente', message: page });
        expect({ page, ok, error }).toEqual({ page, ok: true, error: null });
        await new Promise((resume) => setTimeout(resume, CLICK_EVERY_MS));
      }
    })();
    const talking = (async () => {
      for (let n = 1; !isDone || n < 8; n += 1) {
        const words = `@Entente I will send page ${n} by Friday`;
        const { deliveries } = await driver.say('Cleo', '#flood-alliance', words);
        expect(deliveries.every(({ acked }) => acked)).toBe(true);
        said.push(`page ${n}\\b`);
        await new Promise((resume) => setTimeout(resume, 50));
      }
    })();
    for (const [n, old] of web.entries()) {
      const fresh = await start('web');
      front.spreadOver([...web.toSpliced(n, 1), fresh]);
      web[n] = fresh;
      front.spreadOver([...web, old]); // the balancer still knows the one that goes
      expect(await end(old)).toBe(0);
      front.spreadOver(web);
    }
    for (const old of workers) {
      await start('worker');
      expect(await end(old)).toBe(0);
    }
    isDone = true;
    await talking;
    await clicking;
    expect(await db.commitmentDraft.count()).toBe(said.length + pages.length);
    await until(async () => (await db.commitment.count()) === pages.length, 30_000);
    await until(idle, 30_000);
    for (const page of said) expect(notes('Cleo', page)).toBe(1);
  }, 180_000);
});
