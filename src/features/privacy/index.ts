/** What is kept about people: given to them, erased at their wish, and for how long. */
import type { Act, By, Look, Work } from '../../act.ts';
import type { Exported, ExportRow, Feature, Forgotten, JobLook } from '../../feature.ts';
import type { Reply } from '../../item.ts';
import { type MemberId, newId, type PersonId } from '../../kernel/ids.ts';
import { reach } from '../../kernel/permissions.ts';
import type { Form } from '../../slack/blocks.ts';
import { asCsv, readMonths } from './domain.ts';
import * as store from './store.ts';
import * as views from './views.ts';

const FILE = 'privacy.file';
const ORG_FILE = 'privacy.org-file';
const TAKE_BACK = 'privacy.take-back';
const DATA = 'privacy.data';
const ORG_DATA = 'privacy.org-data';
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

  async function organisational({ db, now }: Pick<Look, 'db' | 'now'>, memberId: string) {
    const found = await store.organisationReader(db, memberId);
    if (!found) return null;
    const whom = { memberIds: found.memberIds, isShared: true, readers: [memberId as MemberId], now };
    return { ...found, rows: [...found.rows, ...(await rowsOf(db, whom))] };
  }

  async function giveFile(look: JobLook, personId: string): Promise<void> {
    const found = await personal(look, personId);
    if (found && !(await give(look, found))) await look.write((work) => offerPerson(work, personId));
  }

  async function giveOrganisation(look: JobLook, memberId: string): Promise<void> {
    const found = await organisational(look, memberId);
    if (found && !(await give(look, found))) await look.write((work) => offerMember(work, memberId));
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
        render: async (_look, items) => items.map(() => views.offer),
        opens: [views.SHOW],
        open: async (look) => ({
          form: dataForm((await personal(look, look.actor.personId))?.rows ?? []),
        }),
      },
      [ORG_DATA]: {
        render: async (_look, items) => items.map(() => views.orgOffer),
        opens: [views.SHOW],
        async open(look) {
          const { id, role } = look.actor.member;
          // Whoever asked may be no leader any more.
          if (reach('data', role) === 'no') return { say: views.notYours };
          return { form: dataForm((await organisational(look, id))?.rows ?? []) };
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
    gaveUp: { [FILE]: offerPerson, [ORG_FILE]: offerMember },
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

/** By the first workspace through which it reaches them; false where none brings it. */
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

/** Says that the file did not reach somebody, and offers to show what is in it. */
async function offerPerson({ db, now, outbox }: Work, id: string): Promise<void> {
  const personId = id as PersonId;
  const memberId = (await store.readerOf(db, personId))?.memberIds[0] ?? null;
  const allianceId = memberId && (await store.allianceOf(db, memberId));
  const ref = newId();
  await outbox.reply(db, now, { key: `${DATA}/${ref}`, personId, allianceId, memberId, kind: DATA, ref });
}

/** The same, of what is kept of their organisation. */
async function offerMember({ db, now, outbox }: Work, id: string): Promise<void> {
  const memberId = id as MemberId;
  const reader = await store.organisationReader(db, memberId);
  if (!reader) return;
  const { personId } = reader;
  const allianceId = await store.allianceOf(db, memberId);
  const ref = newId();
  const key = `${ORG_DATA}/${ref}`;
  await outbox.reply(db, now, { key, personId, allianceId, memberId, kind: ORG_DATA, ref });
}

function dataForm(rows: readonly ExportRow[]): Form {
  return {
    name: 'privacy.data',
    title: views.fileTitle.slice(0, 24),
    blocks: views.dataBlocks(rows),
  };
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
