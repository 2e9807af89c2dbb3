/** What digests are made from: the alliance's rows as they are now, for a batch of digests at once. */
import type { Db } from '../../db/client.ts';
import { Prisma } from '../../db/generated/client.ts';
import { cardsById, type MemberCard } from '../../db/people.ts';
import { rowsOf } from '../../db/rows.ts';
import { readableRemarks } from '../../db/visible.ts';
import type { AllianceId, MemberId } from '../../kernel/ids.ts';
import { addDays, instantOf, type LocalDate, localDateOf } from '../../kernel/zoned.ts';
import { actsOf, type TalkRow, talksSince, thanksFor } from './acts-store.ts';
import type { Commitment, Week } from './domain.ts';
import type { Facts } from './facts-domain.ts';
import { COUNTED_DAYS } from './follow-through-domain.ts';
import { followThroughs } from './follow-through-store.ts';
import { helpFrom, namings } from './naming-store.ts';
import { askedRows, decisionRows, type PersonRow, pairRows, peopleOf } from './reader-store.ts';

/** A digest to be filled. */
export interface Wanted {
  readonly digestId: string | null;
  readonly memberId: MemberId;
  readonly kind: Facts['kind'];
  readonly week: Week;
  readonly picture: Facts['picture'];
}

type Reading = readonly (Wanted & { readonly reader: MemberCard })[];

/** The digests with these ids; one that is gone is missing. */
export async function digestsById(db: Db, ids: readonly string[]): Promise<Map<string, Wanted>> {
  const rows = await db.$queryRaw<DigestRow[]>`
    SELECT id, member_id AS "memberId", CASE kind WHEN 'on_request' THEN 'member' ELSE kind::text END AS kind,
      since, until, picture_id AS "pictureId", picture_alt AS alt
    FROM digest WHERE id = ANY(${[...new Set(ids)]}::uuid[])`;
  return new Map(
    rows.map(({ id, memberId, kind, since, until, pictureId, alt }) => {
      const picture = pictureId ? { fileId: pictureId, alt } : null;
      return [id, { digestId: id, memberId, kind, week: { since, until }, picture }];
    }),
  );
}

interface DigestRow extends Week {
  readonly id: string;
  readonly memberId: MemberId;
  readonly kind: Facts['kind'];
  readonly pictureId: string | null;
  readonly alt: string;
}

