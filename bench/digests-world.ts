/** Alliances on a Monday morning: two organisations, six people, ten commitments and three pairs each. */
import { query } from '../prisma/scratch.ts';

export const DIGEST_AT = new Date('2026-01-12T09:00:00Z');
const AT = `timestamptz '2026-01-08 12:00Z'`;
const id = (what: string, ...parts: string[]) => `md5(concat_ws('/', '${what}', ${parts.join(', ')}))::uuid`;

/** Writes so many alliances, with a leader in each organisation whose digest is due; nothing else is there. */
export async function seedDigests(url: string, alliances: number): Promise<void> {
  const all = `generate_series(1, ${alliances}) a`;
  const member = (n: string) => id('member', 'a', n);
  await query(
    url,
    'TRUNCATE alliance, person, check_in, digest_plan, digest, item, mailbox, nudge_step, round_up_plan CASCADE',
    `INSERT INTO alliance (id, name, purpose, host_team_id, channel_id, created_at)
     SELECT ${id('alliance', 'a')}, 'Flood ' || a, 'Dry feet', 'T1', 'C' || a, ${AT} FROM ${all}`,
    `INSERT INTO organisation (id, alliance_id, name, team_ids, is_host, zone, work_days, work_from, work_until)
     SELECT ${id('org', 'a', 'o')}, ${id('alliance', 'a')}, 'Organisation ' || o, '{}', o = 0, 'Europe/London',
            '{1,2,3,4,5}', 540, 1020 FROM ${all}, generate_series(0, 1) o`,
    `INSERT INTO person (id, home_team_id, user_id, name, created_at)
     SELECT ${id('person', 'a', 'm')}, 'T1', 'U' || a || '-' || m, 'Person ' || m, ${AT}
       FROM ${all}, generate_series(0, 5) m`,
    `INSERT INTO member (id, alliance_id, person_id, organisation_id, role, position, joined_at)
     SELECT ${member('m')}, ${id('alliance', 'a')}, ${id('person', 'a', 'm')}, ${id('org', 'a', 'm % 2')},
            CASE WHEN m < 2 THEN 'leader' ELSE 'member' END::role, m, ${AT} FROM ${all}, generate_series(0, 5) m`,
    `INSERT INTO commitment (id, alliance_id, owner_id, for_id, written_by_id, text, status, due_on, base_at,
                             created_at, ended_at)
     SELECT ${id('promise', 'a', 'c')}, ${id('alliance', 'a')}, ${member('c % 6')}, ${member('(c + 1) % 6')},
            ${member('c % 6')}, 'flood map ' || c, (CASE WHEN c < 5 THEN 'done' ELSE 'accepted' END)::commitment_status,
            '2026-01-1' || c, ${AT}, ${AT}, CASE WHEN c < 5 THEN ${AT} END FROM ${all}, generate_series(0, 9) c`,
    `INSERT INTO commitment_event (id, commitment_id, alliance_id, kind, actor_id, at)
     SELECT ${id('event', 'a', 'c')}, ${id('promise', 'a', 'c')}, ${id('alliance', 'a')},
            CASE WHEN c < 5 THEN 'done' ELSE 're-date' END, ${member('c % 6')}, ${AT}
       FROM ${all}, generate_series(0, 9) c`,
    `INSERT INTO nudge_step (commitment_id, base_at, step, member_id, at)
     SELECT ${id('promise', 'a', 'c')}, ${AT}, 'due', ${member('c % 6')}, ${AT} FROM ${all}, generate_series(5, 9) c`,
    `INSERT INTO pair (id, alliance_id, a_id, b_id, rhythm, anchor, status, proposed_by, created_at)
     SELECT ${id('pair', 'a', 'p')}, ${id('alliance', 'a')}, ${member('2 * p')}, ${member('2 * p + 1')},
            '{"kind":"weekly","weekday":1,"every":1}', '2026-01-01', 'active', ${member('2 * p')}, ${AT}
       FROM ${all}, generate_series(0, 2) p`,
    `INSERT INTO check_in (id, alliance_id, pair_id, round, opens_on, opened_at)
     SELECT ${id('round', 'a', 'p')}, ${id('alliance', 'a')}, ${id('pair', 'a', 'p')}, 1, '2026-01-05', ${AT}
       FROM ${all}, generate_series(0, 2) p`,
    `INSERT INTO check_in_answer (check_in_id, member_id, answer, answered_at)
     SELECT ${id('round', 'a', 'm / 2')}, ${member('m')}, 'spoke', ${AT} FROM ${all}, generate_series(0, 5) m`,
    `INSERT INTO digest_plan (member_id, next_on, next_at, since)
     SELECT ${member('m')}, '2026-01-12', timestamptz '2026-01-12 09:00Z', '2026-01-05'
       FROM ${all}, generate_series(0, 1) m`,
    'ANALYZE',
    'CHECKPOINT',
  );
}

/** The week's figures of every organisation by one statement: what it takes to read the same rows once. */
export const GROUP_BY = `
  SELECT o.alliance_id, o.id,
         count(DISTINCT c.id) FILTER (WHERE c.status = 'done' AND c.ended_at >= date '2026-01-05') AS kept,
         count(DISTINCT e.commitment_id) FILTER (WHERE c.status = 'accepted') AS moved,
         count(DISTINCT s.commitment_id) FILTER (WHERE s.step = 'ask-peer') AS waiting,
         count(DISTINCT p.id) AS pairs, count(DISTINCT a.member_id) AS talked
    FROM organisation o JOIN member m ON m.organisation_id = o.id
    LEFT JOIN commitment c ON c.owner_id = m.id
    LEFT JOIN commitment_event e ON e.commitment_id = c.id
    LEFT JOIN nudge_step s ON s.commitment_id = c.id AND s.base_at = c.base_at
    LEFT JOIN pair p ON m.id IN (p.a_id, p.b_id)
    LEFT JOIN check_in_answer a ON a.member_id = m.id AND a.answer = 'spoke'
   GROUP BY o.alliance_id, o.id`;
