/** Somebody who promises page after page, and presses the button under the answer: what of it they see. */
import type { Example } from '../../sandbox/example.ts';
import type { Tally } from './letters.ts';
import { promises } from './promises.ts';

export type Speaker = ReturnType<typeof speakerOf>;

export function speakerOf(slack: Example, userId: string) {
  const they = promises(slack);
  const pages: string[] = [];
  const pressed = new Set<string>();
  /** What Slack has given up telling the bot: never acknowledged, so it is owed to nobody. */
  const unheard = new Set<string>();

  return {
    unheard,
    /** Says a page of its own; resolves when Slack has its answer or has given up, and the bot has asked back. */
    async say(): Promise<string> {
      const page = `${pages.length}k`;
      pages.push(page);
      const { acked } = await they.say(userId, page);
      if (acked) await they.asked(userId, page, 60_000);
      else unheard.add(page);
      return page;
    },

    /** Presses `Record it`; whether that worked, as the person sees it. */
    async press(page: string): Promise<boolean> {
      pressed.add(page);
      if (they.isNoted(userId, page)) return true;
      const outcome = await they.press(userId, page, 'Record it');
      return outcome === null ? they.isNoted(userId, page) : outcome.ok;
    },

    /** Whether everything that was said is answered, and what was pressed is noted. */
    isThrough: (): boolean =>
      pages.every((page) => unheard.has(page) || they.answers(userId, page).length > 0) &&
      [...pressed].every((page) => they.isNoted(userId, page)),

    tally(): Tally {
      const owed = pages.filter((page) => !unheard.has(page));
      return {
        letters: pages.length,
        lost: owed.filter((page) => they.answers(userId, page).length === 0).map((page) => `page ${page}`),
        twice: pages.filter((page) => they.answers(userId, page).length > 1).map((page) => `page ${page}`),
      };
    },
  };
}
