/** The guided tour: the first ten days of an alliance in eight steps, each done by hand. Begins where nothing is set up. */
import type { Step, Task } from './control/tour.ts';

const BOT = '@Entente';

const moveTo = (text: string, as: string, instant: string): Task => ({
  text,
  as,
  done: ({ now }) => now >= new Date(instant),
});

/** A press counts once its answer is there: a busy machine's bot may have asked to press again. */
const press = (text: string, as: string, button: string, answer: string): Task => ({
  text,
  as,
  done: ({ did, hasRead }) =>
    did(as, 'click', (act) => act.do === 'click' && act.label === button) && hasRead(as, BOT, answer),
});

const read = (text: string, as: string, words: string): Task => ({
  text,
  as,
  done: ({ hasRead }) => hasRead(as, BOT, words),
});

export const tour: readonly Step[] = [
  {
    title: 'Set the alliance up',
    about:
      'Ana’s organisation, Riverbank Trust, has installed Entente. Northwind Energy and the City of Aldermoor share one channel with it, and have installed nothing.',
    tasks: [
      {
        text: 'As Ana, write “/alliance setup” in #flood-alliance and send it.',
        as: 'Ana',
        done: ({ did }) =>
          did('Ana', 'slash', (act) => act.do === 'slash' && act.text.trim().startsWith('setup')),
      },
      {
        text: 'Give it a name, say in a sentence what it is for, and press “Set up”.',
        as: 'Ana',
        done: ({ did, hasRead }) =>
          did('Ana', 'submit') && hasRead('Ana', '#flood-alliance', 'Entente helps this alliance'),
      },
    ],
  },
  {
    title: 'Each organisation speaks for its own people',
    about:
      'What Ana proposed for Northwind takes effect when Northwind agrees: its first nominee and one colleague. Each heard of it at nine in their own morning.',
    tasks: [
      moveTo('Move time to the next working morning.', 'Ana', '2026-01-09T09:00:00Z'),
      press(
        'Become Dana, open her messages from Entente, and press “Accept”.',
        'Dana',
        'Accept',
        'Thank you',
      ),
      press('Become Eli, and press “Accept” there too.', 'Eli', 'Accept', 'Thank you'),
    ],
  },
  {
    title: 'Bring two people together',
    about:
      'Opposite numbers are two people in different organisations who keep in touch. Entente asks them at their rhythm.',
    tasks: [
      {
        text: 'As Ana, send “/alliance pair @cleo @fay every Monday” in #flood-alliance.',
        as: 'Ana',
        done: ({ did }) =>
          did('Ana', 'slash', (act) => act.do === 'slash' && /^pair\b.*\bfay\b/i.test(act.text)),
      },
      moveTo('Become Dana, and move time to her next working morning.', 'Dana', '2026-01-09T14:00:00Z'),
      press(
        'Northwind has the last word on its people: press “Accept” in Dana’s messages.',
        'Dana',
        'Accept',
        'are opposite numbers',
      ),
    ],
  },
  {
    title: 'One click is an answer',
    about:
      'On Monday morning Cleo and Fay are each asked whether they have spoken. That is all they have to do.',
    tasks: [
      moveTo('Become Cleo, and move time to next Monday.', 'Cleo', '2026-01-12T09:00:00Z'),
      press('Press “We spoke” in her messages from Entente.', 'Cleo', 'We spoke', 'Thanks'),
    ],
  },
  {
    title: 'Promise something',
    about:
      'Eli’s organisation has not installed Entente, so he has no slash commands. He simply mentions it, and nothing is recorded before he has seen what was understood.',
    tasks: [
      {
        text: 'Become Eli, and say in #flood-alliance: “@Entente I will send the list of substations to @Cleo by Friday”.',
        as: 'Eli',
        done: ({ did }) =>
          did('Eli', 'say', (act) => act.do === 'say' && /entente.*\bwill\b/is.test(act.text)),
      },
      press('Press “Record it” in his messages.', 'Eli', 'Record it', 'Noted'),
    ],
  },
  {
    title: 'On the day',
    about: 'Entente reminds whoever promised, and nobody else: one note a working day at most.',
    tasks: [
      moveTo('Move time to Friday 16 January.', 'Eli', '2026-01-16T14:00:00Z'),
      read('Read what Eli is told. Leave it open this once, to see what follows.', 'Eli', 'Today'),
    ],
  },
  {
    title: 'Late, and nobody is blamed',
    about:
      'Eli hears first, with whom the next step will ask, and when. Leaders read how the alliance is doing, not whose list is late.',
    tasks: [
      moveTo(
        'Move time to Tuesday 20 January. (Monday is a holiday where Eli works, so he is left in peace.)',
        'Eli',
        '2026-01-20T14:00:00Z',
      ),
      read('Read what Eli is told.', 'Eli', 'planned for'),
      read('Become Ben, a leader, and read his weekly digest.', 'Ben', 'week'),
    ],
  },
  {
    title: 'Help comes from a peer',
    about:
      'Three working days on, Cleo, for whom the list is, is asked what would help. Any answer of hers gives Eli air.',
    tasks: [
      moveTo('Become Cleo, and move time to Friday 23 January.', 'Cleo', '2026-01-23T09:00:00Z'),
      press('Press “Next week is fine”.', 'Cleo', 'Next week is fine', 'Thank you'),
    ],
  },
];
