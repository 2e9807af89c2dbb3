/** The form of `digest settings`, and the words of `health`. */
import { weekdayName } from '../../kernel/rhythm.ts';
import type { Weekday } from '../../kernel/zoned.ts';
import { type Form, section, selectInput } from '../../slack/blocks.ts';
import { showsTalks } from './acts-domain.ts';
import * as domain from './domain.ts';
import type { Facts } from './facts-domain.ts';

const DAYS: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];

/** On which day it comes, or only on request. */
export function settingsForm(chosen: Weekday | 0 | null, isLeader: boolean): Form {
  const usual = isLeader ? 1 : 0;
  return {
    name: 'digests.settings',
    title: 'Digest',
    submit: 'Save',
    blocks: [
      section(
        'A digest comes at the hour of your notes, and counts as one of them. Only you see this choice.',
      ),
      selectInput({
        name: 'day',
        label: 'When should it come?',
        options: [
          ...DAYS.map((day) => ({ value: String(day), label: `Every ${weekdayName(day)}` })),
          { value: '0', label: 'Only when I ask for it' },
        ],
        initial: String(chosen ?? usual),
        hint: 'On a holiday or while you are away it comes up to two days later, or the next one covers both weeks.',
      }),
    ],
  };
}

export function settingsSaved(day: Weekday | 0): string {
  return day === 0
    ? 'Saved. It comes when you ask: `@Entente digest now`.'
    : `Saved. It comes every ${weekdayName(day)}. \`@Entente digest now\` brings it at once.`;
}

export const USAGE =
  'Like this: `@Entente digest` for the last seven days, `@Entente digest preview` for what the next one says so far, `@Entente digest now` to have it now, `@Entente digest settings` for its day.';

export const PREVIEW = '_So far; the next digest may say something else by its day._';

/** Four weeks in figures, each with what it means. */
export function healthText(facts: Facts): string {
  const { commitments, week, reader, talks } = facts;
  const own = domain.tally(
    commitments.filter((one) => one.ownerOrganisationId === reader.organisationId),
    week,
  );
  const showsAll = domain.showsAlliance(commitments, week);
  const all = domain.tally(commitments, week);
  const open = commitments.filter(({ status }) => status === 'accepted');
  const few = 'not shown: fewer than five people owe or are owed something';
  const ours = showsAll && !domain.showsOwnBeside(commitments, week, reader) ? '' : `; by us ${own.kept}`;
  return [
    '*How the alliance is, in four weeks*',
    `• *Kept*: ${showsAll ? all.kept : few}${ours}. Done by the last date that was set before that date had passed, in the week in which it was done.`,
    `• *Moved in good time*: ${showsAll ? all.moved : 'not shown'}. Still open, with a new date set before the old one had passed. It is as good as kept.`,
    `• *Open*: ${showsAll ? open.length : 'not shown'}. Accepted, and neither done nor let go.`,
    `• *Waiting on us*: ${own.waiting}. Open with somebody of ours, and whoever waits for it has been asked.`,
    `• *Talks*: ${showsTalks(talks) ? `${talks.own + talks.others} people noted one` : 'not shown: fewer than five people of other organisations noted one'}. What Entente was told; people talk without it, too.`,
    'Declined, let go and released count nowhere. Organisations are never ranked or compared.',
  ].join('\n');
}
