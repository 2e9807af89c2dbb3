/**
 * What a nudge says. The policy (feature `nudges`) decides when and to whom and hands over a step with whom it
 * asks next; the words are here, beside the moves that answer them, and follow the day on which they are sent.
 */
import type { Choice, ItemView } from '../../item.ts';
import { addDays, type LocalDate, localDateOf, startOfWeek } from '../../kernel/zoned.ts';
import { dayWords } from '../../slack/blocks.ts';
import type { Commitment } from './domain.ts';
import { CHOICES, isPast, offered, peerChoices, proposalView } from './views.ts';
import {
  bare,
  dueWords,
  forWhom,
  isResting,
  nameOf,
  opening,
  quiet,
  type Scene,
  spokenDay,
  titled,
} from './words.ts';

/** What the policy tells of a step. */
export interface NudgeData {
  readonly step: string;
  /** Whom the bot asks next if nothing moves, and on which day of the owner's. */
  readonly next: {
    readonly step: string;
    readonly who: string | null;
    readonly on: LocalDate;
    /** By how many working days the usual reply time of this member's organisation has slowed it. */
    readonly slower?: { readonly days: number; readonly of: string } | null | undefined;
  } | null;
  /** Who asked for it by hand. */
  readonly by?: string | undefined;
  /** The steps that were taken since its day was last set, and when each reached whom it asks. */
  readonly asked?: readonly { readonly step: string; readonly deliveredAt: Date | null }[];
}

const OWNER: Choice[] = [
  CHOICES.done,
  CHOICES.date,
  CHOICES.handOver,
  CHOICES.needHand,
  CHOICES.letGo,
  CHOICES.more,
];

/** The nudge as it reads now; null where it no longer holds. */
export function nudgeView(commitment: Commitment, scene: Scene, data: NudgeData): ItemView | null {
  const { people, reader } = scene;
  const what = titled(commitment.text);
  const owner = opening(people, commitment.ownerId);
  const proposed = data.step === 'proposed-reminder' || data.step === 'proposed-unanswered';
  if (commitment.status !== (proposed ? 'proposed' : 'accepted')) return null;
  switch (data.step) {
    case 'proposed-reminder': {
      const view = proposalView(commitment, scene);
      const after = data.next
        ? ` If it is open ${nextDay(data.next.on, commitment, scene)}, I tell ${nameOf(people, commitment.writtenById)} that it was not picked up; it never counts as late.`
        : '';
      const choices = [...view.choices, CHOICES.history];
      return { ...view, choices, context: `Any answer is fine.${after}` };
    }
    case 'proposed-unanswered':
      return {
        text: `${what} was not picked up by ${nameOf(people, commitment.ownerId)}. Ask someone else, or let it rest?`,
        choices: [CHOICES.reassign, CHOICES.withdraw, CHOICES.history],
      };
    case 'half-time': {
      const due = dueWords(commitment, scene, ' for ');
      return {
        text: `${what} is with you${due}. Does that still fit your weeks?`,
        choices: [CHOICES.fits, CHOICES.date, CHOICES.handOver, CHOICES.letGo, CHOICES.more],
      };
    }
    case 'review':
      return owned(commitment, scene, `${what} has no day yet. Is there one that suits?`);
    case 'heads-up':
    case 'due':
      return owned(commitment, scene, dayText(commitment, scene));
    case 'late':
    case 'tell-leader-next':
    case 'tell-coordinator-next':
      return owned(commitment, scene, openText(commitment, scene, data), slowedText(data, scene));
    case 'by-hand': {
      const asker = opening(people, data.by ?? null);
      return owned(
        commitment,
        scene,
        `${asker} asks whether a new date would help with ${what}. Any answer is fine.`,
      );
    }
    case 'ask-peer': {
      const waits = commitment.forId === reader;
      const ask = waits ? 'Do you still need it, and when?' : 'Is it still needed, and when?';
      return {
        text: `${what}, from ${owner}, is still open. ${ask}`,
        choices: peerChoices(commitment, scene),
      };
    }
    case 'ask-leader': {
      const due = dueWords(commitment, scene, ' (') && `${dueWords(commitment, scene, ' (')})`;
      const whom = commitment.forId ? organisationOf(commitment.forId, scene) : '';
      return {
        text: `${what}${whom}${due} is still open with ${owner}. Could you free some time? ${owner} has seen this note.`,
        choices: [CHOICES.freeTime, CHOICES.talkToBoth, CHOICES.history],
      };
    }
    default:
      return null;
  }
}

