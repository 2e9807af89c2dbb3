/** What members read about commitments outside of the nudges; wording follows current rows. */
import type { Choice, ItemView } from '../../item.ts';
import { LocalDate, localDateOf } from '../../kernel/zoned.ts';
import { dayWords } from '../../slack/blocks.ts';
import type { Commitment } from './domain.ts';
import { bare, dueWords, inFull, nameOf, opening, type Scene, titled } from './words.ts';

export const CHOICES = {
  record: { id: 'record', label: 'Record it', style: 'primary' },
  change: { id: 'change', label: 'Change' },
  leave: { id: 'leave', label: 'Leave it' },
  mine: { id: 'mine', label: 'I do', style: 'primary' },
  accept: { id: 'accept', label: 'Accept', style: 'primary' },
  decline: { id: 'decline', label: 'Decline' },
  date: { id: 'date', label: 'New date' },
  handOver: { id: 'hand-over', label: 'Hand over' },
  take: { id: 'take', label: "I'll take it", style: 'primary' },
  takeLater: { id: 'take-date', label: "I'll take it, by…", style: 'primary' },
  cannot: { id: 'cannot', label: "I can't" },
  done: { id: 'done', label: 'Done', style: 'primary' },
  letGo: { id: 'let-go', label: 'Let go' },
  needHand: { id: 'need-hand', label: 'I need a hand' },
  fits: { id: 'fits', label: 'Fits', style: 'primary' },
  nextWeek: { id: 'next-week', label: 'Next week is fine' },
  talk: { id: 'talk', label: "Let's talk" },
  help: { id: 'help', label: 'I can help' },
  release: { id: 'release', label: 'No longer needed' },
  freeTime: { id: 'free-time', label: "I'll free some time", style: 'primary' },
  talkToBoth: { id: 'talk-to-both', label: 'Talk to both' },
  reassign: { id: 'reassign', label: 'Ask someone else' },
  withdraw: { id: 'withdraw', label: 'Let it rest' },
  blocked: { id: 'blocked', label: "I'm blocked" },
  skip: { id: 'skip', label: 'Not this time' },
  reopen: { id: 'reopen', label: 'Reopen' },
  stillNeeded: { id: 'reopen', label: 'Still needed after all' },
  thanks: { id: 'thanks', label: 'Say thanks', style: 'primary' },
  notQuite: { id: 'not-quite', label: 'Not quite' },
  shareThanks: { id: 'share-thanks', label: 'All may read it', style: 'primary' },
  keepThanks: { id: 'keep-thanks', label: 'Between us' },
  history: { id: 'history', label: 'How it went' },
  more: { id: 'more', label: 'More…' },
} as const satisfies Record<string, Choice>;

/** To a sentence with "might", "try" or "hope": nothing is offered. */
export const WHEN_SURE = "That sounds open still. Say so when you are sure, and I'll note it.";

/** To "I'll be on leave", which nobody has to keep. */
export const AWAY =
  'Good to know. Tell me the days, as in `@Entente away 3 to 14 August`, and it will be quiet for you then.';

/** To words behind `commit` in which nothing was found. */
export const NOT_READ =
  "I couldn't make that out. Try: `I will send the flood map to @ben by Friday`, or `commit` alone for a form.";

/** What was said with names in place of mentions, which would ping. */
export function withNames(words: string, names: ReadonlyMap<string, string>): string {
  return words.replaceAll(/<@([UW][A-Z0-9]+)>/g, (_, userId: string) => names.get(userId) ?? 'a colleague');
}

/** A text alone: nothing is left to choose. */
export function line(text: string): ItemView {
  return { text, choices: [] };
}

/** Whether its day is over where its owner is. */
export function isPast({ dueOn, ownerId }: Commitment, { people, now }: Scene): boolean {
  const zone = people.get(ownerId)?.calendar.zone ?? 'UTC';
  return dueOn !== null && dueOn < localDateOf(now, zone);
}

/** What somebody else wrote down, to whom it would fall: accepting is theirs, and no answer carries blame. */
export function proposalView(commitment: Commitment, scene: Scene): ItemView {
  const past = isPast(commitment, scene);
  const writer = opening(scene.people, commitment.writtenById);
  const ask = past ? 'Its day has passed; would another suit you?' : 'Does it suit you?';
  const context = [said(commitment), offered(commitment, scene)].filter((part) => part !== '').join(' · ');
  const accept = past ? { ...CHOICES.date, style: 'primary' as const } : CHOICES.accept;
  return {
    text: `${writer} wrote this down for you: ${inFull(commitment, scene)}. ${ask}`,
    ...(context ? { context } : {}),
    choices: [accept, ...(past ? [] : [CHOICES.date]), CHOICES.handOver, CHOICES.decline],
  };
}

/** Where it was said, for whoever may look there. */
function said({ permalink }: Commitment): string {
  return permalink && /^https:\/\/[^\s<>|]+$/.test(permalink) ? `<${permalink}|Where it was said>` : '';
}

