import type { Feature } from '../../feature.ts';
import { homeOf } from './store.ts';
import { homeBlocks, homeText } from './views.ts';

/** What a member owes, is owed and may expect, on one page. */
export const home: Feature = {
  name: 'home',
  commands: [
    {
      word: 'me',
      usage: '',
      about: 'What is with you, what was promised to you, and your opposite numbers',
      who: 'member',
      run: async ({ db, now, actor }) => ({ say: homeText(await homeOf(db, now, actor.member.id), now) }),
    },
  ],
  doors: [
    {
      id: 'home.me',
      label: 'My Entente',
      open: async ({ db, now, actor }) => {
        const blocks = homeBlocks(await homeOf(db, now, actor.member.id), now);
        return { form: { name: 'home.me', title: 'My Entente', blocks } };
      },
    },
  ],
};
