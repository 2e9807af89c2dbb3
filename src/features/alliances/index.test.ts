import { beforeEach, describe, expect, test } from '@jest/globals';
import { testDatabase } from '../../../test/support/database.ts';
import { drive, HOST, said } from '../../../test/support/driver.ts';
import type { PrismaClient } from '../../db/generated/client.ts';
import type { Reply } from '../../item.ts';
import { alliances } from './index.ts';

const { db } = await testDatabase();
const clock = { now: new Date('2026-01-12T09:00:00Z') };
const doors = () => ({ text: 'My Entente', blocks: [] });

const CHANNEL = { channelId: 'C1' };
const ana = { userId: 'UANA', ...CHANNEL };
let at = drive(db, [alliances(doors)], clock);

beforeEach(async () => {
  await db.alliance.deleteMany();
  await db.person.deleteMany();
  at = drive(db, [alliances(doors)], clock);
  at.known.teams[HOST] = 'Acme';
  await at.person('Ana', HOST, { title: 'Partnerships officer' });
  await at.person('Bo', HOST);
  await at.person('Dana', 'TNORTH', { title: 'Mayor of Northwind', zone: 'America/New_York' });
  await at.person('Dev', 'TNORTH', { zone: 'America/New_York' });
  await at.person('Eli', 'TNORTH', { zone: 'Asia/Tokyo' });
});

function formOf(reply: Reply) {
  if (!reply || !('form' in reply)) throw new Error(`no form: ${said(reply)}`);
  return reply.form;
}

const TEXTS = { name: 'River', purpose: 'Dry homes', 'org.TNORTH': 'Northwind' };

async function setUp(changes: Record<string, string> = {}): Promise<Reply> {
  const form = formOf(await at.command(ana, 'setup'));
  const reply = await at.submit(ana, form, { ...TEXTS, ...changes });
  await at.doJobs();
  return reply;
}

const memberRow = (userId: string) => db.member.findFirstOrThrow({ where: { person: { userId } } });

describe('setting up', () => {
  test('the runner’s own organisation has its roles at once, the other one only proposals', async () => {
    expect(said(await setUp())).toContain('Northwind');
    expect(await memberRow('UANA')).toMatchObject({ role: 'coordinator', level: 'operational' });
    expect(await memberRow('UDANA')).toMatchObject({
      role: 'member',
      level: 'front_line',
      proposedRole: 'leader',
      proposedLevel: 'sponsor',
    });
    const organisations = await db.organisation.findMany({ orderBy: { isHost: 'desc' } });
    expect(organisations).toMatchObject([
      { name: 'Acme', isHost: true, zone: 'Europe/London', country: 'GB', acceptedAt: clock.now },
      { name: 'Northwind', isHost: false, zone: 'America/New_York', country: 'US', acceptedAt: null },
    ]);
    expect(await db.message.count({ where: { kind: 'post' } })).toBe(1);
    // Nothing can be planned yet but for those who lead at once.
    expect(at.facts).toEqual([{ kind: 'member', id: (await memberRow('UANA')).id }]);
  });

  test('everybody is welcomed, and told who runs it and how to stay out', async () => {
    await setUp();
    for (const user of ['UANA', 'UBO', 'UDANA', 'UDEV', 'UELI']) {
      const [view] = await at.reads(user, 'alliances.welcome');
      const lead = user === 'UANA' ? 'you coordinate' : 'Ana (Acme) coordinates';
      expect(view?.text).toContain(`Acme runs me here; ${lead}`);
      expect(view?.text.split('\n').length).toBeLessThanOrEqual(3);
      expect(view?.choices).toEqual([{ id: 'no', label: 'Not for me' }]);
    }
  });

  test('a channel has one alliance: the second of two set-ups at once changes nothing', async () => {
    const form = formOf(await at.command(ana, 'setup'));
    const replies = await Promise.all([
      at.submit(ana, form, TEXTS),
      at.submit(ana, form, { ...TEXTS, name: 'Brook' }),
    ]);
    expect(replies.map(said).filter((text) => text.includes('already has its alliance'))).toHaveLength(1);
    expect(await db.alliance.count()).toBe(1);
    expect(await db.member.count()).toBe(5);
    expect(said(await at.command(ana, 'setup'))).toContain('already has its alliance');
  });

  test('Slack waits as little for 250 people as for five, and what follows is a worker’s', async () => {
    const statements = async () => {
      let count = 0;
      const counted = db.$extends({
        query: {
          $allOperations({ args, query }) {
            count += 1;
            return query(args);
          },
        },
      }) as unknown as PrismaClient;
      const form = formOf(await at.command(ana, 'setup'));
      const counting = drive(counted, [alliances(doors)], clock);
      await counting.submit(ana, form, TEXTS);
      expect(counting.jobs).toMatchObject([{ job: 'alliances.begin' }]);
      expect(await db.item.count()).toBe(0);
      return count;
    };
    const few = await statements();
    await db.alliance.deleteMany();
    for (let n = 0; n < 70; n += 1) await at.person(`Person${n}`, HOST, { title: 'Director' });
    expect(await statements()).toBe(few);
    expect(few).toBeLessThan(15);
  });

  test('a direct message, or a channel of one organisation, is refused in a kind sentence', async () => {
    expect(said(await at.command({ userId: 'UANA', channelId: 'D1' }, 'setup'))).toContain('Go there');
    at.known.people.splice(2);
    expect(said(await at.command(ana, 'setup'))).toContain('one organisation only');
  });

  test('a form names those whom it was opened with; somebody from elsewhere cannot be slipped in', async () => {
    const form = formOf(await at.command(ana, 'setup'));
    const { personId } = await at.person('Elsewhere', 'TX');
    const reply = await at.submit(ana, form, { ...TEXTS, [`who.${personId}`]: 'leader.sponsor' });
    expect(said(reply)).toContain('could not find some of these people');
    expect(await db.alliance.count()).toBe(0);
  });

  test('what is missing is said beside its input, and nothing is written', async () => {
    const reply = await setUp({ name: ' ', 'org.TNORTH': 'acme' });
    expect(Object.keys((reply && 'errors' in reply && reply.errors) || {})).toEqual(['name', 'org.TNORTH']);
    expect(await db.alliance.count()).toBe(0);
  });
});

