/** `digest`, `digest preview`, `digest now`, `digest settings` and `health`. */
import { z } from 'zod';
import type { Act, By, Look } from '../../act.ts';
import type { Command, FormHandler } from '../../feature.ts';
import type { Reply } from '../../item.ts';
import { newId } from '../../kernel/ids.ts';
import { addDays, type LocalDate, localDateOf, type Weekday } from '../../kernel/zoned.ts';
import { type Week, weekTo } from './domain.ts';
import { factsFor } from './facts-store.ts';
import { replan } from './planning.ts';
import { people } from './reader-store.ts';
import { healthText, PREVIEW, settingsForm, settingsSaved, USAGE } from './settings-views.ts';
import * as store from './store.ts';
import { digestView } from './views.ts';

const HEALTH_DAYS = 28;

export const WEEKLY = 'digests.weekly';
/** The same, read in between: what comes weekly does not start where it ends. */
export const VIEW = 'digests.view';

type Reading = Pick<By<Look>, 'db' | 'now' | 'actor'>;

async function todayOf({ db, now, actor }: Reading): Promise<LocalDate> {
  const card = (await people(db, [actor.member.id])).get(actor.member.id);
  return localDateOf(now, card?.calendar.zone ?? 'UTC');
}

async function factsOf({ db, now, actor }: Reading, week: Week) {
  const { id: memberId, role: kind } = actor.member;
  const [facts] = await factsFor(db, now, [{ digestId: null, memberId, kind, week, picture: null }]);
  return facts ?? null;
}

async function said(look: Reading, week: Week): Promise<string | null> {
  const facts = await factsOf(look, week);
  return facts && digestView(facts).text;
}

/** What the next digest will cover, up to today; the last seven days for who gets none by themselves. */
async function sofar(look: Reading): Promise<Week> {
  const today = await todayOf(look);
  const since = await store.sinceOf(look.db, look.actor.member.id);
  return since && since <= today ? { since, until: today } : weekTo(today);
}

export const digestCommand: Command = {
  word: 'digest',
  usage: '[preview | now | settings]',
  about:
    'How the last seven days went, for your organisation and the alliance; or the weekly one, and its day',
  who: 'member',
  opens: (words) => words.trim().toLowerCase() === 'settings',
  open: async ({ db, actor }) => {
    const { id, role } = actor.member;
    const chosen = (await store.choicesOf(db, [id])).get(id) ?? null;
    return { form: settingsForm(chosen, role !== 'member') };
  },
  async run(act, words) {
    switch (words.trim().toLowerCase()) {
      case '':
        return lastDays(act);
      case 'preview': {
        const text = await said(act, await sofar(act));
        return text === null ? null : { say: `${text}\n${PREVIEW}` };
      }
      case 'now':
        return now(act);
      default:
        return { say: USAGE };
    }
  },
};

/**
 * The last seven days, with the act that they suggest and a picture; the next digest tells them, too. A coordinator reads
 * it in words: what needs them is in their weekly summary, with its acts.
 */
async function lastDays(act: By<Act>): Promise<Reply> {
  const week = weekTo(await todayOf(act));
  if (act.actor.member.role !== 'coordinator') return answerWith(act, VIEW, week);
  const text = await said(act, week);
  return text === null ? null : { say: text };
}

/** What the next digest would be, at once; the next one starts where it ends. */
async function now(act: By<Act>): Promise<Reply> {
  return answerWith(act, WEEKLY, await sofar(act));
}

async function answerWith(act: By<Act>, kind: string, week: Week): Promise<Reply> {
  const { id: memberId, allianceId } = act.actor.member;
  const ref = await store.requested(act.db, { memberId, ...week });
  const { personId } = act.actor;
  const key = `${kind.replace('.', '/')}/${newId()}`;
  await act.outbox.reply(act.db, act.now, { key, personId, allianceId, memberId, kind, ref });
  return null;
}

const Day = z.coerce.number().int().min(0).max(7);

export const settingsHandler: FormHandler = {
  who: 'member',
  async submit(act, values) {
    const day = Day.parse(values.day) as Weekday | 0;
    await store.choose(act.db, act.actor.member.id, day);
    await replan(act, act.actor.member.id);
    return { say: settingsSaved(day) };
  },
};

export const healthCommand: Command = {
  word: 'health',
  usage: '',
  about: 'The alliance in figures, and what each of them means',
  who: 'member',
  async run(act) {
    const until = await todayOf(act);
    const facts = await factsOf(act, { since: addDays(until, 1 - HEALTH_DAYS), until });
    return facts && { say: healthText(facts) };
  },
};
