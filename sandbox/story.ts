/** A fortnight of an alliance, played by hand through the driver: the living example, and a test's scenario. */
import type { Driver } from './driver/driver.ts';

/** One scene: what people do, and until when time then moves. */
export interface Scene {
  readonly id: string;
  readonly title: string;
  readonly play: (stage: Stage) => Promise<void>;
}

export interface Stage {
  readonly driver: Driver;
  /** Lets the bot do all that is due now. */
  readonly settle: () => Promise<void>;
  /** Moves time there, stopping wherever something is due. */
  readonly goTo: (instant: string) => Promise<void>;
}

const CHANNEL = '#flood-alliance';
const BOT = { in: '@Entente' } as const;

/** Where no direct message reaches, a bell in the channel's thread opens what is meant for one person. */
async function answerBell(
  { driver, settle }: Stage,
  who: string,
  choose: Record<string, string>,
): Promise<void> {
  await driver.click(who, 'Open', { in: CHANNEL });
  await settle();
  await driver.submit(who, choose);
  await settle();
}

const MOST_TRIES = 5;

/** Hands a form in; on a machine that is too busy to save it in time, it is pressed again, as the form asks. */
async function submitted(driver: Driver, who: string, values: Record<string, string>): Promise<void> {
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    await driver.submit(who, values);
    if (Object.keys(driver.screen(who).modals.at(-1)?.errors ?? {}).length === 0) return;
  }
}

/** In order; each begins where the one before has ended. */
export const story: readonly Scene[] = [
  {
    id: 'set-up',
    title: 'Thursday: Ana sets the alliance up in the shared channel',
    async play({ driver, settle }) {
      // Isha's organisation does not let apps of others write to its people.
      driver.admin.failDms('Isha', 'user_not_visible');
      await driver.slash('Ana', CHANNEL, '/alliance', 'setup');
      await settle();
      await submitted(driver, 'Ana', {
        name: 'Flood alliance',
        purpose: 'Fewer flooded homes by next winter.',
        'Hari Menon, Head of civil protection': 'Member · operational',
        'Fay Lindqvist, Field engineer': 'Member · front line',
        'Isha Patel, Neighbourhood officer': 'Member · front line',
      });
      await settle();
      await driver.close('Ana', { all: true });
    },
  },
  {
    id: 'accepted',
    title: 'Friday: Northwind and Aldermoor accept the roles proposed for them',
    async play({ driver, settle, goTo }) {
      await goTo('2026-01-09T15:00:00Z');
      for (const who of ['Dana', 'Eli', 'Gita', 'Hari']) await driver.click(who, 'Accept', BOT);
      await settle();
    },
  },
  {
    id: 'paired',
    title: 'Ana pairs Cleo with Fay, every second Tuesday; Northwind agrees on Monday',
    async play({ driver, settle, goTo }) {
      await driver.slash('Ana', CHANNEL, '/alliance', 'pair @cleo @ben every second Tuesday');
      await driver.slash('Ana', CHANNEL, '/alliance', 'pair @cleo @fay every second Tuesday');
      await settle();
      await goTo('2026-01-12T14:30:00Z');
      await driver.click('Dana', 'Accept', BOT);
      await settle();
    },
  },
  {
    id: 'checked-in',
    title: 'Tuesday: Cleo and Fay are each asked at their own nine o’clock, and answer',
    async play({ driver, settle, goTo }) {
      await goTo('2026-01-13T15:00:00Z');
      await driver.click('Fay', 'We spoke', BOT);
      await settle();
      await driver.click('Fay', 'Add a remark', BOT);
      await settle();
      await driver.submit('Fay', { text: 'Between us: the pumps worry me a little.' });
      await settle();
      await driver.click('Cleo', 'We spoke', BOT);
      await settle();
    },
  },
  {
    id: 'promised',
    title: 'Wednesday: Hari promises two things, and Ana writes one down for Isha',
    async play(stage) {
      const { driver, settle, goTo } = stage;
      await goTo('2026-01-14T05:00:00Z');
      await driver.say('Hari', CHANNEL, '@entente I will send the flood map to @eli by Friday');
      await settle();
      await driver.click('Hari', 'Record it', BOT);
      await settle();
      await driver.click('Hari', 'I promise…', { in: CHANNEL });
      await settle();
      await driver.submit('Hari', { What: 'book the town hall', 'By when': '2026-01-16' });
      await settle();
      await driver.close('Hari', { all: true });
      await goTo('2026-01-14T09:30:00Z');
      await driver.slash(
        'Ana',
        CHANNEL,
        '/alliance',
        'commit @isha will bring the list of wards to @cleo by 23 January',
      );
      await settle();
      await driver.click('Ana', 'Record it', BOT);
      await settle();
      await goTo('2026-01-15T06:00:00Z');
      await answerBell(stage, 'Isha', { 'Your answer': 'Accept' });
    },
  },
  {
    id: 'due',
    title: 'Friday: both of Hari’s promises are due, in one note; he has done one',
    async play({ driver, settle, goTo }) {
      await goTo('2026-01-16T06:00:00Z');
      await driver.click('Hari', 'Done', { ...BOT, message: 'town hall' });
      await settle();
    },
  },
  {
    id: 'late',
    title: 'Monday: Hari is told whom the next step asks, and when; leaders read their digest',
    async play({ goTo }) {
      await goTo('2026-01-19T18:00:00Z');
    },
  },
  {
    id: 'asked',
    title: 'Wednesday: only now is Eli asked; Hari takes up the new date with a click',
    async play({ driver, settle, goTo }) {
      await goTo('2026-01-21T18:00:00Z');
      await driver.click('Eli', 'Next week is fine', BOT);
      await settle();
      await goTo('2026-01-23T12:00:00Z');
    },
  },
];