describe('accepting roles', () => {
  beforeEach(async () => {
    await setUp();
  });

  test('the first nominee and a colleague are asked, and both together accept', async () => {
    expect(await at.reads('UDANA', 'alliances.roles')).toHaveLength(1);
    expect(await at.reads('UDEV', 'alliances.roles')).toHaveLength(1);
    expect(await at.reads('UELI', 'alliances.roles')).toHaveLength(0);
    const [question] = await at.reads('UDANA', 'alliances.roles');
    expect(question?.text).toContain('• Dana: leader · sponsor');

    expect(said(await at.choose('UDANA', 'alliances.roles', 'accept'))).toContain('second yes');
    expect(await memberRow('UDANA')).toMatchObject({ role: 'member' });
    expect(said(await at.choose('UDEV', 'alliances.roles', 'accept'))).toContain('hold from now on');
    expect(await memberRow('UDANA')).toMatchObject({ role: 'leader', level: 'sponsor', proposedRole: null });
    const open = await db.item.count({ where: { kind: 'alliances.roles', status: 'open' } });
    expect(open).toBe(0);
    expect(said(await at.command(ana, 'members'))).toContain('Leads: Dana (sponsor)');
  });

  test('both accepting at the same moment is enough', async () => {
    const accept = (user: string) => at.choose(user, 'alliances.roles', 'accept');
    await Promise.all([accept('UDANA'), accept('UDEV')]);
    expect(await memberRow('UDANA')).toMatchObject({ role: 'leader' });
  });

  test('“not like this” changes nothing and is told to whoever set it up, once', async () => {
    await at.choose('UDEV', 'alliances.roles', 'otherwise');
    expect(await memberRow('UDANA')).toMatchObject({ role: 'member' });
    const [told] = await at.reads('UANA', 'alliances.roles-declined');
    expect(told?.text).toContain('Northwind* would like other roles');
    await expect(at.choose('UDANA', 'alliances.roles', 'accept')).rejects.toThrow('does not offer');
  });

  test('a later proposal asks anew; once there is a leader, that leader alone decides', async () => {
    await at.choose('UDANA', 'alliances.roles', 'otherwise');
    expect(said(await at.command(ana, 'role', '<@UDEV> coordinator operational'))).toContain(
      'asking Northwind',
    );
    await at.choose('UDANA', 'alliances.roles', 'accept');
    await at.choose('UDEV', 'alliances.roles', 'accept');
    expect(await memberRow('UDEV')).toMatchObject({ role: 'coordinator', level: 'operational' });

    await at.command(ana, 'role', '<@UELI> leader');
    const before = await db.item.count({ where: { kind: 'alliances.roles', status: 'open' } });
    expect(before).toBe(1);
    await at.choose('UDANA', 'alliances.roles', 'accept');
    expect(await memberRow('UELI')).toMatchObject({ role: 'leader' });
  });

  test('a nominee who steps out is replaced by the next', async () => {
    await at.choose('UDANA', 'alliances.welcome', 'no');
    expect(await at.reads('UELI', 'alliances.roles')).toHaveLength(1);
    await at.choose('UDEV', 'alliances.roles', 'accept');
    await at.choose('UELI', 'alliances.roles', 'accept');
    const { acceptedAt } = await db.organisation.findFirstOrThrow({ where: { name: 'Northwind' } });
    expect(acceptedAt).toEqual(clock.now);
  });

  test('own people’s roles are set at once, except that somebody must go on coordinating', async () => {
    expect(said(await at.command(ana, 'role', '<@UANA> member'))).toContain('nobody to coordinate');
    expect(said(await at.command(ana, 'role', '<@UBO> coordinator'))).toContain('Bo is coordinator');
    expect((await at.reads('UBO', 'alliances.role'))[0]?.text).toContain('coordinator · front line');
    await at.command(ana, 'role', '<@UANA> member front line');
    expect(await memberRow('UANA')).toMatchObject({ role: 'member', level: 'front_line' });
  });
});

