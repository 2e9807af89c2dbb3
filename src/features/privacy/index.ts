/** What is kept about people: given to them, erased at their wish, and for how long. */
import type { Act, By, Look, Work } from '../../act.ts';
import type { Exported, ExportRow, Feature, Forgotten, JobLook } from '../../feature.ts';
import type { Reply } from '../../item.ts';
import { type MemberId, newId } from '../../kernel/ids.ts';
import { asCsv, readMonths } from './domain.ts';
import * as store from './store.ts';
import * as views from './views.ts';

const FILE = 'privacy.file';
const ORG_FILE = 'privacy.org-file';
const TAKE_BACK = 'privacy.take-back';
const DATA = 'privacy.data';
const NOBODY = 'Somebody who left';

/** `all`: every feature, asked through the contract. */
export function privacy(all: () => readonly Feature[]): Feature {
  async function rowsOf(db: Look['db'], whom: Exported): Promise<ExportRow[]> {
    const rows: ExportRow[] = [];
    for (const feature of all()) rows.push(...((await feature.export?.(db, whom)) ?? []));
    return rows;
  }

  async function personal({ db, now }: Pick<Look, 'db' | 'now'>, personId: string) {
    const reader = await store.readerOf(db, personId);
    if (!reader) return null;
    const { memberIds } = reader;
    const own = await rowsOf(db, { memberIds, isShared: false, readers: memberIds, now });
    return { ...reader, rows: [...reader.rows, ...own] };
  }

  /** The first workspace through which it reaches them; where none does, it opens in a modal. */
  async function giveFile(look: JobLook, personId: string): Promise<void> {
    const found = await personal(look, personId);
    if (!found || (await give(look, found))) return;
    await look.write(async ({ db, now, outbox }) => {
      const member = found.memberIds[0] ?? null;
      const allianceId = member && (await store.allianceOf(db, member));
      const ref = newId();
      const to = { personId: personId as Act['actor']['personId'], allianceId, memberId: member };
      await outbox.reply(db, now, { key: `${DATA}/${ref}`, ...to, kind: DATA, ref });
    });
  }

  async function giveOrganisation(look: JobLook, memberId: string): Promise<void> {
    const found = await store.organisationReader(look.db, memberId);
    if (!found) return;
    const { memberIds } = found;
    const readers = [memberId as MemberId];
    const shared = await rowsOf(look.db, { memberIds, isShared: true, readers, now: look.now });
    await give(look, { ...found, rows: [...found.rows, ...shared] });
  }

  async function eraseOne(work: Work, whom: store.Whom): Promise<void> {
    const forgotten: Forgotten = whom;
    for (const feature of all()) await feature.erase?.(work, forgotten);
    const files = await work.outbox.erase(work.db, whom);
    for (const { teamId, fileId } of files) await work.later(TAKE_BACK, `${teamId}/${fileId}`);
    if (whom.personId) await store.anonymisePerson(work.db, whom.personId, NOBODY);
  }

  async function run(work: Work, limit: number): Promise<number> {
    const erasures = await store.claimErasures(work.db, limit);
    for (const { id, kind, ref } of erasures) {
      if (kind === 'person') {
        const whom = await store.wholePerson(work.db, ref);
        if (whom) await eraseOne(work, whom);
      } else {
        for (const whom of await store.peopleOf(work.db, ref)) await eraseOne(work, whom);
        await store.emptyOrganisation(work.db, ref);
      }
      await store.closeErasure(work.db, id);
    }
    return erasures.length;
  }

  return {
    name: 'privacy',
    commands: [
      {
        word: 'my-data',
        usage: '',
        about: 'Everything that I keep about you, as a file for you alone',
        who: 'anyone',
        async run({ later, actor }) {
          await later(FILE, actor.personId);
          return { say: views.fileComing };
        },
      },
      {
        word: 'forget-me',
        usage: '',
        about: 'Erase what I keep about you',
        who: 'anyone',
        open: async () => ({
          form: {
            name: 'privacy.forget-me',
            title: views.forgetMe.title,
            submit: views.forgetMe.submit,
            blocks: views.forgetMe.blocks(),
          },
        }),
      },
      {
        word: 'our-data',
        usage: '',
        about: 'What I keep about your organisation, as a file',
        who: 'data',
        async run({ later, actor }) {
          await later(ORG_FILE, actor.member.id);
          return { say: views.orgFileComing };
        },
      },
      {
        word: 'forget-us',
        usage: '',
        about: 'Erase what I keep about your organisation, when it leaves',
        who: 'data',
        open: openForgetUs,
      },
      {
        word: 'keep',
        usage: '[12 months]',
        about: 'How long what has ended is kept',
        who: 'data',
        run: keep,
      },
    ],
    items: {
      [DATA]: {
        render: async (_look, items) =>
          items.map(() => ({ text: views.noDirect, choices: [{ id: 'show', label: 'Show it' }] })),
        opens: ['show'],
        open: async ({ db, now, actor }) => {
          const found = await personal({ db, now }, actor.personId);
          const blocks = views.dataBlocks(found?.rows ?? []);
          return { form: { name: 'privacy.data', title: views.fileTitle.slice(0, 24), blocks } };
        },
      },
    },
    forms: {
      'privacy.forget-me': {
        who: 'anyone',
        async submit({ db, now, actor }, { sure }) {
          if (sure !== 'yes') return { say: views.kept };
          await store.requestErasure(db, now, 'person', actor.personId);
          return { say: views.forgetting };
        },
      },
      'privacy.forget-us': { who: 'data', submit: forgetUs },
    },
    jobs: { [FILE]: giveFile, [ORG_FILE]: giveOrganisation, [TAKE_BACK]: takeBack },
    due: { run, next: store.nextErasure },
  };
}

