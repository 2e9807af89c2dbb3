/** Every word of a digest. */
import type { ItemView } from '../../item.ts';
import { daysBetween } from '../../kernel/zoned.ts';
import { cut, dayWords, escapeText } from '../../slack/blocks.ts';
import { suggested } from './acts-domain.ts';
import { decisionLines, suggestion, talkLines, thanksLines } from './acts-views.ts';
import { coordinatorView, followThroughLine } from './coordinator-views.ts';
import * as domain from './domain.ts';
import { byContact, type Facts, type Person } from './facts-domain.ts';
import { listing } from './naming-domain.ts';
import type { Eight } from './picture-domain.ts';
import { capital, dateOf, nameOf, numberWord, title } from './word-views.ts';

/** What the picture's marks stand for. */
const PICTURE_TITLE = 'Eight weeks, the latest on the right. Blue: kept. Amber: moved in good time.';

const MOST_PAIRS = 2;
const MOST_REMARKS = 2;

/** A digest: at most a dozen lines, and one suggested act. */
export function digestView(facts: Facts): ItemView {
  const { commitments, week, reader, kind } = facts;
  const own = commitments.filter((one) => one.ownerOrganisationId === reader.organisationId);
  const showsAlliance = domain.showsAlliance(commitments, week);
  const ours = domain.tally(own, week);
  const totals = { ...domain.tally(showsAlliance ? commitments : own, week), waiting: ours.waiting };
  const mine = kind === 'coordinator' ? coordinatorView(facts, showsAlliance) : null;
  const act = mine?.isAsking ? { lines: [], choices: [] } : suggestion(facts);
  const happenings = [
    ...(domain.showsOwnBeside(commitments, week, reader) && showsAlliance && ours.kept + ours.moved > 0
      ? [`From us: ${counts(ours)}.`]
      : []),
    ...(suggested(facts.acts) === 'decide' ? [] : decisionLines(facts)),
    ...thanksLines(facts),
    ...remarkLines(facts),
  ];
  const isQuiet = totals.kept + totals.moved + totals.waiting === 0 && happenings.length === 0;
  const head = headline(totals, facts, showsAlliance);
  // A week without events is one line; what is open is on everybody's own list anyway.
  const lines =
    isQuiet && !mine?.isAsking && (mine?.lines.length ?? 0) <= 1
      ? mine
        ? [[...mine.lines, head].join(' ')]
        : [head, ...followThroughLine(facts)]
      : [
          ...(mine?.lines ?? []),
          head,
          ...pairLines(facts), // the reader's own link first
          ...listLine(facts, 'we owe'),
          ...listLine(facts, 'we wait for'),
          ...happenings,
          ...talkLines(facts),
          ...(mine ? [] : followThroughLine(facts)),
        ];
  const choices = [...(mine?.choices ?? []), ...act.choices];
  const { picture } = facts;
  const text = [...lines, ...act.lines].join('\n');
  return { text, ...(picture ? { picture: { ...picture, title: PICTURE_TITLE } } : {}), choices };
}

function headline({ kept, moved, waiting }: domain.Tally, { week }: Facts, isAlliance: boolean): string {
  const weeks = Math.max(1, Math.round((daysBetween(week.since, week.until) + 1) / 7));
  if (kept + moved + waiting === 0) {
    const calm = weeks === 1 ? 'A quiet week' : `${capital(numberWord(weeks))} quiet weeks`;
    return `${calm}: nothing was finished or moved, and nothing waits on us.`;
  }
  const mood = kept > 0 ? 'steady' : 'calm';
  const opening = weeks === 1 ? `A ${mood} week` : `${capital(numberWord(weeks))} ${mood} weeks`;
  const parts = [
    ...(kept > 0 ? [`${kept} kept`] : []),
    ...(moved > 0 ? [`${moved} moved in good time`] : []),
    ...(waiting > 0 ? [`${waiting} waiting on us`] : []),
  ];
  return `${opening}${isAlliance ? '' : ' for us'}: ${parts.join(', ')}.`;
}

function counts({ kept, moved }: Pick<domain.Tally, 'kept' | 'moved'>): string {
  return [...(kept > 0 ? [`${kept} kept`] : []), ...(moved > 0 ? [`${moved} moved in good time`] : [])].join(
    ', ',
  );
}

function listLine(facts: Facts, which: 'we owe' | 'we wait for'): string[] {
  const { named, more, isCounted } = listing(facts.commitments, facts.reader, which);
  const number = isCounted ? String(more) : 'some';
  if (named.length === 0)
    return more === 0 ? [] : [`*${capital(which)}*: ${number}, each in its owner's hands.`];
  const words = named.map((one) => commitmentWords(one, facts));
  return [`*${capital(which)}*: ${words.join(', ')}${more > 0 ? ` and ${number} more` : ''}.`];
}

function commitmentWords({ text, ownerId, forId, dueOn }: domain.Commitment, facts: Facts): string {
  const owner = nameOf(facts, ownerId);
  const who = forId ? `${owner} for ${nameOf(facts, forId)}` : owner;
  return `${title(text)} (${who}${dueOn ? `, ${dayWords(dueOn, dateOf(facts))}` : ''})`;
}

function pairLines(facts: Facts): string[] {
  return byContact(facts.pairs)
    .slice(0, MOST_PAIRS)
    .map(({ otherId, spokeOn }) => {
      const both = `You and ${nameOf(facts, otherId)}`;
      return spokeOn
        ? `${both} last noted a talk on ${dayWords(spokeOn, dateOf(facts))}.`
        : `${both} have not noted a talk yet.`;
    });
}

function remarkLines(facts: Facts): string[] {
  return facts.remarks.slice(-MOST_REMARKS).map(({ authorId, text }) => {
    return `Shared by ${nameOf(facts, authorId)}: “${escapeText(cut(text.replace(/\s+/g, ' '), 200))}”`;
  });
}

/** Somebody would like a word; to their opposite number. */
export function wordView(asker: Pick<Person, 'name' | 'organisation'>, wasSettled: boolean): ItemView {
  const name = escapeText(cut(asker.name, 80));
  if (wasSettled) return { text: `Thanks. ${name} knows.`, choices: [] };
  return {
    text: `${name} (${escapeText(cut(asker.organisation, 80))}) would like a word with you this week. A call or a message is enough.`,
    choices: [
      { id: 'gladly', label: 'Gladly', style: 'primary' },
      { id: 'later', label: 'Not this week' },
    ],
  };
}

/** What the opposite number says to it. */
export function wordAnswerView(other: string, gladly: boolean): ItemView {
  const name = escapeText(cut(other, 80));
  const text = gladly
    ? `${name} is glad to have a word: who calls first?`
    : `${name} would rather have that word another week.`;
  return { text, choices: [] };
}

/** What a picture shows, in words: the text alternative. Weeks without any are not gone through one by one. */
export function pictureAlt({ isAlliance, weeks }: Eight): string {
  const whose = isAlliance ? 'in the alliance' : 'by our organisation';
  const told = weeks
    .filter(({ kept, moved }) => kept + moved > 0)
    .map(({ until, kept, moved }) => `${counts({ kept, moved })} in the week to ${dayWords(until)}`);
  const rest = told.length < weeks.length ? '; none in the other weeks' : '';
  return `Commitments ${whose} in eight weeks: ${told.join('; ')}${rest}.`;
}
