import { describe, expect, test } from '@jest/globals';
import { type Scene, story } from '../sandbox/story.ts';
import { startBot, type Transport } from './support/bot.ts';

const EVERYBODY = ['Ana', 'Ben', 'Cleo', 'Dana', 'Eli', 'Fay', 'Gita', 'Hari', 'Isha'];
const SECRET = 'the pumps worry me';

const bots = { socket: await startBot('socket'), http: await startBot('http') };

/** What each person had read at the end, by transport: the runs are compared. */
const endings = new Map<Transport, string>();

describe.each<Transport>(['socket', 'http'])('a fortnight of an alliance, over %s', (transport) => {
  const bot = bots[transport];

  const scene = (id: Scene['id']) => {
    const found = story.find((one) => one.id === id);
    if (!found) throw new Error(`no scene ${id}`);
    return found.play({ driver: bot.driver, settle: bot.settle, goTo: bot.goTo });
  };
  const messages = (who: string) => bot.driver.screen(who).dms.flatMap((dm) => dm.messages);
  /** What a person's direct messages from the bot say now. */
  const told = (who: string) =>
    messages(who)
      .map(({ text }) => text)
      .join('\n');
  const labels = (who: string) => messages(who).flatMap(({ controls }) => controls.map(({ label }) => label));
  const channel = (who: string) =>
    bot.driver.screen(who).channels.find(({ name }) => name === 'flood-alliance')?.messages ?? [];
  const publicWords = () =>
    channel('Ben')
      .filter(({ ephemeral }) => !ephemeral)
      .map(({ text }) => text)
      .join('\n');
  /** When each direct message came, as the person's own clock showed it. */
  const times = (who: string) => {
    const { zone } = bot.driver.screen(who).user;
    return messages(who)
      .filter(({ ephemeral }) => !ephemeral)
      .map(({ ts }) =>
        new Intl.DateTimeFormat('en-GB', {
          timeZone: zone,
          weekday: 'short',
          hour: '2-digit',
          minute: '2-digit',
        }).format(Number(ts) * 1000),
      );
  };

  test('set-up: everybody gets a first message in their own hours, and the doors are pinned', async () => {
    await scene('set-up');
    await bot.goTo('2026-01-09T14:59:00Z');
    for (const who of EVERYBODY.filter((one) => one !== 'Isha')) {
      expect(told(who)).toContain('Riverbank Trust runs me');
      expect(labels(who)).toContain('Not for me');
      expect(times(who)[0]).toMatch(/^Thu,? (09|1\d):\d\d$/);
    }
    const doors = channel('Gita').find(({ pinned }) => pinned);
    expect(doors?.controls.map(({ label }) => label)).toEqual([
      'My Entente',
      'I promise…',
      'We spoke',
      'Settings',
    ]);
  });

  test('roles proposed for another organisation hold when its leader and a colleague accept', async () => {
    await bot.driver.slash('Ana', '#flood-alliance', '/alliance', 'members');
    expect(channel('Ana').at(-1)?.text).toContain('Dana Whitfield (proposed: leader · sponsor)');
    await scene('accepted');
    await bot.driver.slash('Ana', '#flood-alliance', '/alliance', 'members');
    expect(channel('Ana').at(-1)?.text).toContain('Leads: Dana Whitfield (sponsor)');
  });

  test('a pair inside one organisation is refused, kindly; across organisations both are told', async () => {
    await scene('paired');
    const answers = channel('Ana')
      .filter(({ ephemeral }) => ephemeral)
      .map(({ text }) => text);
    expect(answers.join('\n')).toContain('Opposite numbers come from two organisations');
    await bot.goTo('2026-01-13T08:59:00Z');
    expect(told('Fay')).toContain('You and Cleo Marsh (Riverbank Trust) are opposite numbers');
  });

  test('each is asked at their own nine o’clock; the remark is read by the two and nobody else', async () => {
    await scene('checked-in');
    expect(times('Cleo')).toContain('Tue 09:00');
    expect(times('Fay')).toContain('Tue 09:00');
    expect(told('Cleo')).toContain(SECRET);
    expect(told('Fay')).toContain('Cleo Marsh said: We spoke');
  });

  test('a sentence becomes a promise once its speaker confirms; an agreed action once its owner accepts', async () => {
    await scene('promised');
    expect(told('Hari')).toContain('send the flood map, for Eli Novak, by Fri 16 January');
    expect(publicWords()).not.toContain('list of wards');
    await bot.driver.slash('Ana', '#flood-alliance', '/alliance', 'actions');
  });

  test('what is due for one person comes in one note, which follows each click', async () => {
    await scene('due');
    const due = messages('Hari').filter(
      ({ text }) => text.includes('town hall') && text.includes('flood map'),
    );
    expect(due).toHaveLength(1);
    expect(times('Hari')).toContain('Fri 09:00');
    const open = due[0]?.controls.filter(({ label }) => label === 'Done') ?? [];
    expect(open).toHaveLength(1);
  });

  test('late: the owner hears first, and whom the next step asks, and when', async () => {
    await scene('late');
    const note = messages('Hari').at(-1);
    expect(note?.text).toMatch(/flood map/i);
    expect(note?.text).toMatch(/Wed[^.]* I ask Eli/);
    expect(told('Eli')).not.toMatch(/flood map[^\n]*still/i);
  });

  test('on Monday morning of their own zone, leaders read how the alliance is doing', async () => {
    for (const who of ['Ben', 'Dana', 'Gita']) {
      expect(times(who)).toContain('Mon 09:00');
    }
  });

  test('only then is the person it is for asked; the new date is taken up with a click', async () => {
    await scene('asked');
    expect(told('Eli')).toMatch(/flood map/i);
  });

  test('one member has no direct messages: bells lead to everything, and say nothing of it', async () => {
    expect(messages('Isha')).toEqual([]);
    const bells = channel('Isha').filter(({ text }) =>
      text.includes('@Isha Patel, there is something for you'),
    );
    expect(bells.length).toBeGreaterThan(1);
    expect(publicWords()).not.toMatch(/list of wards|Riverbank Trust runs me|flood map[^ ]|late|digest/i);
  });

  test('a remark for two is nowhere else: not in a message, a notification or a log', async () => {
    for (const who of EVERYBODY.filter((one) => !['Cleo', 'Fay'].includes(one))) {
      expect(bot.driver.transcript(who)).not.toContain(SECRET);
    }
    expect(bot.logged.join('\n')).not.toMatch(/pumps|flood map|town hall|xox|xapp/);
  });

  test('nobody gets a note outside their hours, or two on one day', async () => {
    for (const who of EVERYBODY) {
      for (const time of times(who)) expect(time).toMatch(/^(Mon|Tue|Wed|Thu|Fri),? (09|1[0-6])/);
    }
  });

  test('nothing went wrong on the way', () => {
    const lines = bot.logged.map((line) => JSON.parse(line) as { level: number; msg: string });
    expect(lines.filter(({ level }) => level >= 40)).toEqual([]);
    endings.set(transport, EVERYBODY.map((who) => bot.driver.transcript(who)).join('\n'));
  });
});

test('the story is the same over both transports, to the letter', () => {
  expect(endings.get('http')).toBe(endings.get('socket'));
  expect(endings.get('http')).toContain('flood map');
});
