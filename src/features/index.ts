/** The list of features: a new one is a folder and a line here. */
import type { Feature } from '../feature.ts';
import { alliances } from './alliances/index.ts';
import { checkIns } from './check-ins/index.ts';
import { commitments } from './commitments/index.ts';
import { digests } from './digests/index.ts';
import { home } from './home/index.ts';
import { nudges } from './nudges/index.ts';
import { oppositeNumbers } from './opposite-numbers/index.ts';
import { receipts } from './receipts/index.ts';

export interface FeatureParts {
  /** The pinned message of a new alliance, with the doors of all features. */
  readonly doors: Parameters<typeof alliances>[0];
}

/** Every feature, in the order of its doors in the pinned message and of its commands in `help`. */
export function features({ doors }: FeatureParts): Feature[] {
  return [home, commitments, checkIns, oppositeNumbers, nudges, digests, receipts, alliances(doors)];
}