/** The facts of each digest, in the order given; null where its reader has gone. A constant number of queries. */
export async function factsFor(db: Db, now: Date, wanted: readonly Wanted[]): Promise<(Facts | null)[]> {
  const readers = await cardsById(
    db,
    wanted.map(({ memberId }) => memberId),
  );
  const allianceIds = [...new Set([...readers.values()].map(({ allianceId }) => allianceId))];
  const earliest = wanted.map(({ week }) => week.since).sort()[0];
  if (earliest === undefined || allianceIds.length === 0) return wanted.map(() => null);
  const from = instantOf(addDays(earliest, -1), 0, 'UTC'); // a day to spare for zones ahead of UTC
  const rows = await commitmentRows(db, allianceIds, from);
  const readerIds = [...readers.keys()];
  const pairs = await pairRows(db, readerIds);
  const acts = await actsOf(db, readerIds);
  const thanks = await thanksFor(db, readerIds, from);
  const talks = await talksSince(db, allianceIds, from);
  const decisions = await decisionRows(db, readerIds);
  const remarks = await readableRemarks(db, readerIds, { allianceIds, labels: ['alliance'], from });
  const asked = await askedRows(
    db,
    wanted.flatMap(({ digestId }) => digestId ?? []),
  );
  const people = await peopleOf(db, [
    ...rows.flatMap(({ ownerId, forId }) => (forId ? [ownerId, forId] : [ownerId])),
    ...pairs.flatMap(({ aId, bId }) => [aId, bId]),
    ...thanks.flatMap(({ fromId, toId }) => [fromId, toId]),
    ...[...acts.values()].flatMap(({ offer, thank }) => [...offer, ...thank].map(({ ownerId }) => ownerId)),
    ...remarks.map(({ authorId }) => authorId),
    ...asked.map(({ memberId }) => memberId),
  ]);
  const reading = wanted.flatMap((one) => {
    const reader = readers.get(one.memberId);
    return reader ? [{ ...one, reader }] : [];
  });
  const through = await followThroughOf(db, reading);
  const summaries = wanted.filter(({ kind }) => kind === 'coordinator');
  const naming = await namings(db, summaries);
  const helped = await helpFrom(
    db,
    summaries.flatMap(({ digestId }) => digestId ?? []),
    rows.map(({ id }) => id),
  );
  const byAlliance = Map.groupBy(rows, ({ allianceId }) => allianceId);
  const commitments = new Map(
    [...byAlliance].map(([id, own]) => [id, own.flatMap((row) => toCommitment(row, people, now))]),
  );
  const talksOf = Map.groupBy(talks, ({ allianceId }) => allianceId);
  const pairsOf = Map.groupBy(
    pairs.flatMap((pair) => [
      { ...pair, memberId: pair.aId, otherId: pair.bId },
      { ...pair, memberId: pair.bId, otherId: pair.aId },
    ]),
    ({ memberId }) => memberId,
  );

  return wanted.map(({ digestId, memberId, kind, week, picture }): Facts | null => {
    const reader = readers.get(memberId);
    if (!reader) return null;
    const followThrough = through.get(`${digestId}/${memberId}`);
    if (!followThrough) return null;
    const { zone } = reader.calendar;
    const within = (at: Date) => {
      const date = localDateOf(at, zone);
      return week.since <= date && date <= week.until;
    };
    return {
      // What a leader asks for in between suggests what their weekly one would.
      kind: kind === 'member' && reader.role === 'leader' ? 'leader' : kind,
      reader,
      week,
      today: localDateOf(now, zone),
      commitments: commitments.get(reader.allianceId) ?? [],
      people,
      pairs: (pairsOf.get(memberId) ?? []).map(({ otherId, spokeAt }) => {
        return { otherId, spokeOn: spokeAt && localDateOf(spokeAt, zone) };
      }),
      decisions: decisions.get(memberId) ?? { roles: 0, pairs: 0, promises: 0 },
      remarks: remarks.filter(({ viewerId, at }) => viewerId === memberId && within(at)),
      asked: asked.filter(({ ref }) => ref === digestId).map((one) => one.memberId),
      naming: naming(digestId, memberId),
      helped: helped.filter((one) => one.digestId === digestId),
      followThrough,
      acts: acts.get(memberId) ?? { offer: [], decide: [], thank: [] },
      thanks: thanks.filter(({ viewerId, at }) => viewerId === memberId && within(at)),
      talks: talksIn(
        reader,
        (talksOf.get(reader.allianceId) ?? []).filter(({ at }) => within(at)),
      ),
      picture,
    };
  });
}

function talksIn(reader: MemberCard, talks: readonly TalkRow[]): Facts['talks'] {
  const people = new Map(talks.map(({ memberId, organisationId }) => [memberId, organisationId]));
  const own = [...people.values()].filter((organisationId) => organisationId === reader.organisationId);
  return { own: own.length, others: people.size - own.length };
}

/** Counted in the reader's days, up to the end of what their digest covers. */
async function followThroughOf(db: Db, reading: Reading) {
  const spans = reading.map(({ reader, week: { until } }) => {
    const { zone } = reader.calendar;
    const from = instantOf(addDays(until, 1 - COUNTED_DAYS), 0, zone);
    return { allianceId: reader.allianceId, from, until: instantOf(addDays(until, 1), 0, zone) };
  });
  // An alliance's readers mostly share one: it is counted once for all of them.
  const keys = spans.map(
    ({ allianceId, from, until }) => `${allianceId}/${from.getTime()}/${until.getTime()}`,
  );
  const distinct = new Map(spans.map((span, n) => [keys[n], span]));
  const counted = await followThroughs(db, [...distinct.values()]);
  const found = new Map([...distinct.keys()].map((key, n) => [key, counted[n]]));
  return new Map(reading.map(({ digestId, memberId }, n) => [`${digestId}/${memberId}`, found.get(keys[n])]));
}

