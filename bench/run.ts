/** `npm run bench [case …]`: every benchmark that needs no network, or those named. */
import { benchClick } from './click.ts';
import { benchDelivery } from './delivery.ts';
import { benchDigests } from './digests.ts';
import { benchInstall } from './install.ts';
import { benchPlanning, benchPlanningMany } from './planning.ts';
import { benchStart } from './start.ts';

const CASES = {
  click: benchClick,
  delivery: benchDelivery,
  planning: benchPlanning,
  'planning-many': benchPlanningMany,
  digests: () => benchDigests(),
  start: benchStart,
  install: benchInstall,
} as const;
/** These fetch packages, so they run when they are asked for. */
const ONLY_NAMED: readonly string[] = ['install'];

const wanted = process.argv.slice(2);
for (const [name, run] of Object.entries(CASES)) {
  if (wanted.length === 0 ? !ONLY_NAMED.includes(name) : wanted.includes(name)) await run();
}
