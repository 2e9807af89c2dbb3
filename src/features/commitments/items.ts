/** The items of commitments: how they read now, and what their choices do. */
import { z } from 'zod';
import type { Look } from '../../act.ts';
import type { ItemKind, ItemRow, ItemView } from '../../item.ts';
import { LocalDate } from '../../kernel/zoned.ts';
import { peopleOf } from './act.ts';
import { answerView, settledView } from './answer-views.ts';
import type { Commitment } from './domain.ts';
import { choose, OPENS, open } from './item-acts.ts';
import { nudgeView } from './nudge-views.ts';
import { resumedView } from './resumed-views.ts';
import { type History, type Told, toldOf } from './store.ts';
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
  more: More,
) => ItemView | null;

/** What was said and asked about it since. */
interface More {
  /** What it waits for. */
  readonly reason: string | null;
  readonly notQuite: string | null;
  readonly thanks: Told['thanks'];
  readonly asked: Told['asked'];
}

/** How each kind reads while it is open; null where it no longer holds. */
const VIEWS = {
  proposal: (commitment, scene) =>
    commitment.status === 'proposed' && commitment.ownerId === scene.reader
      ? proposalView(commitment, scene)
      : null,
  handover: (commitment, scene) =>
    isOpen(commitment) && commitment.offeredToId === scene.reader ? handoverView(commitment, scene) : null,
  hand: (commitment, scene, _data, { reason }) =>
    commitment.status === 'accepted' ? handView(commitment, scene, reason) : null,
  declined: (commitment, scene, data) =>
    commitment.status === 'declined' ? declinedView(commitment, scene, str(data.by)) : null,
  news: newsView,
  answer: answerView,
  resumed: resumedView,
  nudge: (commitment, scene, data, { asked }) => {
    const nudge = NudgeData.safeParse(data);
    if (!nudge.success || nudge.data.base !== commitment.baseAt.toISOString()) return null;
    return nudgeView(commitment, scene, { ...nudge.data, asked });
  },
} satisfies Record<string, View>;

type Kind = keyof typeof VIEWS;

function isOpen({ status }: Commitment): boolean {
  return status === 'proposed' || status === 'accepted';
}

function str(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** By kind: rendered from current rows in a handful of queries, however many items. */
export const itemKinds: Readonly<Record<string, ItemKind>> = Object.fromEntries(
  (Object.keys(VIEWS) as Kind[]).map((name): [string, ItemKind] => [
    `commitments.${name}`,
    { render: (look, items) => render(name, look, items), choose, opens: OPENS, open },
  ]),
);

async function render(
  name: Kind,
  { db, now }: Pick<Look, 'db' | 'now'>,
  items: readonly ItemRow[],
): Promise<(ItemView | null)[]> {
  const told = await toldOf(
    db,
    items.map(({ ref }) => ref),
  );
  const people = await peopleOf(
    db,
    [...told.values()].map(({ commitment }) => commitment),
    named(items, told.values()),
  );
  const overtaken = overtakenBy(items.filter(({ deliveredAt }) => !deliveredAt));
  return items.map((item) => {
    const known = told.get(item.ref);
    if (!known) return item.deliveredAt ? { text: 'This is no longer on the list.', choices: [] } : null;
    const { commitment, history: past, thanks, asked } = known;
    const scene: Scene = { people, reader: item.memberId, now };
    const waits = name === 'nudge' && !item.deliveredAt;
    const held =
      waits && (isResting(commitment, now) || overtaken.has(item.id) || isStale(item, commitment, scene));
    const more: More = {
      reason: str(latest(past, 'blocked')?.reason),
      notQuite: str(latest(past, 'not-quite')?.words),
      thanks,
      asked,
    };
    const view = held ? null : VIEWS[name](commitment, scene, Data.parse(item.data), more);
    if (item.status === 'open' && view) return view;
    // News and answers stay as they were read; what was asked turns into what became of it.
    if (view && view.choices.length === 0 && name !== 'nudge') return view;
    if (item.status === 'open' && !item.deliveredAt) return null;
    return settledView(commitment, scene, past);
  });
}

/** What came with the latest event of a kind. */
function latest(history: readonly History[], kind: string): History['data'] | undefined {
  return history.findLast((event) => event.kind === kind)?.data;
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
function named(items: readonly ItemRow[], told: Iterable<Told>): string[] {
  const ids = items.flatMap(({ data }) => {
    const { by, from, next } = Data.parse(data);
    const { who, slower } = Data.parse(next);
    return [by, from, who, Data.parse(slower).of];
  });
  const inHistory = [...told]
    .flatMap(({ history }) => history)
    .flatMap(({ actorId, data }) => [actorId, data.to]);
  return [...ids, ...inHistory].filter((id) => z.uuid().safeParse(id).success).map(String);
}
