/**
 * Something to click: an alliance of pairs, each person with an open check-in and a promise that is due, both in notes
 * that were sent. Written in SQL, since a hundred thousand of them are nothing that people do.
 */
import { createHmac } from 'node:crypto';
import { query } from '../prisma/scratch.ts';

export const TEAM = 'T0BENCH';
export const SECRET = 'a signing secret of the benchmark';
const AT = `timestamptz '2026-01-12 09:00Z'`;

/** What is clicked: an item of a person's, and the choice. */
export interface Press {
  readonly userId: string;
  readonly itemId: string;
  readonly choice: string;
}

/** Writes `pairs` pairs; two people each, with a check-in to answer and a promise to keep. */
export async function seed(url: string, pairs: number): Promise<void> {
  const id = (what: string, n = 'n') => `md5('${what}' || ${n})::uuid`;
  const people = `generate_series(1, ${pairs * 2}) n`;
  const rounds = `generate_series(1, ${pairs}) n`;
  const org = `CASE WHEN n % 2 = 1 THEN ${id('org', '1')} ELSE ${id('org', '2')} END`;
  await query(
    url,
    `INSERT INTO alliance (id, name, purpose, host_team_id, channel_id, created_at)
     VALUES (${id('alliance', '1')}, 'Flood', 'Dry feet', '${TEAM}', 'C0BENCH', ${AT})`,
    `INSERT INTO organisation (id, alliance_id, name, team_ids, is_host, zone, work_days, work_from, work_until)
     SELECT ${id('org')}, ${id('alliance', '1')}, 'Organisation ' || n, ARRAY['T' || n], n = 1, 'Europe/London',
            '{1,2,3,4,5}', 540, 1020 FROM generate_series(1, 2) n`,
    `INSERT INTO person (id, home_team_id, user_id, name, created_at)
     SELECT ${id('person')}, 'T' || (2 - n % 2), 'U' || n, 'Person ' || n, ${AT} FROM ${people}`,
    `INSERT INTO sighting SELECT '${TEAM}', 'U' || n, ${id('person')} FROM ${people}`,
    `INSERT INTO member (id, alliance_id, person_id, organisation_id, position, joined_at)
     SELECT ${id('member')}, ${id('alliance', '1')}, ${id('person')}, ${org}, n, ${AT} FROM ${people}`,
    `INSERT INTO pair (id, alliance_id, a_id, b_id, rhythm, anchor, status, proposed_by, created_at)
     SELECT ${id('pair')}, ${id('alliance', '1')}, ${id('member', '(2 * n - 1)')}, ${id('member', '(2 * n)')},
            '{"kind":"weekly","weekday":1,"every":1}', '2026-01-12', 'active', ${id('member', '(2 * n)')}, ${AT}
       FROM ${rounds}`,
    `INSERT INTO check_in_plan SELECT ${id('pair')}, '2026-01-19', ${AT} + interval '7 days' FROM ${rounds}`,
    `INSERT INTO check_in (id, alliance_id, pair_id, round, opens_on, opened_at)
     SELECT ${id('round')}, ${id('alliance', '1')}, ${id('pair')}, 1, '2026-01-12', ${AT} FROM ${rounds}`,
    `INSERT INTO commitment (id, alliance_id, owner_id, for_id, written_by_id, text, due_on, status, base_at, created_at)
     SELECT ${id('promise')}, ${id('alliance', '1')}, ${id('member')}, ${id('member', '(n - 1 + 2 * (n % 2))')},
            ${id('member')}, 'flood map ' || n, '2026-01-12', 'accepted', ${AT} - interval '20 days',
            ${AT} - interval '20 days' FROM ${people}`,
    `INSERT INTO nudge_plan SELECT ${id('promise')}, ${id('alliance', '1')}, ${AT} + interval '1 day' FROM ${people}`,
    `INSERT INTO message (id, key, kind, person_id, lane, local_date, week_of, status, not_before, route, channel_id,
                          ts, shown_revision, created_at, sent_at)
     SELECT ${id('note')}, 'note/' || n, 'note', ${id('person')}, '${TEAM}', '2026-01-12', '2026-01-12', 'sent', ${AT},
            'own', 'D' || n, n::text, 1, ${AT}, ${AT} FROM ${people}`,
    `INSERT INTO item (id, key, alliance_id, person_id, member_id, kind, ref, needs_answer, rank, not_before, push_at,
                       message_id, created_at, delivered_at)
     SELECT ${id('prompt')}, 'prompt/' || n, ${id('alliance', '1')}, ${id('person')}, ${id('member')},
            'check-ins.prompt', ${id('round', '((n + 1) / 2)')}, true, 30, ${AT}, ${AT}, ${id('note')}, ${AT}, ${AT}
       FROM ${people}`,
    `INSERT INTO item (id, key, alliance_id, person_id, member_id, kind, ref, data, needs_answer, rank, not_before,
                       push_at, message_id, created_at, delivered_at)
     SELECT ${id('due')}, 'due/' || n, ${id('alliance', '1')}, ${id('person')}, ${id('member')}, 'commitments.nudge',
            ${id('promise')}, jsonb_build_object('step', 'due', 'base', '2025-12-23T09:00:00.000Z'), true, 20,
            ${AT}, ${AT}, ${id('note')}, ${AT}, ${AT} FROM ${people}`,
    'ANALYZE',
    'CHECKPOINT',
  );
}

