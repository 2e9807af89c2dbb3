/** Buttons and forms that the bot has not made, put before a person as if it had: what a client may make of any id. */
import type { Example } from '../../sandbox/example.ts';
import { postMessage, removeMessage } from '../../sandbox/world/messages.ts';
import { openModal } from '../../sandbox/world/views.ts';
import { openDm } from '../../sandbox/world/visibility.ts';
import { sealBy } from '../../src/shell/index.ts';

/** So many a person may have under way: enough to keep bot and database busy. */
const AT_ONCE = 12;

export interface CraftedButton {
  readonly action: string;
  readonly value: string;
}

export interface CraftedForm {
  readonly name: string;
  readonly allianceId: string | null;
  readonly meta: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, string>>;
}

/** For an app that is reached over HTTP: its seals are known here, so that nothing rests on them alone. */
export function crafting({ world, driver, app, installation, bot, signingSecret }: Example) {
  const seal = sealBy(signingSecret);

  function userOf(who: string) {
    const user = [...world.users.values()].find(({ realName }) => realName.startsWith(who));
    if (!user) throw new RangeError(`there is no ${who}`);
    return user;
  }

  return {
    /** What somebody has before them alone: whispers and modals. */
    read(who: string): string {
      const { id } = userOf(who);
      const whispers = world.ephemerals.filter(({ to }) => to === id).map(({ text }) => text);
      const modals = world
        .modalsOf(id)
        .flatMap(({ data, errors }) => [JSON.stringify(data.blocks), ...Object.values(errors)]);
      return [...whispers, ...modals].join('\n');
    },

    /** Looks away from all that. */
    lookAway(who: string): void {
      const { id } = userOf(who);
      world.ephemerals = world.ephemerals.filter(({ to }) => to !== id);
      world.modalsOf(id).length = 0;
    },

    /** Clicks a button in a direct message of the bot's. */
    click(who: string, action: string, value: string): Promise<void> {
      return this.clickAll(who, [{ action, value }]);
    },

    /** Clicks buttons in direct messages of the bot's, those of one message at the same time. */
    async clickAll(who: string, buttons: readonly CraftedButton[]): Promise<void> {
      const channel = openDm(world, bot, userOf(who));
      const text = { type: 'plain_text', text: 'Press' };
      for (let at = 0; at < buttons.length; at += AT_ONCE) {
        const blocks = buttons.slice(at, at + AT_ONCE).map(({ action, value }, n) => ({
          type: 'actions',
          block_id: `crafted-${n}`,
          elements: [{ type: 'button', action_id: action, value, text }],
        }));
        const message = postMessage(world, { channel, author: bot, installation, text: 'crafted', blocks });
        const where = { in: channel.id, message: message.ts };
        const names = blocks.map(({ block_id, elements: [button] }) => `${block_id}/${button?.action_id}`);
        await Promise.all(names.map((name) => driver.click(who, name, where)));
        removeMessage(world, message);
      }
    },

    /** Sends a form. */
    async send(who: string, { name, allianceId, meta, values }: CraftedForm): Promise<void> {
      const carried = JSON.stringify({ a: allianceId, c: null, m: meta, q: [], s: [] });
      const text = (words: string) => ({ type: 'plain_text', text: words });
      const inputs = Object.entries(values).map(([input, value]) => ({
        type: 'input',
        block_id: input,
        optional: true,
        label: text(input.slice(0, 100)),
        element: { type: 'plain_text_input', action_id: input, initial_value: value },
      }));
      const data = {
        type: 'modal',
        callback_id: name,
        title: text('Crafted'),
        submit: text('Send'),
        private_metadata: seal(carried) + carried,
        blocks: inputs.length > 0 ? inputs : [{ type: 'divider' }],
      };
      openModal(world, { app, installation, user: userOf(who), data, onTop: false });
      await driver.submit(who);
    },
  };
}
