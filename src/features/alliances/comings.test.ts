/** Comings and goings, pauses and further channels. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { type TestMember, testAlliance } from '../../../test/support/alliance.ts';
import { testDatabase } from '../../../test/support/database.ts';
import { drive, said } from '../../../test/support/driver.ts';
import { alliances } from './index.ts';

const { db } = await testDatabase();
const clock = { now: new Date('2026-01-12T09:00:00Z') };
const feature = () => alliances(() => ({ text: 'My Entente', blocks: [] }));
const ana = { userId: 'UANA', channelId: 'C1' };
let at = drive(db, [feature()], clock);
let dana: TestMember;
let ben: TestMember;

beforeEach(async () => {
  await db.alliance.deleteMany();
  await db.person.deleteMany();
  at = drive(db, [feature()], clock);
  const alliance = await testAlliance(db, clock.now);
  await db.alliance.updateMany({ data: { channelId: 'C1' } });
  const coordinator = await alliance.member(alliance.south, 'Ana', { role: 'coordinator' });
  ben = await alliance.member(alliance.south, 'Ben');
  dana = await alliance.member(alliance.north, 'Dana', { role: 'leader', person: { homeTeamId: 'TNORTH' } });
  await alliance.commitment(dana, ben, 'flood <map>', { dueOn: '2026-01-16' });
  await alliance.commitment(coordinator, null, 'done already', { status: 'done' });
});

const alliance = () => db.alliance.findFirstOrThrow();
const resumed = () => db.item.findMany({ where: { kind: 'commitments.resumed' } });

describe('an archived channel', () => {
  test('lets the alliance rest; whoever owes something reads once more what is open', async () => {
    await at.event('channel_archive', { channel: 'C1' });
    await at.event('group_archive', { channel: 'C1' });
    expect(await alliance()).toMatchObject({ pausedAt: clock.now, pausedBy: null, pausedFor: 'archived' });
    const [note, more] = await at.reads('UDANA', 'alliances.closing');
    expect(note?.text).toContain('The channel of *Flood plan* is closed');
    expect(note?.text).toContain('• flood &lt;map&gt;, Fri 16 January');
    expect(more).toBeUndefined();
    expect(await at.reads('UANA', 'alliances.closing')).toEqual([]);
  });

  test('opened again, the alliance goes on, and each date is asked about', async () => {
    await at.event('channel_archive', { channel: 'C1' });
    await at.event('channel_unarchive', { channel: 'C1' });
    expect(await alliance()).toMatchObject({ pausedAt: null, pausedFor: null });
    expect(await resumed()).toMatchObject([{ memberId: dana.id, needsAnswer: true }]);
    await at.event('channel_unarchive', { channel: 'C1' });
    expect(await resumed()).toHaveLength(1);
  });

  test('of another alliance, or of none, changes nothing', async () => {
    await at.event('channel_archive', { channel: 'C404' });
    expect(await alliance()).toMatchObject({ pausedAt: null });
  });
});

describe('a pause', () => {
  test('lasts until a coordinator ends it, whatever befalls the channel meanwhile', async () => {
    expect(said(await at.command(ana, 'pause'))).toContain('rests from now on');
    expect(said(await at.command(ana, 'pause'))).toContain('rests already');
    await at.event('channel_archive', { channel: 'C1' });
    await at.event('channel_unarchive', { channel: 'C1' });
    expect(await alliance()).toMatchObject({ pausedAt: clock.now });
    expect(said(await at.command(ana, 'resume'))).toContain('goes on');
    expect(await alliance()).toMatchObject({ pausedAt: null, pausedBy: null });
    expect(await resumed()).toHaveLength(1);
    expect(said(await at.command(ana, 'resume'))).toContain('is not paused');
  });

  test('ended twice before the owner’s next note, it asks about each date once; and again once that was read', async () => {
    const again = async () => {
      clock.now = new Date(clock.now.getTime() + 60_000);
      await at.command(ana, 'pause');
      await at.command(ana, 'resume');
    };
    await again();
    await again();
    expect(await resumed()).toHaveLength(1);
    await db.item.updateMany({
      where: { kind: 'commitments.resumed' },
      data: { deliveredAt: clock.now },
    });
    await again();
    expect(await resumed()).toHaveLength(2);
  });

  test('ended while the channel is closed, it goes on with the channel', async () => {
    await at.command(ana, 'pause');
    await at.event('channel_archive', { channel: 'C1' });
    expect(said(await at.command(ana, 'resume'))).toContain('as soon as its channel is open again');
    expect(await alliance()).toMatchObject({ pausedAt: clock.now });
    await at.event('channel_unarchive', { channel: 'C1' });
    expect(await alliance()).toMatchObject({ pausedAt: null });
  });

  test('is for coordinators', async () => {
    await expect(at.command({ userId: 'UBEN' }, 'pause')).rejects.toThrow('not for a member');
  });
});

describe('somebody deactivated', () => {
  const change = (deleted: boolean, team_id = 'TNORTH') =>
    at.event('user_change', { user: { id: 'UDANA', team_id, deleted } });
  const status = async () => (await db.member.findUniqueOrThrow({ where: { id: dana.id } })).status;

  test('has left, and others are told the fact', async () => {
    await change(false);
    await change(true, 'TELSEWHERE');
    expect(await status()).toBe('active');
    await change(true);
    expect(await status()).toBe('left');
    expect(at.facts).toContainEqual({ kind: 'member', id: dana.id });
    await change(true);
    expect(at.facts).toHaveLength(1);
  });

  test('is asked again, as a plain member, when they join the channel once more', async () => {
    await change(true);
    const { id: personId } = await db.person.findFirstOrThrow({ where: { userId: 'UDANA' } });
    const seen = { personId: personId as never, userId: 'UDANA', homeTeamId: 'TNORTH', name: 'Dana' };
    at.known.people.push({ ...seen, title: '', zone: null, isBot: false, isGone: false, isGuest: false });
    at.known.channels.set('C1', ['UANA', 'UBEN', 'UDANA']);
    await at.event('member_joined_channel', { user: 'UDANA', channel: 'C1' });
    await at.doJobs();
    expect(await db.member.findUniqueOrThrow({ where: { id: dana.id } })).toMatchObject({
      status: 'active',
      role: 'member',
    });
    expect(await at.reads('UDANA', 'alliances.welcome')).toHaveLength(1);
  });
});

describe('a further channel', () => {
  const there = { userId: 'UANA', channelId: 'C2' };

  test('is added by a coordinator, once; it has no set-up of its own', async () => {
    expect(said(await at.command(there, 'channel'))).toContain('about *Flood plan* from now on');
    expect(said(await at.command(there, 'channel'))).toContain('belongs to *Flood plan* already');
    expect(said(await at.command({ userId: 'UANA', channelId: null }, 'channel'))).toContain(
      'in the channel',
    );
    expect(said(await at.command(there, 'setup'))).toContain('already has its alliance');
  });

  test('changes nobody’s membership by comings and goings, but “join” works there', async () => {
    await at.command(there, 'channel');
    await at.person('Zoe', 'TNORTH');
    await at.event('member_joined_channel', { user: 'UZOE', channel: 'C2' });
    expect(await db.member.count({ where: { person: { userId: 'UZOE' } } })).toBe(0);
    expect(said(await at.command({ userId: 'UZOE', channelId: 'C2' }, 'join'))).toContain('Welcome to');
    await at.event('member_left_channel', { user: 'UZOE', channel: 'C2' });
    expect(await db.member.count({ where: { person: { userId: 'UZOE' }, status: 'active' } })).toBe(1);
    await at.event('channel_archive', { channel: 'C2' });
    expect(await alliance()).toMatchObject({ pausedAt: null });
    await at.event('channel_id_changed', { old_channel_id: 'C2', new_channel_id: 'C3' });
    expect(await db.allianceChannel.findMany()).toMatchObject([{ channelId: 'C3' }]);
  });
});
