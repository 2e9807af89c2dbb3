/** One person asks the bot for everything that can be asked for, and keeps what they see on the way. */
import type { Screen } from '../../sandbox/driver/screen.ts';
import type { Bot } from './bot.ts';

const CHANNEL = '#flood-alliance';
/** Words that change something for everybody when they stand alone; all others only show. */
const CHANGES = new Set(['pause', 'resume', 'join', 'setup', 'channel', 'leaving']);

/** Everything that people saw, by their first names: blocks, notifications, forms, what was whispered. */
export class Asking {
  readonly #bot: Bot;
  readonly #seen = new Map<string, Set<string>>();
  /** How often somebody asked for something. */
  asked = 0;

  constructor(bot: Bot) {
    this.#bot = bot;
  }

  /** All that a person has seen since they were last forgotten. */
  seenBy(who: string): string {
    return [...(this.#seen.get(who) ?? [])].join('\n');
  }

  /** Looks at a person's screen as it is now. */
  look(who: string): Screen {
    const { driver, slack } = this.#bot;
    const screen = driver.screen(who);
    const seen = this.#see(who);
    seen.add(JSON.stringify([screen.modals, screen.homes, screen.notices]));
    for (const { id, messages } of [...screen.channels, ...screen.dms]) {
      for (const message of messages) {
        seen.add(JSON.stringify([message.text, message.blocks]));
        for (const file of message.files) seen.add(this.#fileText(file.id));
      }
      // What a notification says is not on the screen any more.
      for (const { text } of slack.world.messagesIn(id)) seen.add(text);
    }
    return screen;
  }

  /** Every word: as a slash command in the channel where they have one, else in the bot's direct messages. */
  async words(who: string, words: readonly string[]): Promise<void> {
    const { driver } = this.#bot;
    for (const word of words.filter((one) => !CHANGES.has(one.split(' ')[0] ?? ''))) {
      const isDone = await this.#try(who, () => driver.slash(who, CHANNEL, '/alliance', word));
      if (!isDone) await this.#try(who, () => driver.say(who, '@Entente', word));
    }
    this.look(who);
  }

  /** Every door of the pinned message, Home, and every button of theirs that shows more. */
  async doors(who: string): Promise<void> {
    const { driver } = this.#bot;
    await this.#try(who, () => driver.openHome(who));
    for (const place of [CHANNEL, '@Entente']) {
      const { channels, dms } = this.look(who);
      const here = place === CHANNEL ? channels.find(({ name }) => `#${name}` === CHANNEL) : dms[0];
      const labels = here?.messages.flatMap(({ controls }) => controls.map(({ label }) => label)) ?? [];
      for (const label of new Set(labels.filter((one) => SHOWS.test(one))))
        await this.#try(who, () => driver.click(who, label, { in: place }));
    }
    this.look(who);
  }

  /** What needs a form: each opened by a word, and sent with these values. */
  async forms(
    who: string,
    wanted: readonly (readonly [string, Readonly<Record<string, string>>])[],
  ): Promise<void> {
    const { driver } = this.#bot;
    for (const [word, values] of wanted) {
      const opened =
        (await this.#open(who, () => driver.slash(who, CHANNEL, '/alliance', word))) ||
        ((await this.#try(who, () => driver.say(who, '@Entente', word))) &&
          (await this.#open(who, () => driver.click(who, 'Open', { in: '@Entente' }))));
      if (!opened) continue;
      await this.#try(who, () => driver.submit(who, values));
    }
    this.look(who);
  }

  /** True where it has opened a form, which then stays. */
  async #open(who: string, act: () => Promise<unknown>): Promise<boolean> {
    const { driver, settle } = this.#bot;
    const done = await act().then(
      () => true,
      () => false,
    );
    if (done) await settle();
    const { modals } = driver.screen(who);
    this.#see(who).add(JSON.stringify(modals));
    return done && modals.length > 0;
  }

  /** How the first thing on a page went, where its menu offers that. */
  async #histories(who: string): Promise<void> {
    const { driver, settle } = this.#bot;
    const menus = driver.screen(who).modals.at(-1)?.controls ?? [];
    const menu = menus.find(({ options }) => options.some(({ label }) => label === HISTORY));
    if (!menu) return; // one answer a page
    await driver.submit(who, { [menu.blockId]: HISTORY }).catch(() => {});
    await settle();
    this.asked += 1;
    this.#see(who).add(JSON.stringify(driver.screen(who).modals));
  }

  /** What stands in a file, and in the words beside a picture. */
  #fileText(id: string): string {
    const file = this.#bot.slack.world.files.get(id);
    const words = file?.name.endsWith('.png') ? '' : (file?.bytes?.toString() ?? '');
    return [file?.name, file?.title, file?.altText, words].join('\n');
  }

  #see(who: string): Set<string> {
    const seen = this.#seen.get(who) ?? new Set();
    this.#seen.set(who, seen);
    return seen;
  }

  /** False where this person has no such thing to do, and so is shown nothing. */
  async #try(who: string, act: () => Promise<unknown>): Promise<boolean> {
    const { driver, settle } = this.#bot;
    const done = await act().then(
      () => true,
      () => false,
    );
    if (!done) return false;
    this.asked += 1;
    await settle();
    const { modals } = driver.screen(who);
    if (modals.length === 0) return true; // what was answered in a message stays to be looked at
    this.#see(who).add(JSON.stringify(modals));
    await this.#histories(who);
    await driver.close(who, { all: true });
    return true;
  }
}

const HISTORY = 'How it went';
const SHOWS =
  /…$|^(My Entente|Settings|We spoke|Why this\?|Change my answer|Add a remark|Open|How it went|Offer time|Decide what waits|Thank .*)$/;
