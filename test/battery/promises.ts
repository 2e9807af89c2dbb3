/**
 * People who promise things: each says a sentence that names a page of its own to the bot, is asked back once, and
 * presses a button. What becomes of every page is read off their screens.
 */
import type { Outcome } from '../../sandbox/driver/pressing.ts';
import type { Example } from '../../sandbox/example.ts';
import type { Attempt } from '../../sandbox/world/outbound.ts';
import { until } from '../support/until.ts';
import { buttonOf, inbox, wordsOf } from './inbox.ts';

export const BOT = '@Entente';
/** What people read where something went wrong on our side. */
export const FAULT = /Something went wrong on our side|That took too long/;

/** A sentence with a page that no other has. */
const sentence = (page: string, by: string) => `I will send page ${page} to @ben ${by}`;

export function promises(slack: Example) {
  const { driver, world } = slack;
  const names = (page: string) => new RegExp(`\\bpage ${page}\\b`);
  const answers = (userId: string, page: string) => {
    const pattern = names(page);
    return inbox(slack, userId).filter((message) => pattern.test(wordsOf(message)));
  };

  return {
    /** What the bot wrote to somebody about a page. */
    answers,

    /** Says it; how Slack fared with telling the bot. */
    async say(
      userId: string,
      page: string,
      by = 'by 30 January',
    ): Promise<{ acked: boolean; attempts: readonly Attempt[] }> {
      const { deliveries } = await driver.say(userId, BOT, sentence(page, by));
      const [delivery] = deliveries;
      return { acked: delivery?.acked ?? false, attempts: delivery?.attempts ?? [] };
    },

    /** Waits until the bot asks back; how long that took (milliseconds). */
    async asked(userId: string, page: string, timeoutMs = 30_000): Promise<number> {
      const began = performance.now();
      await until(() => answers(userId, page).length > 0, timeoutMs);
      return performance.now() - began;
    },

    /** Presses a button under the answer; null where it is not there. */
    async press(userId: string, page: string, label: string): Promise<Outcome | null> {
      const message = answers(userId, page).find((one) => buttonOf(one, label));
      const button = message && buttonOf(message, label);
      if (!message || !button) return null;
      return driver.click(userId, button.action_id, {
        in: message.channelId,
        message: message.ts,
        ...(button.value ? { value: button.value } : {}),
      });
    },

    /** Whether the person reads that it was noted. */
    isNoted: (userId: string, page: string) =>
      answers(userId, page).some((one) => wordsOf(one).includes('Noted')),

    /** How many whispers in which something went wrong somebody has had. */
    faultsTold: (userId: string) =>
      world.ephemerals.filter(({ to, text }) => to === userId && FAULT.test(text)).length,
  };
}
