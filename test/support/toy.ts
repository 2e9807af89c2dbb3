/** A feature with one of everything, for tests of the shell. */
import { WebAPIPlatformError } from '@slack/web-api';
import type { Feature } from '../../src/feature.ts';
import type { Reply } from '../../src/item.ts';
import { escapeText, type Form, textInput } from '../../src/slack/blocks.ts';

const form = (where: string): Form => ({
  name: 'toy.form',
  title: 'Toy',
  submit: 'Send',
  meta: { where },
  blocks: [textInput({ name: 'text', label: 'Write something' })],
});

/** What was done, in order, and the trouble that can be had. */
export function toy() {
  const done: string[] = [];
  const trouble: { on: null | 'run' | 'open' | 'form' | 'listen' | 'channel' } = { on: null };
  const fail = (on: string) => {
    if (trouble.on === on) throw new Error('secret words of somebody');
  };
  const open = async (where: string): Promise<Reply> => {
    fail('open');
    if (trouble.on === 'channel') throw new WebAPIPlatformError({ ok: false, error: 'channel_not_found' });
    return { form: form(where) };
  };

  const feature: Feature = {
    name: 'toy',
    commands: [
      {
        word: 'echo',
        usage: 'WORDS',
        about: 'says it back',
        who: 'member',
        run: async ({ actor }, words) => {
          fail('run');
          done.push(`echo ${words}`);
          return { say: escapeText(`${actor.name}: ${words}`) };
        },
      },
      { word: 'plan', usage: '', about: 'opens a form', who: 'member', open: () => open('here') },
      {
        word: 'boss',
        usage: '',
        about: 'for those who coordinate',
        who: 'coordinator',
        run: async () => ({ say: 'As you say.' }),
      },
    ],
    doors: [{ id: 'toy.door', label: 'In', open: () => open('door') }],
    items: {
      'toy.ask': {
        render: async (_look, items) =>
          items.map(({ status }) => ({
            text: 'Will you?',
            choices:
              status === 'open'
                ? [
                    { id: 'yes', label: 'Yes' },
                    { id: 'more', label: 'More' },
                  ]
                : [],
          })),
        opens: ['more'],
        open: () => open('item'),
        choose: async (act, item, choice) => {
          done.push(choice);
          await act.outbox.settle(act.db, act.now, { ref: item.ref }, 'settled');
          return { say: `Thank you, ${act.actor.name}.` };
        },
      },
    },
    forms: {
      'toy.form': {
        who: 'member',
        submit: async (act, { text }, { where }) => {
          fail('form');
          await act.db.rateGate.create({ data: { key: text ?? '', nextAllowedAt: act.now } });
          if (text === 'bad') return { errors: { text: 'Not that.' } };
          done.push(`form ${text} for ${where}`);
          return { say: escapeText(`Kept: ${text}`) };
        },
      },
    },
    listen: {
      member_left_channel: async (_work, event) => {
        fail('listen');
        done.push(`left ${(event as { user: string }).user}`);
      },
    },
    sentence: async (_act, text) =>
      text.includes('I promise') ? { say: escapeText(`A promise: ${text}`) } : 'not mine',
  };
  return { feature, done, trouble };
}
