/** `npm run bench [case …]`: every benchmark, or those named. */
import { benchClick } from './click.ts';
import { benchDelivery } from './delivery.ts';
import { benchPlanning, benchPlanningMany } from './planning.ts';

const CASES = {
  click: benchClick,
  delivery: benchDelivery,
  planning: benchPlanning,
  'planning-many': benchPlanningMany,
} as const;

const wanted = process.argv.slice(2);
for (const [name, run] of Object.entries(CASES)) {
  if (wanted.length === 0 || wanted.includes(name)) await run();
}
