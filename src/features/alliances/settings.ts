/** Settings and `away`: what people say of themselves. */
import type { Act, By } from '../../act.ts';
import type { Door, FormHandler } from '../../feature.ts';
import type { Reply } from '../../item.ts';
import type { MemberId, PersonId } from '../../kernel/ids.ts';
import { snoozeEnd } from '../../kernel/snooze.ts';
import { LocalDate, localDateOf } from '../../kernel/zoned.ts';
import {
  type Absences,
  type Away,
  changeAway,
  comeBack,
  nextOf,
  noteAway,
  othersThan,
  readAway,
} from './away-domain.ts';
import { readSettings } from './settings-domain.ts';
import * as store from './settings-store.ts';
import * as views from './settings-views.ts';

/** What was planned by somebody's hours is planned anew. */
async function replan(
  { db, now, outbox, tell }: Act | By<Act>,
  people: readonly PersonId[],
  members: readonly MemberId[],
): Promise<void> {
  await outbox.lookAgain(db, now, people);
  for (const id of members) await tell({ kind: 'member', id });
}

export const settingsDoor: Door = {
  id: 'alliances.settings',
  label: 'Settings',
  async open({ db, now, actor }) {
    const settings = await store.settingsOf(db, actor.personId);
    const { calendar, leaderId } = await store.cardOf(db, actor.member.id);
    const organisation = await store.hoursOf(db, actor.member.organisationId);
    const { snoozedUntil, absences } = settings;
    const quietUntil = snoozedUntil && snoozedUntil > now ? localDateOf(snoozedUntil, calendar.zone) : null;
    const leaders = { all: await store.leadersFor(db, actor.member), chosen: leaderId };
    const today = localDateOf(now, calendar.zone);
    const away = nextOf(absences, today);
    const also = othersThan(away, absences, today);
    const shown = { ...settings, away, also, quietUntil };
    return { form: views.settingsForm(shown, organisation, now, leaders) };
  },
};

export const settingsHandler: FormHandler = {
  who: 'member',
  async submit(act, values, meta) {
    const { db, now, actor } = act;
    const { calendar } = await store.cardOf(db, actor.member.id);
    const today = localDateOf(now, calendar.zone);
    const { absences: noted, snoozedUntil } = await store.holdSettings(db, actor.personId);
    const shown = shownIn(meta, nextOf(noted, today));
    const settings = readSettings(values, today, shown);
    if (!settings.ok) return { errors: views.settingsErrors(settings.error) };
    const absences = changeAway(noted, shown, settings.value.away, today);
    if (!absences.ok) return { errors: views.settingsErrors({ awayUntil: absences.error }) };
    await store.saveSettings(db, actor.personId, settings.value);
    await store.setAbsences(db, actor.personId, absences.value);
    if (values.leader) {
      const leaders = await store.leadersFor(db, actor.member);
      const chosen = leaders.find(({ id }) => id === values.leader);
      await store.setLeader(db, actor.member.id, chosen?.id ?? null);
    }
    const { quietUntil } = settings.value;
    const until = quietUntil && snoozeEnd(quietUntil, calendar.zone);
    if (until || (snoozedUntil && snoozedUntil > now)) {
      await store.setSnooze(db, actor.personId, until ?? now);
    }
    await replan(act, [actor.personId], await store.activeMembers(db, actor.personId));
    return { say: views.settingsSaved };
  },
};

/** The absence with which the form was opened: by now it may be over, or another one may have been said. */
function shownIn({ away }: Readonly<Record<string, string>>, next: Away): Away {
  if (away === undefined) return next; // a form from before this was in it
  const [from, until] = away.split('/').map((day) => LocalDate.safeParse(day).data);
  return from && until ? { from, until } : null;
}

/** Only oneself says when one is away. */
export async function away(act: By<Act>, words: string): Promise<Reply> {
  const { db, now, actor } = act;
  const { calendar, dayFirst } = await store.cardOf(db, actor.member.id);
  const reader = { zone: calendar.zone, country: calendar.country, dayFirst, calendar };
  const read = readAway(words, reader, now);
  if (!read.ok) return { say: views.awayProblem(read.error, words) };
  const today = localDateOf(now, calendar.zone);
  const { absences: noted } = await store.holdSettings(db, actor.personId);
  if (read.value) {
    const more = noteAway(noted, read.value, today);
    if (!more.ok) return { say: views.awayProblem(more.error, words) };
    const { absences, as } = more.value;
    await keepAbsences(act, absences);
    return { say: views.awayNoted(more.value, othersThan(as, absences, today), now) };
  }
  const { absences, ended } = comeBack(noted, today);
  await keepAbsences(act, absences);
  const isBack = !ended || ended.from <= today;
  return { say: views.backNoted(isBack ? null : ended, othersThan(null, absences, today), now) };
}

async function keepAbsences(act: By<Act>, absences: Absences): Promise<void> {
  const { db, actor } = act;
  await store.setAbsences(db, actor.personId, absences);
  await replan(act, [actor.personId], await store.activeMembers(db, actor.personId));
}
