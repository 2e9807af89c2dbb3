/** Digests: how the alliance is doing, to each leader and coordinator on Mondays and to everybody on request. */
import { z } from 'zod';
import type { Act, By, Command, Fact, Feature, ItemKind, ItemRow, Reply, Work } from '../../feature.ts';
import { MemberId } from '../../kernel/ids.ts';
import { localDateOf } from '../../kernel/zoned.ts';
import { RANK } from '../../outbox/outbox.ts';
import { weekTo } from './domain.ts';
import { areOpposites, digestsById, factsFor, people } from './facts-store.ts';
import { arrived, choose, followThroughCommand, helpHandler, OPENS, open } from './helping.ts';
import { covered, replan, run } from './planning.ts';
import { nextDue } from './store.ts';
import { askedBy, digestView, wordAnswerView, wordView } from './views.ts';

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
  opens: OPENS,
  open,
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
    await act.outbox.redraw(act.db, act.now, item.ref);
    return null;
  },
};

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

const onRequest: Command = {
  word: 'digest',
  usage: '',
  about: 'how the last seven days went, for your organisation and the alliance',
  who: 'member',
  run: async ({ db, now, actor }) => {
    const { id: memberId, role } = actor.member;
    const card = (await people(db, [memberId])).get(memberId);
    if (!card) return null;
    const week = weekTo(localDateOf(now, card.calendar.zone));
    const [facts] = await factsFor(db, now, [{ digestId: null, memberId, kind: role, week }]);
    return facts ? { say: digestView(facts).text } : null;
  },
};

async function react(work: Work, fact: Fact): Promise<void> {
  if (fact.kind === 'member') await replan(work, fact.id);
  if (fact.kind === 'delivered') {
    await covered(work, fact.items);
    const weeklies = fact.items.filter(({ kind }) => kind === 'digests.weekly');
    await arrived(
      work,
      weeklies.map(({ ref }) => ref),
    );
  }
}

export const digests: Feature = {
  name: 'digests',
  commands: [onRequest, followThroughCommand],
  items: { 'digests.weekly': weekly, 'digests.word': word, 'digests.answer': answer },
  forms: { 'digests.help': helpHandler },
  due: { run, next: nextDue },
  react,
};
