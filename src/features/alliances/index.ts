import type { Feature } from '../../feature.ts';
import { BEGIN, begin } from './beginning.ts';
import {
  channelItem,
  channelListeners,
  inOrder,
  LOOK,
  lookAtAll,
  lookAtChannel,
  telling,
} from './channel.ts';
import { join, listeners, vacancyItem, welcomeItem } from './membership.ts';
import { nameMe, nameOrganisation } from './naming.ts';
import { cardItem, editsNorms, normsHandler, openNorms, REPLAN, replanAll, showNorms } from './norms.ts';
import { channel, closingItem, pause, pausingListeners, resume } from './pausing.ts';
import { erase } from './privacy.ts';
import { exported } from './privacy-store.ts';
import { members, role, roleGivenItem } from './role.ts';
import { rolesDeclinedItem, rolesItem } from './rounds.ts';
import { away, settingsDoor, settingsHandler } from './settings.ts';
import { type DoorsMessage, openSetup, setupHandler } from './setup.ts';
import { keepSnooze, snooze } from './snooze.ts';

/** Organisations, members, roles and set-up. `doors` makes the pinned message of a new alliance. */
export function alliances(doors: DoorsMessage): Feature {
  return {
    name: 'alliances',
    commands: [
      {
        word: 'setup',
        usage: '',
        about: 'Set up an alliance in the channel that the partners share',
        who: 'anyone',
        opens: () => true,
        open: openSetup,
      },
      { word: 'join', usage: '', about: 'Take part (again)', who: 'anyone', run: join },
      {
        word: 'name',
        usage: 'Dana Whitfield',
        about: 'Say what you are called, where I have it wrong',
        who: 'anyone',
        run: nameMe,
      },
      {
        word: 'organisation',
        usage: 'Northwind Energy',
        about: 'Say what your organisation is called here',
        who: 'first-card',
        run: nameOrganisation,
      },
      { word: 'members', usage: '', about: 'Who takes part, and as what', who: 'member', run: members },
      {
        word: 'role',
        usage: '@name [member | coordinator | leader] [sponsor | operational | front line]',
        about: 'Say what somebody is, as a leader or coordinator; another organisation is asked first',
        who: 'role',
        run: role,
      },
      {
        word: 'away',
        usage: '3 to 14 August | until Friday | back',
        about: 'Say when you are away; nothing comes from me then',
        who: 'member',
        run: away,
      },
      {
        word: 'snooze',
        usage: '1 day | 3 days | next week | until Friday | off',
        about: 'Hear nothing for a while; what waits then comes in one note',
        who: 'member',
        run: snooze,
      },
      {
        word: 'norms',
        usage: '[edit | NAME | NAME and NAME]',
        about: 'How each organisation works; two of them side by side',
        who: 'member',
        opens: editsNorms,
        open: openNorms,
        run: showNorms,
      },
      { word: 'pause', usage: '', about: 'Let the alliance rest', who: 'pause', run: pause },
      { word: 'resume', usage: '', about: 'Let it go on', who: 'pause', run: resume },
      {
        word: 'channel',
        usage: '',
        about: 'Use the alliance in this channel, too',
        who: 'channel',
        run: channel,
      },
    ],
    doors: [settingsDoor],
    items: {
      'alliances.welcome': welcomeItem,
      'alliances.roles': rolesItem,
      'alliances.roles-declined': rolesDeclinedItem,
      'alliances.role': roleGivenItem,
      'alliances.vacancy': vacancyItem,
      'alliances.closing': closingItem,
      'alliances.channel': channelItem,
      'alliances.card': cardItem,
    },
    forms: {
      'alliances.setup': setupHandler(doors),
      'alliances.settings': settingsHandler,
      'alliances.norms': normsHandler,
    },
    listen: inOrder(telling(pausingListeners), listeners, channelListeners),
    erase,
    export: (db, { memberIds, isShared }) => exported(db, memberIds, isShared),
    daily: (work, allianceId) => work.later(LOOK, allianceId),
    jobs: { [BEGIN]: begin, [REPLAN]: replanAll, [LOOK]: lookAtChannel(doors) },
    react: async (work, fact) => {
      if (fact.kind === 'workspace') await lookAtAll(work, fact.teamId);
      if (fact.kind === 'snooze-wish') await keepSnooze(work, fact.personId, fact.until);
    },
  };
}