interface CommitmentRow {
  readonly id: string;
  readonly allianceId: AllianceId;
  readonly ownerId: MemberId;
  readonly forId: MemberId | null;
  readonly text: string;
  readonly audience: Commitment['audience'];
  readonly status: Commitment['status'];
  readonly dueOn: LocalDate | null;
  readonly endedAt: string | null;
  readonly moves: readonly { at: string; inTime: boolean }[];
  readonly steps: readonly (Omit<Commitment['steps'][number], 'on'> & { at: string })[];
}

/** What is open, and what was done since; with every new date and the steps since the last one. */
function commitmentRows(db: Db, allianceIds: readonly AllianceId[], from: Date): Promise<CommitmentRow[]> {
  return rowsOf<CommitmentRow>(
    db,
    Prisma.sql`
      SELECT c.id, c.alliance_id AS "allianceId", c.owner_id AS "ownerId", c.for_id AS "forId", c.text, c.status,
        CASE WHEN c.label IN ('org', 'alliance') THEN c.label::text ELSE 'pair' END AS audience,
        c.due_on AS "dueOn", c.ended_at AS "endedAt", coalesce(moves.all, '[]') AS moves,
        coalesce(steps.all, '[]') AS steps
      FROM commitment c
      LEFT JOIN LATERAL (
        SELECT json_agg(json_build_object('at', e.at, 'inTime', e.data ->> 'inTime' IS DISTINCT FROM 'false')) AS all
        FROM commitment_event e WHERE e.commitment_id = c.id AND e.kind = 're-date'
      ) moves ON true
      LEFT JOIN LATERAL (
        SELECT json_agg(json_build_object('step', s.step, 'memberId', s.member_id, 'at', s.at,
          'isDelivered', s.delivered_at IS NOT NULL, 'isAnswered', s.answer IS NOT NULL)) AS all
        FROM nudge_step s WHERE s.commitment_id = c.id AND s.base_at = c.base_at
      ) steps ON true
      WHERE c.alliance_id = ANY(${[...allianceIds]}::uuid[])
        AND (c.status = 'accepted' OR (c.status = 'done' AND c.ended_at >= ${from}))`,
  );
}

/** Dates are the owner's: the day on which something was done is theirs, like the day on which it was due. */
function toCommitment(
  { moves, steps, endedAt, ...row }: CommitmentRow,
  people: ReadonlyMap<MemberId, PersonRow>,
  now: Date,
): Commitment[] {
  const owner = people.get(row.ownerId);
  if (!owner) return [];
  const { zone } = owner;
  return [
    {
      ...row,
      ownerOrganisationId: owner.organisationId,
      forOrganisationId: (row.forId && people.get(row.forId)?.organisationId) ?? null,
      endedOn: endedAt === null ? null : localDateOf(new Date(endedAt), zone),
      moves: moves.map(({ at, inTime }) => ({ on: localDateOf(new Date(at), zone), inTime })),
      steps: steps.map(({ at, ...step }) => ({ ...step, on: localDateOf(new Date(at), zone) })),
      today: localDateOf(now, zone),
    },
  ];
}

/** The same for whoever draws: one alliance's, each with its owner's dates. */
export async function commitmentsSince(
  db: Db,
  now: Date,
  allianceIds: readonly AllianceId[],
  from: Date,
): Promise<Commitment[]> {
  const rows = await commitmentRows(db, allianceIds, from);
  const people = await peopleOf(
    db,
    rows.flatMap(({ ownerId, forId }) => (forId ? [ownerId, forId] : [ownerId])),
  );
  return rows.flatMap((row) => toCommitment(row, people, now));
}