/** A file that somebody had who is forgotten. Where the app is no longer installed it stays with them. */
async function takeBack(look: JobLook, place: string): Promise<void> {
  const [teamId = '', fileId = ''] = place.split('/');
  await (await look.surface(teamId))?.takeBack(fileId);
}

interface ToGive {
  readonly userId: string;
  readonly teamIds: readonly string[];
  readonly rows: readonly ExportRow[];
}

async function give(look: JobLook, { userId, teamIds, rows }: ToGive): Promise<boolean> {
  const file = {
    name: `entente-${look.now.toISOString().slice(0, 10)}.csv`,
    title: views.fileTitle,
    bytes: new TextEncoder().encode(asCsv(rows)),
  };
  for (const teamId of teamIds) {
    const surface = await look.surface(teamId);
    if (surface && (await surface.give(userId, file, views.fileWords))) return true;
  }
  return false;
}

async function openForgetUs({ db, actor }: By<Look>): Promise<Reply> {
  const { name } = await store.organisationOf(db, actor.member.organisationId);
  const form = { name: 'privacy.forget-us', title: views.forgetUsTitle, submit: views.forgetMe.submit };
  return { form: { ...form, blocks: views.forgetUs(name) } };
}

async function forgetUs(
  { db, now, actor }: By<Act>,
  values: Readonly<Record<string, string | null>>,
): Promise<Reply> {
  const { organisationId } = actor.member;
  const { name } = await store.organisationOf(db, organisationId);
  if (values.name?.trim().toLowerCase() !== name.trim().toLowerCase())
    return { errors: { name: views.nameDiffers } };
  await store.requestErasure(db, now, 'organisation', organisationId);
  return { say: views.forgettingUs };
}

async function keep({ db, actor }: By<Act>, words: string): Promise<Reply> {
  const { organisationId } = actor.member;
  if (words.trim() !== '') {
    const months = readMonths(words);
    if (months === null) return { say: views.keepUsage };
    await store.setKeepMonths(db, organisationId, months);
  }
  const { name, months } = await store.organisationOf(db, organisationId);
  return { say: views.keeps(name, months) };
}
