/** Texts about an alliance that rests. */
import { cut, dayWords, escapeText } from '../../slack/blocks.ts';

const MOST_LISTED = 10;
const LONGEST = 120;

/** The last note of somebody who owes something, before an alliance rests. */
export function closing(
  alliance: string,
  byCoordinator: boolean,
  owed: readonly { readonly text: string; readonly dueOn: string | null }[],
  now: Date,
): string {
  const name = `*${escapeText(alliance)}*`;
  const why = byCoordinator ? `A coordinator has paused ${name}` : `The channel of ${name} is closed for now`;
  const lines = owed.slice(0, MOST_LISTED).map(({ text, dueOn }) => {
    const what = escapeText(cut(text.replaceAll(/\s+/g, ' '), LONGEST));
    return `• ${what}${dueOn ? `, ${dayWords(dueOn, now)}` : ''}`;
  });
  const more = owed.length - MOST_LISTED;
  return [
    `${why}, so nothing more comes from me about it until it goes on. What is open with you:`,
    ...lines,
    ...(more > 0 ? [`• and ${more} more`] : []),
  ].join('\n');
}

export const pausing = {
  done: (alliance: string) =>
    `*${escapeText(alliance)}* rests from now on: no notes, no check-ins, no reminders. Whoever owes something reads it once more. \`@Entente resume\` goes on.`,
  already: (alliance: string) => `*${escapeText(alliance)}* rests already. \`@Entente resume\` goes on.`,
  resumed: (alliance: string) =>
    `*${escapeText(alliance)}* goes on. Whoever owes something is asked whether its day still fits.`,
  running: (alliance: string) => `*${escapeText(alliance)}* is not paused.`,
  closed: (alliance: string) =>
    `Noted. *${escapeText(alliance)}* goes on as soon as its channel is open again.`,
};

export const channels = {
  added: (alliance: string) =>
    `What is said to me here is about *${escapeText(alliance)}* from now on. Notes, bells and the pinned message stay in its first channel.`,
  already: (alliance: string) => `This channel belongs to *${escapeText(alliance)}* already.`,
  direct: 'Say that in the channel that you would like to add.',
};
