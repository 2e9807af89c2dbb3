/** `/alliance setup`: a modal in the shared channel, or several pages of one, then everything at once. */
import { createHash } from 'node:crypto';
import type { Act, Look } from '../../act.ts';
import type { FormHandler, Values } from '../../feature.ts';
import type { Reply } from '../../item.ts';
import type { Block, Form } from '../../slack/blocks.ts';
import { BEGIN } from './beginning.ts';
import {
  fitsOneModal,
  groupPeople,
  nameErrors,
  PERSON_INPUT,
  peoplePages,
  personIdsIn,
  proposals,
  readSetup,
} from './setup-domain.ts';
import * as drafts from './setup-store.ts';
import { createAlliance, seenPeople } from './setup-store.ts';
import * as views from './setup-views.ts';
import { allianceByChannel } from './store.ts';
import { fallbackName } from './views.ts';

/** The pinned message; the app makes it, as it alone knows every feature's doors. */
export type DoorsMessage = () => { readonly text: string; readonly blocks: Block[] };

/** A modal has a hundred blocks, and each organisation is one on the page of names. */
const MOST_ORGANISATIONS = 90;

export async function openSetup({ db, now, actor, slack }: Look): Promise<Reply> {
  const { channelId, personId } = actor;
  if (!channelId || !/^[CG]/.test(channelId)) return { say: views.refusals.direct };
  const existing = await allianceByChannel(db, channelId);
  if (existing) return { say: views.refusals.taken(existing.name) };
  const people = (await slack.channelPeople(channelId)).filter(({ isBot, isGone }) => !isBot && !isGone);
  const groups = groupPeople(people, personId);
  if (groups.length < 2) return { say: views.refusals.alone };
  if (groups.length > MOST_ORGANISATIONS) return { say: views.refusals.crowd };
  const names = new Map<string, string>();
  for (const { teamId, people: ofTeam } of groups) {
    const fallback = fallbackName(ofTeam[0]?.name ?? 'Another');
    names.set(teamId, (await slack.teamName(teamId)) ?? fallback);
  }
  if (fitsOneModal(groups)) {
    const ids = groups.flatMap((group) => group.people.map((person) => person.personId));
    const proposed = proposals(groups, personId);
    return { form: views.setupForm({ groups, names, channelId, people: markOf(ids), proposed }) };
  }
  const pages = peoplePages(groups).map((page) =>
    page.flatMap((group) => group.people.map((person) => person.personId)),
  );
  const draft = await drafts.openDraft(db, now, { personId, channelId }, pages);
  const at = { draftId: draft.id, channelId, page: 0, pages: pages.length };
  return { form: views.namesPage(at, { names, count: people.length, filled: draft.filled }) };
}

export function setupHandler(doors: DoorsMessage): FormHandler {
  return {
    who: 'anyone',
    async submit(act, values, meta): Promise<Reply> {
      const { channel: channelId = '', draft, page = '', people } = meta;
      if (draft) return turnPage(act, values, { channelId, draftId: draft, page: Number(page) }, doors);
      const ids = personIdsIn(values);
      // The form's own fields come from the client: it names those whom it was opened with, and nobody else.
      if (people !== markOf(ids)) return { say: views.refusals.strangers };
      const plan = await planOf(act, values, ids, channelId);
      if (!plan) return { say: views.refusals.strangers };
      return plan.ok ? setUp(act, plan.value, channelId, doors) : { errors: plan.error };
    },
  };
}

/** Stands for some people, in any order, where their ids would not fit. */
function markOf(ids: readonly string[]): string {
  return createHash('sha256').update(ids.toSorted().join(' ')).digest('base64url').slice(0, 22);
}

/**
 * What comes back from the client is checked: only people whom this installation has seen can be named. Null where
 * whoever sets it up is not among them.
 */
async function planOf({ db, actor }: Act, filled: Values, ids: readonly string[], channelId: string) {
  const { viaTeamId, personId } = actor;
  const people = await seenPeople(db, viaTeamId, ids);
  if (!channelId || !people.some((person) => person.personId === personId)) return null;
  return readSetup(filled, people, personId, viaTeamId);
}

/** Keeps what a page says; then the next one, or, after the last, the whole set-up. */
async function turnPage(
  act: Act,
  values: Values,
  { channelId, draftId, page }: { channelId: string; draftId: string; page: number },
  doors: DoorsMessage,
): Promise<Reply> {
  const { db, actor } = act;
  const draft = await drafts.holdDraft(db, { id: draftId, personId: actor.personId, channelId });
  if (!draft || !Number.isInteger(page)) return { say: views.refusals.strangers };
  const ids = draft.pages.flat();
  if (page === 0) {
    const teams = (await seenPeople(db, actor.viaTeamId, ids)).map(({ homeTeamId }) => homeTeamId);
    const errors = nameErrors(values, [...new Set(teams)]);
    if (Object.keys(errors).length > 0) return { errors };
  }
  const filled = { ...draft.filled, ...values };
  await drafts.keepFilled(db, draft.id, filled);
  const at = { draftId, channelId, pages: draft.pages.length };
  if (page < at.pages) return { form: await pageOf(act, { ...at, page: page + 1 }, { ...draft, filled }) };

  const plan = await planOf(act, filled, ids, channelId);
  if (!plan) return { say: views.refusals.strangers };
  if (plan.ok) return setUp(act, plan.value, channelId, doors);
  const [input = '', sentence = ''] = Object.entries(plan.error)[0] ?? [];
  const wrong = draft.pages.findIndex((own) => own.some((id) => PERSON_INPUT + id === input)) + 1;
  if (wrong === page || wrong === 0) return { errors: plan.error };
  return { form: await pageOf(act, { ...at, page: wrong }, { ...draft, filled }, sentence) };
}

async function pageOf(
  { db, actor }: Act,
  at: views.PageAt,
  draft: drafts.Draft,
  notice: string | null = null,
): Promise<Form> {
  const { viaTeamId, personId } = actor;
  const all = groupPeople(await seenPeople(db, viaTeamId, draft.pages.flat()), personId);
  const here = new Set(draft.pages[at.page - 1]);
  const groups = all.flatMap(({ teamId, people }) => {
    const own = people.filter((person) => here.has(person.personId));
    return own.length > 0 ? [{ teamId, people: own }] : [];
  });
  return views.peoplePage(at, { groups, proposed: proposals(all, personId), filled: draft.filled, notice });
}

async function setUp(
  act: Act,
  plan: Parameters<typeof createAlliance>[2],
  channelId: string,
  doors: DoorsMessage,
): Promise<Reply> {
  const { db, now, outbox, actor } = act;
  const where = { channelId, hostTeamId: actor.viaTeamId, runner: actor.personId };
  const created = await createAlliance(db, now, plan, where);
  await drafts.forgetDrafts(db, channelId);
  if (!created) {
    const first = await allianceByChannel(db, channelId);
    return { say: views.refusals.taken(first?.name ?? '') };
  }
  const key = `alliances/doors/${created}`;
  await outbox.post(db, now, { key, allianceId: created, ...doors(), doors: true });
  // Slack waits for this answer: all that follows from it is a worker's, once it is committed.
  await act.later(BEGIN, created);
  const waiting = plan.organisations.flatMap(({ isOwn, name }) => (isOwn ? [] : [name]));
  return { say: views.setUp(plan.name, waiting) };
}
