/** The example's alliance, set up as Ana would: on a machine that is busy a form is opened or sent again, as it says. */
import type { Example } from '../../sandbox/example.ts';
import type { Bot } from './bot.ts';
import { until } from './until.ts';

const CHANNEL = '#flood-alliance';
const PATIENCE_MS = 60_000;
const LOOKS_MS = 5_000;

type Driver = Example['driver'];

/** Opens the form of a set-up. */
export async function openSetUp(driver: Driver, who: string): Promise<void> {
  const isOpen = () => typeof driver.screen(who).modals.at(-1)?.submit === 'string';
  const deadline = Date.now() + PATIENCE_MS;
  while (!isOpen()) {
    if (Date.now() > deadline) throw new Error(`The set-up form does not open: ${driver.transcript(who)}`);
    if (driver.screen(who).modals.length > 0) await driver.close(who, { all: true });
    await driver.slash(who, CHANNEL, '/alliance', 'setup');
    await until(isOpen, LOOKS_MS).catch(() => {});
  }
}

/** Sends it. */
export async function sendSetUp(
  driver: Driver,
  who: string,
  standings: Readonly<Record<string, string>> = {},
): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    await driver.submit(who, { name: 'Flood alliance', purpose: 'Dry feet.', ...standings });
    const [error] = Object.values(driver.screen(who).modals.at(-1)?.errors ?? {});
    if (!error) return;
    if (Date.now() > deadline) throw new Error(`The set-up form says: ${error}`);
  }
}

/** Sets the alliance up over the wire, down to what follows at once. */
export async function setUpAlliance(
  { driver, settle }: Bot,
  standings: Readonly<Record<string, string>> = {},
): Promise<void> {
  await openSetUp(driver, 'Ana');
  await sendSetUp(driver, 'Ana', standings);
  await settle();
  await driver.close('Ana', { all: true });
}