/** That it is on offer, small, beside what its owner may still do. */
export function offered({ offeredToId }: Commitment, { people }: Scene): string {
  if (offeredToId === null) return '';
  return `Offered to ${nameOf(people, offeredToId)}; with you until they accept.`;
}

/** An offer to take something over. */
export function handoverView(commitment: Commitment, scene: Scene): ItemView {
  const past = isPast(commitment, scene);
  return {
    text: `${asksToTakeOver(commitment, scene)}: ${inFull(commitment, scene)}. Either answer is fine.`,
    choices: [past ? CHOICES.takeLater : CHOICES.take, CHOICES.cannot],
  };
}

function asksToTakeOver({ ownerId }: Commitment, { people }: Scene): string {
  const owner = opening(people, ownerId);
  const isThere = (people.get(ownerId)?.status ?? 'active') === 'active';
  return isThere ? `${owner} asks whether you could take over` : `${owner} has left. Could you take over`;
}

/** To the person it is for, at the owner's wish; `reason`: what it waits for, where its owner is blocked. */
export function handView(commitment: Commitment, scene: Scene, reason: string | null = null): ItemView {
  const owner = opening(scene.people, commitment.ownerId);
  const due = dueWords(commitment, scene, ', due ');
  const what = `${titled(commitment.text)}${due}`;
  return {
    text: reason
      ? `${owner} is blocked with ${what}: “${bare(reason)}”. Can you help?`
      : `${owner} could use a hand with ${what}.`,
    choices: peerChoices(commitment, scene),
  };
}

/** What a peer may answer; only whoever waits for it can say that it is no longer needed. */
export function peerChoices({ forId }: Commitment, { reader }: Scene): Choice[] {
  const waits = forId === null || forId === reader;
  const release = waits ? [CHOICES.release] : [];
  return [CHOICES.nextWeek, CHOICES.talk, CHOICES.help, ...release, CHOICES.history];
}

/** A decline, to whoever had proposed it and to nobody else. */
export function declinedView(commitment: Commitment, scene: Scene, by: string | null): ItemView {
  return {
    text: `${opening(scene.people, by)} can't take ${titled(commitment.text)}. Ask someone else?`,
    choices: [CHOICES.reassign, { ...CHOICES.leave, id: 'leave-declined' }],
  };
}

/** What became of it, to the person it is for and whoever wrote it down; null where it has changed again. */
export function newsView(
  commitment: Commitment,
  scene: Scene,
  data: Readonly<Record<string, unknown>>,
): ItemView | null {
  const { people } = scene;
  const what = titled(commitment.text);
  const owner = opening(people, commitment.ownerId);
  const due = dueWords(commitment, scene);
  switch (data.news) {
    case 'new-date': {
      if (data.to !== commitment.dueOn) return null;
      const from = LocalDate.safeParse(data.from);
      const was = from.success ? ` (it was ${dayWords(from.data, scene.now)})` : '';
      return line(`${what}, from ${nameOf(people, commitment.ownerId)}, is now planned for ${due}${was}.`);
    }
    case 'new-owner':
      return line(
        `${owner} has taken on ${what}${due ? `, for ${due}` : ''}; ${text(data.from, people)} passed it on.`,
      );
    case 'done': {
      if (commitment.status !== 'done') return null;
      const waited = commitment.forId === scene.reader;
      return {
        text: `${owner} has done ${what}.`,
        choices: waited ? [CHOICES.thanks, CHOICES.notQuite] : [],
      };
    }
    case 'owner-gone':
      return ownerGone(commitment, scene, data.by);
    case 'for-you':
      return forYou(commitment, scene);
    case 'reopened':
      return commitment.status === 'accepted' ? line(`${owner} has reopened ${what}.`) : null;
    case 'let-go':
      if (commitment.status !== 'let_go') return null;
      return line(
        data.by === commitment.ownerId
          ? `${owner} has let go of ${what}.`
          : `${opening(people, typeof data.by === 'string' ? data.by : null)} no longer needs ${what}; it is off ${nameOf(people, commitment.ownerId)}'s list.`,
      );
    default:
      return null;
  }
}

/** To the person it is for, whose owner does not take part any more. */
function ownerGone(commitment: Commitment, { people, reader }: Scene, by: unknown): ItemView | null {
  const { ownerId, forId, status, offeredToId } = commitment;
  if (status !== 'accepted' || by !== ownerId) return null;
  const who = opening(people, ownerId);
  const next =
    offeredToId === null
      ? 'If a colleague takes it over, you hear of it.'
      : `${opening(people, offeredToId)} has been asked to take it over.`;
  return {
    text: `${who} does not take part any more, and ${titled(commitment.text)} was with them. ${next}`,
    choices: forId === reader ? [CHOICES.release] : [],
  };
}

/** To whoever it is for from now on. */
function forYou(commitment: Commitment, scene: Scene): ItemView | null {
  if (commitment.status !== 'accepted' || commitment.forId !== scene.reader) return null;
  return line(
    `${titled(commitment.text)}, from ${nameOf(scene.people, commitment.ownerId)}, is for you now.`,
  );
}

function text(id: unknown, people: Scene['people']): string {
  return nameOf(people, typeof id === 'string' ? id : null);
}
