/** The items of commitments: how they read now, and what their choices do. */
import { z } from 'zod';
import type { Act, By, ItemKind, ItemRow, ItemView, Look, Reply } from '../../feature.ts';
import { LocalDate } from '../../kernel/zoned.ts';
import { lookUp, makeMove, peopleOf } from './act.ts';
import { answerView, settledView } from './answer-views.ts';
import type { Commitment, Move, Mover } from './domain.ts';
import { dateForm, handOverForm, memberOptions, reassignForm } from './form-views.ts';
import { nudgeView } from './nudge-views.ts';
import { refusalText } from './refusal-views.ts';
import { resumedView } from './resumed-views.ts';
import { activeMembers, commitmentsById, type History, historyOf, shownItems } from './store.ts';
import { declinedView, handoverView, handView, isPast, newsView, proposalView } from './views.ts';
import { isResting, type Scene } from './words.ts';

const Data = z.record(z.string(), z.unknown()).catch({});

/** What the policy (feature `nudges`) hands over with `commitments.nudge`; the names are in both READMEs. */
const NudgeData = z.object({
  step: z.string(),
  /** The commitment's `baseAt` when the step was taken, as an ISO instant. */
  base: z.string(),
  next: z
    .object({
      step: z.string(),
      who: z.string().nullable(),
      on: LocalDate,
      slower: z.object({ days: z.number(), of: z.string() }).nullish(),
    })
    .nullable()
    .catch(null),
  by: z.string().optional(),
});

type View = (
  commitment: Commitment,
  scene: Scene,
  data: Readonly<Record<string, unknown>>,
) => ItemView | null;

/** How each kind reads while it is open; null where it no longer holds. */
const VIEWS = {
  proposal: (commitment, scene) =>
    commitment.status === 'proposed' && commitment.ownerId === scene.reader
      ? proposalView(commitment, scene)
      : null,
  handover: (commitment, scene) =>
    isOpen(commitment) && commitment.offeredToId === scene.reader ? handoverView(commitment, scene) : null,
  hand: (commitment, scene) => (commitment.status === 'accepted' ? handView(commitment, scene) : null),
  declined: (commitment, scene, data) =>
    commitment.status === 'declined' ? declinedView(commitment, scene, str(data.by)) : null,
  news: newsView,
  answer: answerView,
  resumed: resumedView,
  nudge: (commitment, scene, data) => {
    const nudge = NudgeData.safeParse(data);
    if (!nudge.success || nudge.data.base !== commitment.baseAt.toISOString()) return null;
    return nudgeView(commitment, scene, nudge.data);
  },
} satisfies Record<string, View>;

type Kind = keyof typeof VIEWS;

function isOpen({ status }: Commitment): boolean {
  return status === 'proposed' || status === 'accepted';
}

