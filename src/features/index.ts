/** The list of features: a new one is a folder and a line here. */
import type { Feature } from '../feature.ts';
import { alliances } from './alliances/index.ts';
import { checkIns } from './check-ins/index.ts';
import { commitmentsWith } from './commitments/index.ts';
import { digests } from './digests/index.ts';
import { home } from './home/index.ts';
import { nudges } from './nudges/index.ts';
import { oppositeNumbers } from './opposite-numbers/index.ts';
import { privacy } from './privacy/index.ts';
import { receipts } from './receipts/index.ts';

export interface FeatureParts {
  /** The pinned message of a new alliance, with the doors of all features. */
  readonly doors: Parameters<typeof alliances>[0];
  /** Where programs outside Slack reach this server; without it nothing is fed to calendars. */
  readonly publicUrl?: string | undefined;
}

/** Every feature, in the order of its doors in the pinned message and of its commands in `help`. */
export function features({ doors, publicUrl }: FeatureParts): Feature[] {
  const all: readonly Feature[] = [
    home,
    commitmentsWith(publicUrl ?? null),
    checkIns,
    oppositeNumbers,
    nudges,
    digests,
    receipts,
    alliances(doors),
    privacy(() => all),
  ];
  return [...all];
}
