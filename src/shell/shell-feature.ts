/** What the shell itself has for people, as a feature among the others. */
import { z } from 'zod';
import type { Feature } from '../feature.ts';
import { OPEN_ITEM, WHICH_ITEM, WORDS_ITEM } from './names.ts';
import { ready } from './views.ts';
import { whichKind } from './which.ts';

const Words = z.object({ text: z.string() });

/** A command that was said to the bot and needs a modal, which only a click can open. */
export const Opening = z.object({ words: z.string(), channelId: z.string().nullable() });

/** The choice of such an item. Its modal is opened by the shell, also for people outside any alliance. */
export const OPEN = 'open';

export const shellFeature: Feature = {
  name: 'shell',
  items: {
    [WORDS_ITEM]: {
      render: async (_look, items) =>
        items.map(({ data }) => ({ text: Words.parse(data).text, choices: [] })),
    },
    [OPEN_ITEM]: {
      render: async (_look, items) =>
        items.map(({ data }) => ({
          text: ready(Opening.parse(data).words),
          choices: [{ id: OPEN, label: 'Open', style: 'primary' }],
        })),
      opens: [OPEN],
    },
    [WHICH_ITEM]: whichKind,
  },
};
