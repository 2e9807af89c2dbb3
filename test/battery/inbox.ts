/** What people see in their direct messages with the bot, read as it stands there, without drawing whole screens. */
import type { Example } from '../../sandbox/example.ts';
import type { Message } from '../../sandbox/world/model.ts';

/** What the bot wrote to somebody, oldest first. */
export function inbox({ world }: Pick<Example, 'world'>, userId: string): Message[] {
  const dms = [...world.dms.values()].filter(({ members }) => members.has(userId));
  return dms.flatMap(({ id }) => world.messagesIn(id).filter((message) => message.userId !== userId));
}

/** All that a message says, its buttons included. */
export function wordsOf({ text, blocks = [] }: Pick<Message, 'text' | 'blocks'>): string {
  return `${text}\n${JSON.stringify(blocks)}`;
}

/** The key that a message carries: the same twice is the same message twice. */
function keyOf({ metadata }: Pick<Message, 'metadata'>): string | null {
  const { key } = (metadata?.event_payload ?? {}) as { key?: unknown };
  return typeof key === 'string' ? key : null;
}

/** Keys that somebody sees more than once. */
export function doubledKeys(slack: Pick<Example, 'world'>, userId: string): string[] {
  const keys = inbox(slack, userId)
    .map(keyOf)
    .filter((key) => key !== null);
  return keys.filter((key, n) => keys.indexOf(key) !== n);
}

interface Button {
  readonly action_id: string;
  readonly value?: string;
}

/** The button of that label on a message; undefined where it has none. */
export function buttonOf({ blocks = [] }: Pick<Message, 'blocks'>, label: string): Button | undefined {
  const all = blocks.flatMap((block) => {
    const { elements = [], accessory } = block as { elements?: unknown[]; accessory?: unknown };
    return [...elements, accessory];
  }) as ({ type?: string; text?: { text?: string } } & Button)[];
  return all.find((one) => one?.type === 'button' && one.text?.text === label);
}
