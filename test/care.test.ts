import { beforeAll, expect, test } from '@jest/globals';
import { openDatabase } from '../src/db/client.ts';
import { startBot } from './support/bot.ts';
import { setUpAlliance } from './support/set-up.ts';
import { until } from './support/until.ts';

// What is done once a day is in nobody's way, and leaves nothing behind that was to go.

const bot = await startBot('http');
const { driver, slack, app } = bot;
const { world } = slack;
const { prisma: db, close } = openDatabase(bot.connectionString, { max: 2 });
bot.atEnd(close);
const CHANNEL = '#flood-alliance';
const MANY = 200;
const daysOn = (days: number) => world.clock.set(new Date(world.clock.now().getTime() + days * 86_400_000));

beforeAll(() => setUpAlliance(bot), 60_000);

test('of what was said and asked nothing is left when its time is over, whoever it was said by', async () => {
  const alliance = await db.alliance.findFirstOrThrow();
  // A second alliance, in which Ana is too: where she says something to neither, she is asked which one it is about.
  const { personId, organisation } = await db.member.findFirstOrThrow({
    where: { person: { userId: slack.people.ana.id } },
    include: { organisation: true },
  });
  const second = { ...alliance, id: crypto.randomUUID(), name: 'Second', channelId: 'CSECOND' };
  await db.alliance.create({ data: second });
  const own = { ...organisation, id: crypto.randomUUID(), allianceId: second.id };
  await db.organisation.create({ data: own });
  const as = { personId, organisationId: own.id, allianceId: second.id, position: 0 };
  await db.member.create({ data: { id: crypto.randomUUID(), ...as, joinedAt: second.createdAt } });
  await driver.say('Ben', CHANNEL, '@Entente members');
  await driver.say('Ana', '@Entente', 'I will tell Dana about the sluice scandal by Friday');
  await bot.settle();
  const items = () => db.$queryRaw<{ about: string }[]>`SELECT data::text AS about FROM item`;
  const said = async () => (await items()).filter(({ about }) => about.includes('sluice scandal')).length;
  expect(await said()).toBeGreaterThan(0);
  await bot.goTo('2026-01-13T12:00:00Z'); // the first messages have been read
  daysOn(3_650);
  await app.care();
  expect(await said()).toBe(0);
  expect(await db.item.count({ where: { createdAt: { lt: new Date('2030-01-01') } } })).toBe(0);
  const messages = await db.message.findMany({ where: { createdAt: { lt: new Date('2030-01-01') } } });
  expect(messages).toMatchObject([{ kind: 'post', payload: { doors: true } }]);
  await db.alliance.delete({ where: { id: second.id } });
  await bot.settle();
}, 120_000);

test('its looks wait for what somebody waits for', async () => {
  const { hostTeamId, createdAt } = await db.alliance.findFirstOrThrow();
  await db.alliance.createMany({
    data: Array.from({ length: MANY }, (_, n) => ({
      ...{
        id: crypto.randomUUID(),
        name: `A${n}`,
        purpose: 'x',
        hostTeamId,
        channelId: `CNONE${n}`,
        createdAt,
      },
    })),
  });
  const rule = world.faults.add({ method: 'conversations.info', effect: { kind: 'delay', ms: 100 } });
  daysOn(1);
  await app.care();
  const of = (method: string) => world.calls.filter((call) => call.method === method).length;
  const [before, looks] = [of('views.publish'), of('conversations.info')];
  await driver.openHome('Ana');
  await until(() => of('views.publish') > before, 30_000);
  expect(of('conversations.info') - looks).toBeLessThan(MANY / 4);
  world.faults.remove(rule);
}, 60_000);

test('whoever stops the process does not wait for it, and it is done by the next one', async () => {
  daysOn(1);
  const day = () => world.clock.now().toISOString().slice(0, 10);
  const caring = app.care();
  await app.stop();
  await caring;
  expect(await db.chore.findFirst()).not.toMatchObject({ doneOn: day() });
}, 60_000);
