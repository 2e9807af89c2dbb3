/** Digests: how the alliance is doing, to each leader and coordinator on Mondays and to everybody on request. */
import { z } from 'zod';
import type { Act, By, Fact, Look, Work } from '../../act.ts';
import type { Feature } from '../../feature.ts';
import type { ItemKind, ItemRow, Reply } from '../../item.ts';
import { type ItemId, MemberId } from '../../kernel/ids.ts';
import { RANK } from '../../outbox/outbox.ts';
import { itemsOf, type Suggested } from './acts-domain.ts';
import { actsOf } from './acts-store.ts';
import { ACT_GONE, ACT_TITLES, askedBy } from './acts-views.ts';
import { digestCommand, healthCommand, settingsHandler, VIEW, WEEKLY } from './commands.ts';
import { digestsById, factsFor } from './facts-store.ts';
import { arrived, choose, followThroughCommand, helpHandler, OPENS, open } from './helping.ts';
import { drawPicture, PICTURE } from './picture.ts';
import { covered, replan, run } from './planning.ts';
import { erase, expire } from './privacy-store.ts';
import { areOpposites, people } from './reader-store.ts';
import { planFirst, runRoundUps } from './round-up.ts';
import { nextRoundUp } from './round-up-store.ts';
import { nextDue } from './store.ts';
import { digestView, wordAnswerView, wordView } from './views.ts';

const WordData = z.object({ from: MemberId });
const AnswerData = z.object({ gladly: z.boolean() });

const weekly: ItemKind = {
  render: async ({ db, now }, items) => {
    const digests = await digestsById(
      db,
      items.map(({ ref }) => ref),
    );
    const found = items.flatMap(({ ref }) => digests.get(ref) ?? []);
    const facts = await factsFor(db, now, found);
    const views = new Map(found.map(({ digestId }, n) => [digestId, facts[n]]));
    return items.map(({ ref }) => {
      const own = views.get(ref);
      return own ? digestView(own) : null;
    });
  },
  opens: [...OPENS, ...Object.keys(ACT_TITLES)],
  open: (look, item, choice) => (isAct(choice) ? openAct(look, item.ref, choice) : open(look, item, choice)),
  choose: async (act, item, choice) => {
    const done = await choose(act, item, choice);
    if (done !== 'not mine') return done;
    const target = MemberId.safeParse(askedBy(choice));
    const { id: me, allianceId } = act.actor.member;
    // Whom the button names may have left the pair since.
    if (!target.success || !(await areOpposites(act.db, me, target.data))) return null;
    await act.outbox.add(act.db, act.now, [
      {
        key: `digests/${item.ref}/word/${target.data}`,
        allianceId,
        memberId: target.data,
        kind: 'digests.word',
        ref: item.ref,
        data: { from: me },
        rank: RANK.rest,
        urgency: 'answer',
      },
    ]);
    await act.outbox.redraw(act.db, item.ref);
    return null;
  },
};

function isAct(choice: string): choice is Suggested {
  return choice in ACT_TITLES;
}

/** What a suggested act is about, with the buttons that it was sent with. */
async function openAct({ db }: By<Look>, digestId: string, act: Suggested): Promise<Reply> {
  const digest = (await digestsById(db, [digestId])).get(digestId);
  const acts = digest && (await actsOf(db, [digest.memberId])).get(digest.memberId);
  const ids = acts ? itemsOf(acts, act) : [];
  if (ids.length === 0) return { say: ACT_GONE };
  return {
    page: { title: ACT_TITLES[act], parts: ids.map((id) => ({ kind: 'item' as const, id: id as ItemId })) },
  };
}

const word: ItemKind = {
  render: async ({ db }, items) => {
    const askers = items.map(({ data }) => WordData.parse(data).from);
    const cards = await people(db, askers);
    return items.map(({ status }, n) => {
      const asker = cards.get(askers[n] as MemberId);
      return asker?.status === 'active' ? wordView(asker, status !== 'open') : null;
    });
  },
  choose: answerWord,
};

/** Tells who asked, and leaves it with the two of them. */
async function answerWord(act: By<Act>, item: ItemRow, choice: string): Promise<Reply> {
  if (choice !== 'gladly' && choice !== 'later') return null;
  const { id: me, allianceId } = act.actor.member;
  await act.outbox.settle(
    act.db,
    act.now,
    { ref: item.ref, kinds: ['digests.word'], memberId: me },
    'settled',
  );
  await act.outbox.add(act.db, act.now, [
    {
      key: `digests/answer/${item.id}`,
      allianceId,
      memberId: WordData.parse(item.data).from,
      kind: 'digests.answer',
      ref: me,
      data: { gladly: choice === 'gladly' },
      rank: RANK.rest,
      urgency: 'rides',
    },
  ]);
  return null;
}

const answer: ItemKind = {
  render: async ({ db }, items) => {
    const cards = await people(
      db,
      items.map(({ ref }) => ref),
    );
    return items.map(({ ref, data }) => {
      const other = cards.get(ref as MemberId);
      return other ? wordAnswerView(other.name, AnswerData.parse(data).gladly) : null;
    });
  },
};

async function react(work: Work, fact: Fact): Promise<void> {
  if (fact.kind === 'member') await replan(work, fact.id);
  if (fact.kind === 'delivered') {
    await covered(work, fact.items);
    const refsOf = (...kinds: string[]) =>
      fact.items.filter(({ kind }) => kinds.includes(kind)).map(({ ref }) => ref);
    await arrived(work, refsOf(WEEKLY));
    await work.later(PICTURE, ...refsOf(WEEKLY, VIEW));
  }
}

export const digests: Feature = {
  name: 'digests',
  commands: [digestCommand, healthCommand, followThroughCommand],
  items: { [WEEKLY]: weekly, [VIEW]: weekly, 'digests.word': word, 'digests.answer': answer },
  forms: { 'digests.help': helpHandler, 'digests.settings': settingsHandler },
  due: {
    run: async (work, limit) => (await run(work, limit)) + (await runRoundUps(work, limit)),
    next: async (db) => {
      const times = [await nextDue(db), await nextRoundUp(db)].filter((time) => time !== null);
      return times.toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null;
    },
  },
  erase: ({ db }, { memberIds }) => erase(db, memberIds),
  expire: ({ db }, memberIds, before) => expire(db, memberIds, before),
  react,
  daily: planFirst,
  jobs: { [PICTURE]: drawPicture },
};
