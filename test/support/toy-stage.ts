/** The toy feature in the local Slack, with an alliance of Ana (who coordinates), Ben and Dana; Cleo is outside. */
import { beforeEach } from '@jest/globals';
import { newId } from '../../src/kernel/ids.ts';
import { testDatabase } from './database.ts';
import { exampleAlliance, wiredApp } from './slack.ts';
import { toy } from './toy.ts';

export const CHANNEL = '#flood-alliance';

/** Call it at the top of a test file; it ends with the file. */
export async function toyStage() {
  const database = await testDatabase();
  const lines: string[] = [];
  const write = (details: object, message: string) =>
    void lines.push(JSON.stringify({ ...details, message }));
  const { feature, done, trouble } = toy();
  const app = await wiredApp(database, [feature], { log: { info: write, warn: write, error: write } });
  const { driver, people, world } = app.slack;
  const alliance = await exampleAlliance(database, app, [people.ana, people.ben, people.dana]);
  database.atEnd(() => app.stop());
  beforeEach(async () => {
    done.length = 0;
    lines.length = 0;
    trouble.on = null;
    for (const name of Object.keys(people)) {
      driver.reload(name);
      if (driver.screen(name).modals.length > 0) await driver.close(name, { all: true });
    }
  });

  const directs = (as: string) => driver.screen(as).dms.flatMap(({ messages }) => messages);

  return {
    app,
    database,
    alliance,
    feature,
    driver,
    people,
    /** What the feature did, in order. */
    done,
    /** Where the feature shall fail. */
    trouble,
    /** The log. */
    lines,

    /** Runs `/alliance`; gives what it was answered. */
    async slash(as: string, text: string, where = CHANNEL): Promise<string> {
      const { answer } = await driver.slash(as, where, '/alliance', text);
      await app.settled();
      return (answer as { text?: string } | undefined)?.text ?? '';
    },
    /** Says something to the bot; gives its newest direct message. */
    async mention(as: string, text: string, where = CHANNEL): Promise<string> {
      await driver.say(as, where, text);
      await app.settled();
      return directs(as).at(-1)?.text ?? '';
    },
    async click(as: string, button: string, where = {}): Promise<void> {
      await driver.click(as, button, where);
      await app.settled();
    },
    modal: (as: string) => driver.screen(as).modals.at(-1)?.text,
    errors: (as: string) => driver.screen(as).modals.at(-1)?.errors ?? {},
    /** The newest direct message. */
    direct: (as: string) => directs(as).at(-1),
    /** What only they see, until they look away. */
    whispers: (as: string) =>
      [...driver.screen(as).channels, ...driver.screen(as).dms].flatMap(({ messages }) =>
        messages.filter(({ ephemeral }) => ephemeral).map(({ text }) => text),
      ),
    /** Has the feature ask Ana, Ben or Dana something. */
    async ask(who: 'ana' | 'ben' | 'dana'): Promise<void> {
      const member = alliance.members.find(({ userId }) => userId === people[who].id);
      if (!member) throw new RangeError('no such member');
      const ref = newId();
      await database.db.$transaction((tx) =>
        app.outbox.reply(tx, world.clock.now(), {
          key: `toy/${ref}`,
          personId: member.personId,
          allianceId: alliance.id,
          memberId: member.id,
          kind: 'toy.ask',
          ref,
        }),
      );
      await app.settled();
    },
  };
}
