/** Rows for tests that start from an alliance: two organisations in London, and whoever a test needs in them. */
import type { Prisma, PrismaClient } from '../../src/db/generated/client.ts';
import {
  type AllianceId,
  type CommitmentId,
  type MemberId,
  newId,
  type OrganisationId,
  type PairId,
  type PersonId,
} from '../../src/kernel/ids.ts';

type Some<T> = Partial<T>;

/** A member as tests speak of one. */
export interface TestMember {
  readonly id: MemberId;
  readonly personId: PersonId;
  readonly organisationId: OrganisationId;
  readonly userId: string;
}

/** An alliance with the organisations Southwark (the host's) and Northwind. */
export async function testAlliance(db: PrismaClient, now: Date, hostTeamId = 'T1') {
  const id = newId<AllianceId>();
  await db.alliance.create({
    data: {
      id,
      name: 'Flood plan',
      purpose: 'Dry feet',
      hostTeamId,
      channelId: `C-${id}`,
      createdAt: now,
    },
  });
  const organisation = async (name: string, more: Some<Prisma.OrganisationUncheckedCreateInput> = {}) => {
    const hours = { zone: 'Europe/London', workDays: [1, 2, 3, 4, 5], workFrom: 540, workUntil: 1020 };
    const isHost = name === 'Southwark';
    const data = {
      id: newId<OrganisationId>(),
      allianceId: id,
      name,
      teamIds: [],
      isHost,
      ...hours,
      ...more,
    };
    await db.organisation.create({ data });
    return data.id as OrganisationId;
  };
  const south = await organisation('Southwark');
  const north = await organisation('Northwind');

  let position = 0;
  const member = async (
    organisationId: OrganisationId,
    name: string,
    more: Some<Prisma.MemberUncheckedCreateInput> & { person?: Some<Prisma.PersonUncheckedCreateInput> } = {},
  ): Promise<TestMember> => {
    const { person, ...rest } = more;
    const one = { id: newId<MemberId>(), personId: newId<PersonId>(), userId: `U${name.toUpperCase()}` };
    const homeTeamId = `T-${one.personId}`; // the same name may come up in several alliances
    await db.person.create({
      data: { id: one.personId, homeTeamId, userId: one.userId, name, createdAt: now, ...person },
    });
    position += 1;
    const row = {
      id: one.id,
      allianceId: id,
      personId: one.personId,
      organisationId,
      position,
      joinedAt: now,
    };
    await db.member.create({ data: { ...row, ...rest } });
    return { ...one, organisationId };
  };

  const pair = async (a: TestMember, b: TestMember, more: Some<Prisma.PairUncheckedCreateInput> = {}) => {
    const rhythm = { kind: 'weekly', every: 1, weekday: 2 };
    const data = { allianceId: id, aId: a.id, bId: b.id, rhythm, anchor: '2026-01-01', createdAt: now };
    const row = { ...data, id: newId<PairId>(), status: 'active' as const, proposedBy: a.id, ...more };
    await db.pair.create({ data: row });
    return row.id as PairId;
  };

  const commitment = async (
    owner: TestMember,
    forWhom: TestMember | null,
    text: string,
    more: Some<Prisma.CommitmentUncheckedCreateInput> = {},
  ) => {
    const when = { createdAt: now, baseAt: now };
    const data = {
      allianceId: id,
      ownerId: owner.id,
      forId: forWhom?.id ?? null,
      writtenById: owner.id,
      text,
    };
    const row = { id: newId<CommitmentId>(), status: 'accepted' as const, ...data, ...when, ...more };
    await db.commitment.create({ data: row });
    return row.id as CommitmentId;
  };

  return { id, south, north, organisation, member, pair, commitment };
}
