/** What can be taken out of Entente: a table of one's organisation's commitments, one's due dates as a file or a feed. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Look, Work } from '../../act.ts';
import type { Command, Feature, FormHandler, JobLook } from '../../feature.ts';
import type { ItemKind, Reply } from '../../item.ts';
import type { MemberId } from '../../kernel/ids.ts';
import { peopleOf } from './act.ts';
import { calendarOf } from './calendar-file.ts';
import { csvOf } from './csv.ts';
import { EXPORTS, exportForm, FILES, feedText, notHandedOver, ON_ITS_WAY, textForm } from './export-views.ts';
import { datedOf, personBehind, reachOf, replaceSecret, secretOf } from './feed-store.ts';
import { commitmentsById, visibleTo } from './store.ts';

const FILE_KIND = 'commitments.file';
const SHOW = { id: 'show', label: 'Show it', style: 'primary' } as const;
/** More than one organisation promises in years. */
const MOST_ROWS = 20_000;
const SECRET_BYTES = 32;

type FileKind = keyof typeof FILES;

/** The parts of the feature that hand things out; `publicUrl`: where programs reach this server, if they do. */
export function exportParts(publicUrl: string | null) {
  const command: Command = {
    word: 'export',
    usage: '',
    about: "Your organisation's commitments as a table, your due dates for your calendar",
    who: 'member',
    open: async (): Promise<Reply> => ({ form: exportForm(publicUrl !== null) }),
  };

  const handler: FormHandler = {
    who: 'member',
    submit: async ({ db, now, actor, later }, values) => {
      const what = z.enum(EXPORTS).safeParse(values.what).data ?? 'csv';
      if (what === 'csv' || what === 'ics') {
        await later(`commitments.${what}`, actor.member.id);
        return { say: ON_ITS_WAY };
      }
      const isNew = what === 'new-feed';
      const fresh = randomBytes(SECRET_BYTES).toString('base64url');
      const secret = await (isNew ? replaceSecret : secretOf)(db, actor.personId, fresh, now);
      const base = publicUrl?.replace(/\/$/, '') ?? '';
      return { say: feedText(`${base}/calendar/${secret}.ics`, isNew) };
    },
  };
  return { command, handler };
}

/** The text of a file as it is now. */
async function textOf(
  { db, now }: Pick<Look, 'db' | 'now'>,
  what: FileKind,
  memberId: string,
): Promise<string> {
  const reach = await reachOf(db, memberId);
  if (!reach) return '';
  const commitments =
    what === 'ics' ? await datedOf(db, reach.personId) : await oursFor({ db, now }, reach.memberId);
  const people = await peopleOf(db, commitments);
  return what === 'ics' ? calendarOf(commitments, people) : csvOf(commitments, people);
}

async function oursFor({ db, now }: Pick<Look, 'db' | 'now'>, memberId: MemberId) {
  const { ids } = await visibleTo(db, memberId, now, { isOurs: true }, { skip: 0, take: MOST_ROWS });
  const found = await commitmentsById(db, ids);
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** Hands a file over in direct messages; where none bring it, it is shown in a window. */
async function handOver(look: JobLook, what: FileKind, memberId: string): Promise<void> {
  const reach = await reachOf(look.db, memberId);
  if (!reach) return; // gone meanwhile
  const { name, title, words } = FILES[what];
  const file = { name, title, bytes: new TextEncoder().encode(await textOf(look, what, memberId)) };
  for (const teamId of reach.teamIds) {
    const surface = await look.surface(teamId);
    if (surface && (await surface.give(reach.userId, file, words))) return;
  }
  await look.write((work) => offer(work, what, memberId));
}

/** Says that a file did not reach them, and offers what is in it. */
async function offer({ db, now, outbox }: Work, what: FileKind, memberId: string): Promise<void> {
  const reach = await reachOf(db, memberId);
  if (!reach) return;
  await outbox.reply(db, now, {
    key: `commitments/${memberId}/${what}/${now.getTime()}`,
    personId: reach.personId,
    allianceId: reach.allianceId,
    memberId: reach.memberId,
    kind: FILE_KIND,
    ref: memberId,
    data: { what },
  });
}

export const exportJobs: Feature['jobs'] = {
  'commitments.csv': (look, memberId) => handOver(look, 'csv', memberId),
  'commitments.ics': (look, memberId) => handOver(look, 'ics', memberId),
};
export const exportsGivenUp: Feature['gaveUp'] = {
  'commitments.csv': (work, memberId) => offer(work, 'csv', memberId),
  'commitments.ics': (work, memberId) => offer(work, 'ics', memberId),
};

const Data = z.object({ what: z.enum(['csv', 'ics']) });

/** A file that could not be handed over. */
export const fileKind: ItemKind = {
  render: async (_look, items) =>
    items.map(({ data }) => {
      const { what } = Data.parse(data);
      return { text: notHandedOver(FILES[what].name), choices: [SHOW] };
    }),
  opens: [SHOW.id],
  open: async (look, { data }) => {
    const { what } = Data.parse(data);
    return { form: textForm(FILES[what].name, await textOf(look, what, look.actor.member.id)) };
  },
};

/** `GET /calendar/SECRET.ics` */
export const exportDownloads: Feature['downloads'] = {
  calendar: async ({ db }, rest) => {
    const secret = /^([\w-]{20,100})\.ics$/.exec(rest)?.[1];
    const personId = secret ? await personBehind(db, secret) : null;
    if (!personId) return null;
    const commitments = await datedOf(db, personId);
    return { type: 'text/calendar', text: calendarOf(commitments, await peopleOf(db, commitments)) };
  },
};