describe('coming and going', () => {
  beforeEach(async () => {
    await setUp();
  });

  test('“not for me” takes them out, drops what waited, and join brings them back to a new welcome', async () => {
    expect(said(await at.choose('UDEV', 'alliances.welcome', 'no'))).toContain('Thank you for saying so');
    expect(await memberRow('UDEV')).toMatchObject({ status: 'declined' });
    expect(await db.item.count({ where: { person: { userId: 'UDEV' }, status: 'open' } })).toBe(0);
    expect((await at.reads('UDEV', 'alliances.welcome'))[0]?.choices).toEqual([]);

    expect(said(await at.command({ userId: 'UDEV' }, 'join'))).toContain('Welcome to *River*');
    expect(await memberRow('UDEV')).toMatchObject({ status: 'active', role: 'member' });
    expect(await at.reads('UDEV', 'alliances.welcome')).toHaveLength(2);
    expect(said(await at.command({ userId: 'UDEV', ...CHANNEL }, 'join'))).toContain('already');
  });

  test('who joins the channel is welcomed, with an organisation of their own where it is a new one', async () => {
    await at.person('Finn', 'TSEA', { zone: 'Pacific/Auckland' });
    at.known.teams.TSEA = 'Seaside';
    await at.event('member_joined_channel', { user: 'UFINN', channel: 'C1' });
    await at.event('member_joined_channel', { user: 'UFINN', channel: 'C1' });
    expect(await at.reads('UFINN', 'alliances.welcome')).toHaveLength(1);
    const seaside = await db.organisation.findFirstOrThrow({ where: { name: 'Seaside' } });
    expect(seaside).toMatchObject({ country: 'NZ', isHost: false });
  });

  /** These have left the channel, and Slack says so. */
  const leave = async (...gone: readonly string[]) => {
    const all = at.known.people.map(({ userId }) => userId);
    at.known.channels.set(
      'C1',
      all.filter((id) => !gone.includes(id)),
    );
    for (const user of gone) await at.event('member_left_channel', { user, channel: 'C1' });
    await at.doJobs();
  };

  test('who left the channel is out, also of a direct join; who said no is not signed up by coming back', async () => {
    await leave('UELI');
    expect(await memberRow('UELI')).toMatchObject({ status: 'left' });
    expect(said(await at.command({ userId: 'UELI' }, 'join'))).toContain('in the channel');
    await at.choose('UBO', 'alliances.welcome', 'no');
    await at.event('member_joined_channel', { user: 'UBO', channel: 'C1' });
    expect(await memberRow('UBO')).toMatchObject({ status: 'declined' });
  });

  test('when the last coordinator has gone, a leader is asked to name one, and can', async () => {
    await at.choose('UDANA', 'alliances.roles', 'accept');
    await at.choose('UDEV', 'alliances.roles', 'accept');
    await at.command(ana, 'role', '<@UBO> leader');
    await leave('UANA');
    expect(await at.reads('UDANA', 'alliances.vacancy')).toEqual([]);
    expect((await at.reads('UBO', 'alliances.vacancy'))[0]?.text).toContain('Nobody coordinates *River*');
    const bo = { userId: 'UBO' };
    expect(said(await at.command(bo, 'role', '<@UDEV> coordinator'))).toContain('a coordinator makes');
    await expect(at.command({ userId: 'UELI' }, 'role', '<@UELI> leader')).rejects.toThrow(
      'not for a member',
    );
    await at.command(bo, 'role', '<@UBO> coordinator');
    expect(await at.reads('UBO', 'alliances.vacancy')).toEqual([null]);
  });

  test('an archived channel pauses its alliance', async () => {
    await at.event('channel_archive', { channel: 'C1' });
    expect(await db.alliance.findFirstOrThrow()).toMatchObject({ pausedAt: clock.now });
    await at.event('channel_unarchive', { channel: 'C1' });
    expect(await db.alliance.findFirstOrThrow()).toMatchObject({ pausedAt: null });
  });
});
