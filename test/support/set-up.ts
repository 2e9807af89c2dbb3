/** The example's alliance, set up as Ana would. */
import type { Bot } from './bot.ts';

const CHANNEL = '#flood-alliance';
const MOST_TRIES = 5;

/** Sets it up over the wire; on a machine that is busy it is pressed again, as the form says. */
export async function setUpAlliance(
  { driver, settle }: Bot,
  standings: Readonly<Record<string, string>> = {},
): Promise<void> {
  await driver.slash('Ana', CHANNEL, '/alliance', 'setup');
  await settle();
  for (let tries = 1; ; tries += 1) {
    await driver.submit('Ana', { name: 'Flood alliance', purpose: 'Dry feet.', ...standings });
    const [error] = Object.values(driver.screen('Ana').modals.at(-1)?.errors ?? {});
    if (!error) break;
    if (tries === MOST_TRIES) throw new Error(`The set-up form says: ${error}`);
  }
  await settle();
  await driver.close('Ana', { all: true });
}