function owned(commitment: Commitment, scene: Scene, text: string, small = ''): ItemView {
  const context = [offered(commitment, scene), small].filter((part) => part !== '').join(' ');
  return { text, ...(context ? { context } : {}), choices: OWNER };
}

/** "Today: flood map, for Ben." on its day, also of a heads-up that leaves late; coming up before, open after. */
function dayText(commitment: Commitment, scene: Scene): string {
  const what = `${bare(commitment.text)}${forWhom(commitment.forId, scene)}`;
  const { dueOn } = commitment;
  if (dueOn === null) return `Coming up: ${what}.`;
  if (isPast(commitment, scene))
    return `${titled(commitment.text)} was planned for ${day(dueOn, commitment, scene)}.`;
  const today = localDateOf(scene.now, zoneOf(commitment, scene));
  if (dueOn === today) return `Today: ${what}.`;
  return `${dueOn === addDays(today, 1) ? 'Tomorrow' : `Coming up ${nextDay(dueOn, commitment, scene)}`}: ${what}.`;
}

/** That it is open, and whom the bot asks next, so that nobody hears of it before its owner does. */
function openText(commitment: Commitment, scene: Scene, { step, next, asked = [] }: NudgeData): string {
  const { dueOn } = commitment;
  const was = step === 'late' && dueOn ? `was planned for ${day(dueOn, commitment, scene)}` : 'is still open';
  const opened = `${titled(commitment.text)} ${was}.`;
  if (isResting(commitment, scene.now)) return `${opened} ${quiet(commitment, scene)}`;
  if (!next) return `${opened} Is there a day that suits better?`;
  const who = nameOf(scene.people, next.who);
  // A note is redrawn long after it was sent: by then the next step may have been taken.
  const taken = asked.find((one) => one.step === next.step);
  if (taken) return `${opened} ${askedText(next, who, taken.deliveredAt !== null, commitment)}`;
  const on = nextDay(next.on, commitment, scene);
  const ifOpen = step === 'late' ? 'If it stays open' : 'If it stays so';
  switch (next.step) {
    case 'ask-peer': {
      const whether = next.who === commitment.forId ? 'they still need it' : 'it is still needed';
      return `${opened} ${ifOpen}, ${on} I ask ${who} whether ${whether}.`;
    }
    case 'ask-leader':
      return `${opened} ${ifOpen}, ${on} I ask ${who} whether some time could be freed for it.`;
    default: // no summary does before that Monday, on whichever weekday its reader has theirs
      return `${opened} ${ifOpen}, ${who}'s first summary from ${dayWords(mondayFrom(next.on), scene.now)} on names it.`;
  }
}

/** That the step which was announced has been taken. */
function askedText(
  { step, who: id }: NonNullable<NudgeData['next']>,
  who: string,
  hasArrived: boolean,
  { forId }: Commitment,
): string {
  const verb = hasArrived ? 'I have asked' : 'I am asking';
  switch (step) {
    case 'ask-peer':
      return `${verb} ${who} whether ${id === forId ? 'they still need it' : 'it is still needed'}.`;
    case 'ask-leader':
      return `${verb} ${who} whether some time could be freed for it.`;
    default:
      return `${who}'s summary names it.`;
  }
}

/** That the norms of an organisation have slowed the next step, and by how much. */
function slowedText({ next }: NudgeData, { people }: Scene): string {
  const slower = next?.slower;
  const organisation = slower && people.get(slower.of)?.organisation;
  if (!slower || !organisation) return '';
  const days = slower.days === 1 ? 'a working day' : `${slower.days} working days`;
  return `Slowed by ${days}, as answers usually take that long at ${bare(organisation)}.`;
}

function mondayFrom(date: LocalDate): LocalDate {
  return startOfWeek(addDays(date, 6));
}

function organisationOf(id: string, { people }: Scene): string {
  const person = people.get(id);
  return person ? ` for ${bare(person.organisation)}` : '';
}

function zoneOf({ ownerId }: Commitment, { people }: Scene): string {
  return people.get(ownerId)?.calendar.zone ?? 'UTC';
}

function day(date: LocalDate, commitment: Commitment, scene: Scene): string {
  return spokenDay(date, scene.now, zoneOf(commitment, scene));
}

/** "on Thursday", "tomorrow", "on Fri 23 January". */
function nextDay(date: LocalDate, commitment: Commitment, scene: Scene): string {
  return spokenDay(date, scene.now, zoneOf(commitment, scene), 'on ');
}
