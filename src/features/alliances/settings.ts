/** Settings and `away`: what people say of themselves. */
import type { Act, By } from '../../act.ts';
import type { Door, FormHandler } from '../../feature.ts';
import type { Reply } from '../../item.ts';
import type { MemberId, PersonId } from '../../kernel/ids.ts';
import { snoozeEnd } from '../../kernel/snooze.ts';
import { localDateOf } from '../../kernel/zoned.ts';
import { passedOf, readAway } from './away-domain.ts';
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
    const { snoozedUntil } = settings;
    const quietUntil = snoozedUntil && snoozedUntil > now ? localDateOf(snoozedUntil, calendar.zone) : null;
    const leaders = { all: await store.leadersFor(db, actor.member), chosen: leaderId };
    const today = localDateOf(now, calendar.zone);
    return { form: views.settingsForm({ ...settings, quietUntil }, organisation, today, leaders) };
  },
};

export const settingsHandler: FormHandler = {
  who: 'member',
  async submit(act, values) {
    const { db, now, actor } = act;
    const { calendar } = await store.cardOf(db, actor.member.id);
    const today = localDateOf(now, calendar.zone);
    const settings = readSettings(values, today);
    if (!settings.ok) return { errors: views.settingsErrors(settings.error) };
    const { away: was, snoozedUntil } = await store.settingsOf(db, actor.personId);
    const away = settings.value.away ?? passedOf(was, today);
    await store.saveSettings(db, actor.personId, { ...settings.value, away });
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

/** Only oneself says when one is away. */
export async function away(act: By<Act>, words: string): Promise<Reply> {
  const { db, now, actor } = act;
  const { calendar, dayFirst } = await store.cardOf(db, actor.member.id);
  const reader = { zone: calendar.zone, country: calendar.country, dayFirst, calendar };
  const read = readAway(words, reader, now);
  if (!read.ok) return { say: views.awayProblem(read.error, words) };
  const { away: was } = await store.settingsOf(db, actor.personId);
  await store.setAway(db, actor.personId, read.value ?? passedOf(was, localDateOf(now, calendar.zone)));
  await replan(act, [actor.personId], await store.activeMembers(db, actor.personId));
  return { say: views.awayNoted(read.value, now) };
}