function str(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** An item kind of a commitment's: rendered from current rows in a handful of queries, however many items. */
function kind(name: Kind, opens: readonly string[] = []): ItemKind {
  return {
    render: (look, items) => render(name, look, items),
    choose,
    ...(opens.length > 0 ? { opens, open } : {}),
  };
}

export const itemKinds: Readonly<Record<string, ItemKind>> = {
  'commitments.proposal': kind('proposal', ['date', 'hand-over']),
  'commitments.handover': kind('handover', ['take-date']),
  'commitments.hand': kind('hand'),
  'commitments.declined': kind('declined', ['reassign']),
  'commitments.news': kind('news'),
  'commitments.answer': kind('answer', ['date', 'hand-over']),
  'commitments.resumed': kind('resumed', ['date', 'hand-over']),
  'commitments.nudge': kind('nudge', ['date', 'hand-over', 'reassign']),
};

async function render(
  name: Kind,
  { db, now }: Pick<Look, 'db' | 'now'>,
  items: readonly ItemRow[],
): Promise<(ItemView | null)[]> {
  const commitments = await commitmentsById(
    db,
    items.map(({ ref }) => ref),
  );
  const history = Map.groupBy(await historyOf(db, commitments.keys()), ({ commitmentId }) => commitmentId);
  const people = await peopleOf(db, [...commitments.values()], named(items, history.values()));
  const shown = await shownItems(
    db,
    items.map(({ id }) => id),
  );
  const overtaken = overtakenBy(items.filter(({ id }) => !shown.has(id)));
  return items.map((item) => {
    const commitment = commitments.get(item.ref);
    if (!commitment)
      return shown.has(item.id) ? { text: 'This is no longer on the list.', choices: [] } : null;
    const scene: Scene = { people, reader: item.memberId, now };
    const waits = name === 'nudge' && !shown.has(item.id);
    const held =
      waits && (isResting(commitment, now) || overtaken.has(item.id) || isStale(item, commitment, scene));
    const view = held ? null : VIEWS[name](commitment, scene, Data.parse(item.data));
    if (item.status === 'open' && view) return view;
    // News and answers stay as they were read; what was asked turns into what became of it.
    if (view && view.choices.length === 0 && name !== 'nudge') return view;
    if (item.status === 'open' && !shown.has(item.id)) return null;
    return settledView(commitment, scene, history.get(commitment.id) ?? []);
  });
}

/** Of several nudges about one commitment that would leave together, all but the last: it says what they would. */
function overtakenBy(waiting: readonly ItemRow[]): Set<string> {
  // What a colleague asks for by hand says less than any step, so it is never the last.
  const isByHand = ({ data }: ItemRow) => Data.parse(data).step === 'by-hand';
  const steps = waiting.filter((one) => !isByHand(one)).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const last = new Map(
    [...waiting.filter(isByHand), ...steps].map((one) => [`${one.ref}/${one.memberId}`, one.id]),
  );
  return new Set(
    waiting.flatMap(({ id, ref, memberId }) => (last.get(`${ref}/${memberId}`) === id ? [] : [id])),
  );
}

/** A heads-up after the day that it was to announce. */
function isStale({ data }: ItemRow, commitment: Commitment, scene: Scene): boolean {
  return Data.parse(data).step === 'heads-up' && isPast(commitment, scene);
}

/** The members that items and histories name beside those of the commitments themselves. */
function named(items: readonly ItemRow[], histories: Iterable<History[]>): string[] {
  const ids = items.flatMap(({ data }) => {
    const { by, from, next } = Data.parse(data);
    const { who, slower } = Data.parse(next);
    return [by, from, who, Data.parse(slower).of];
  });
  const inHistory = [...histories].flat().flatMap(({ actorId, data }) => [actorId, data.to]);
  return [...ids, ...inHistory].filter((id) => z.uuid().safeParse(id).success).map(String);
}

export async function open(look: By<Look>, item: ItemRow, choice: string): Promise<Reply> {
  const found = isHolder(look, item) ? await lookUp(look, item.ref) : null;
  if (!found) return { say: refusalText({ kind: 'gone' }, null, null) };
  const { commitment, scene } = found;
  if (choice === 'date' || choice === 'take-date')
    return { form: dateForm(commitment, scene, choice !== 'date') };
  const members = await activeMembers(look.db, look.actor.member.allianceId);
  const options = memberOptions(members, look.actor.member.id, commitment.ownerId);
  return { form: (choice === 'reassign' ? reassignForm : handOverForm)(commitment, scene, options) };
}

/** Choices that are moves as they stand. */
const MOVES: Readonly<Record<string, Move>> = Object.fromEntries(
  (
    [
      'accept',
      'decline',
      'take',
      'cannot',
      'done',
      'let-go',
      'need-hand',
      'fits',
      'next-week',
      'talk',
      'help',
      'release',
      'free-time',
      'talk-to-both',
      'withdraw',
    ] as const
  ).map((name) => [name, { kind: name }]),
);

export async function choose(act: By<Act>, item: ItemRow, choice: string): Promise<Reply> {
  if (!isHolder(act, item)) return { say: refusalText({ kind: 'gone' }, null, null) };
  const { db, now, outbox } = act;
  if (choice === 'leave-declined') {
    const which = { ref: item.ref, kinds: ['commitments.declined'], memberId: act.actor.member.id };
    await outbox.settle(db, now, which, 'settled');
    return null;
  }
  const wanted = choice === 'agree' ? agreed(item) : MOVES[choice];
  return wanted ? makeMove(act, item.ref, moverOf(act, item), wanted) : null;
}

/** The date that a peer proposed, as the owner's own new date. */
function agreed({ data }: ItemRow): Move | undefined {
  const on = LocalDate.safeParse(Data.parse(data).on);
  return on.success ? { kind: 're-date', dueOn: on.data } : undefined;
}

/** Being asked gives a say: the item is the proof, as it was written for this member by the bot. */
function moverOf({ actor }: By<Act>, { kind: itemKind, data }: ItemRow): Mover {
  const { id } = actor.member;
  if (itemKind === 'commitments.hand') return { id, asked: 'peer' };
  const { step } = Data.parse(data);
  if (itemKind !== 'commitments.nudge') return { id };
  if (step === 'ask-peer') return { id, asked: 'peer' };
  return step === 'ask-leader' ? { id, asked: 'leader' } : { id };
}

function isHolder({ actor }: By<Look> | By<Act>, { memberId }: ItemRow): boolean {
  return memberId === actor.member.id;
}
