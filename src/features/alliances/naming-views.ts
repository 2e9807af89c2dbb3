/** Texts about names. */
import { escapeText } from '../../slack/blocks.ts';

export const nameUsage = 'Like this: `@Entente name Dana Whitfield`. It is what the others here call you.';
export const named = (name: string) => `From now on I call you *${escapeText(name)}*.`;
export const organisationUsage = 'Like this: `@Entente organisation Northwind Energy`.';
export const organisationNamed = (name: string) =>
  `From now on your organisation is *${escapeText(name)}* here.`;
export const nameTaken = (name: string) =>
  `Another organisation is called *${escapeText(name)}* here: which is which?`;
export const leadersName =
  'Your leaders and coordinators name your organisation. One of them will gladly do it.';
