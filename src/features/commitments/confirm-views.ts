/** What was read is shown back before anything is recorded: who, what, by when, for whom, and who may see it. */
import type { ItemView } from '../../item.ts';
import { isWorkingDay, whyOff } from '../../kernel/calendar.ts';
import { weekdayName } from '../../kernel/rhythm.ts';
import { weekdayOf } from '../../kernel/zoned.ts';
import { dayWords } from '../../slack/blocks.ts';
import type { Commitment } from './domain.ts';
import { type Draft, type DraftContent, missing } from './draft.ts';
import { CHOICES, line } from './views.ts';
import { bare, forWhom, inFull, nameOf, type Scene } from './words.ts';

/** Shows one that was read, with what its speaker may do about it. */
export function confirmView({ id: _, ...draft }: Draft, scene: Scene): ItemView {
  const { content, status } = draft;
  const full = contentText(content, scene);
  const own = content.ownerId === draft.speakerId;
  const owner = nameOf(scene.people, content.ownerId);
  if (status === 'dropped') return line('Left unrecorded.');
  if (status === 'recorded') return line(noted(own, owner, full));
  const rest = [CHOICES.change, CHOICES.leave];
  switch (missing(content)) {
    case 'owner':
      return {
        text: `Who takes this on: ${full}?`,
        choices: [CHOICES.mine, { ...CHOICES.change, label: 'Somebody else' }, CHOICES.leave],
      };
    case 'date': {
      const day = content.passedOn ? dayWords(content.passedOn, scene.now) : 'That day';
      return {
        text: `${day} has passed. By when is it: ${bare(content.text)}${forWhom(content.forId, scene)}?`,
        choices: [{ ...CHOICES.change, label: 'Choose a day', style: 'primary' }, CHOICES.leave],
      };
    }
    case null: {
      const other = content.otherDueOn;
      const meant = other ? [{ id: 'other-date', label: `I mean ${dayWords(other, scene.now)}` }] : [];
      const counts = own ? 'Nothing is recorded before you say so.' : `It counts once ${owner} accepts.`;
      const small = [counts, seenBy(content, scene), off(content, scene)].filter((part) => part !== '');
      return {
        text: own ? `Shall I note this for you: ${full}?` : `Shall I put this to ${owner}: ${full}?`,
        context: small.join(' '),
        choices: [CHOICES.record, ...meant, ...rest],
      };
    }
  }
}

/** What was read, for after a colon. */
export function contentText(content: DraftContent, scene: Scene): string {
  return inFull({ ...content, dueAt: content.dueAt === null ? null : new Date(content.dueAt) }, scene);
}

/** Who may see it, once it is recorded. */
function seenBy({ audience, ownerId, forId }: DraftContent, { people, reader }: Scene): string {
  const others = [...new Set([ownerId, forId])].filter((id) => id !== null && id !== reader);
  const names = others.map((id) => nameOf(people, id));
  const parts = ['You', ...names];
  switch (audience) {
    case 'pair':
      return parts.length > 1 ? `Only ${listed(['you', ...names])} see it.` : 'Only you see it.';
    case 'org': {
      const organisations = new Set([reader, ...others].map((id) => people.get(id ?? '')?.organisation));
      return `${listed([...parts, organisations.size > 1 ? 'your organisations' : 'your organisation'])} see it.`;
    }
    case 'alliance':
      return 'The whole alliance sees it.';
  }
}

function listed(words: readonly string[]): string {
  return words.length > 1 ? `${words.slice(0, -1).join(', ')} and ${words.at(-1)}` : (words[0] ?? '');
}

/** That its owner does not work on that day. Their absence is nobody's business. */
export function off({ dueOn, ownerId }: DraftContent, { people, reader }: Scene): string {
  const calendar = people.get(ownerId ?? '')?.calendar;
  if (!calendar || dueOn === null || isWorkingDay({ ...calendar, absences: [] }, dueOn)) return '';
  const why = whyOff({ ...calendar, absences: [] }, dueOn);
  const whose = ownerId === reader ? 'you do not' : `${nameOf(people, ownerId)} does not`;
  return why?.kind === 'holiday'
    ? `That day is a holiday there: ${bare(why.name)}.`
    : `That is a ${weekdayName(weekdayOf(dueOn))}, on which ${whose} work.`;
}

function noted(own: boolean, owner: string, full: string): string {
  return own ? `Noted: ${full}.` : `Put to ${owner}: ${full}. It counts once they accept.`;
}

/** That it has been written down, to whoever did. */
export function recordedText(commitment: Commitment, scene: Scene): string {
  const own = commitment.ownerId === commitment.writtenById;
  return noted(own, nameOf(scene.people, commitment.ownerId), inFull(commitment, scene));
}