/** Every item that was seeded, once, in an order in which neighbours are of different people. */
export async function presses(url: string): Promise<Press[]> {
  const rows = await query(
    url,
    `SELECT p.user_id AS "userId", i.id AS "itemId",
            CASE i.kind WHEN 'check-ins.prompt' THEN 'spoke' ELSE 'done' END AS choice
       FROM item i JOIN person p ON p.id = i.person_id ORDER BY md5(i.key)`,
  );
  return rows as unknown as Press[];
}

/** A click as Slack sends it, with the note that it was made in. */
export function clickBody({ userId, itemId, choice }: Press, n: number, responseUrl: string): string {
  const label = (text: string) => ({ type: 'plain_text', text, emoji: true });
  const button = (id: string) => ({
    type: 'button',
    action_id: `item:${id}`,
    text: label(id),
    value: itemId,
  });
  const payload = {
    type: 'block_actions',
    user: { id: userId, username: 'person', name: 'person', team_id: TEAM },
    api_app_id: 'A0BENCH',
    token: 'unused',
    container: { type: 'message', message_ts: '1.1', channel_id: 'D1', is_ephemeral: false },
    trigger_id: `${n}.${Date.now()}.bench`,
    team: { id: TEAM, domain: 'bench' },
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: 'D1', name: 'directmessage' },
    message: {
      user: 'U0BOT',
      type: 'message',
      ts: '1.1',
      bot_id: 'B0BENCH',
      app_id: 'A0BENCH',
      text: 'Today: flood map, for Ben.',
      team: TEAM,
      blocks: [
        { type: 'section', block_id: 'one', text: { type: 'mrkdwn', text: 'Today: *flood map*, for Ben.' } },
        {
          type: 'actions',
          block_id: itemId,
          elements: ['done', 'date', 'blocked', 'need-hand', 'let-go'].map(button),
        },
      ],
    },
    state: { values: {} },
    response_url: responseUrl,
    actions: [
      {
        action_id: `item:${choice}`,
        block_id: itemId,
        text: label(choice),
        value: itemId,
        type: 'button',
        action_ts: `${n}.000001`,
      },
    ],
  };
  return `payload=${encodeURIComponent(JSON.stringify(payload))}`;
}

/** Slack's signature over a request that leaves now. */
export function signed(body: string): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const hash = createHmac('sha256', SECRET).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': String(Buffer.byteLength(body)),
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${hash}`,
  };
}
