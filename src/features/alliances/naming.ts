/** What people and organisations are called, where Slack gives no name or not the right one. */
import type { Act, By } from '../../act.ts';
import type { Reply } from '../../item.ts';
import { rename, renameOrganisation } from './naming-store.ts';
import * as views from './naming-views.ts';

const LONGEST = 80;

/** A line of text that is a name: not empty, not long, no markup of Slack's. */
function readName(words: string): string | null {
  const name = words.replaceAll(/\s+/g, ' ').trim();
  return name === '' || name.length > LONGEST || /[<>@#`*]/.test(name) ? null : name;
}

export async function nameMe(act: Act, words: string): Promise<Reply> {
  const name = readName(words);
  if (!name) return { say: views.nameUsage };
  await rename(act.db, act.actor.personId, name);
  return { say: views.named(name) };
}

/** Its own leaders and coordinators name an organisation; while it has none, any of its people. */
export async function nameOrganisation({ db, actor }: By<Act>, words: string): Promise<Reply> {
  const name = readName(words);
  if (!name) return { say: views.organisationUsage };
  const { organisationId, role } = actor.member;
  switch (await renameOrganisation(db, organisationId, name, role !== 'member')) {
    case 'done':
      return { say: views.organisationNamed(name) };
    case 'taken':
      return { say: views.nameTaken(name) };
    case 'not-yours':
      return { say: views.leadersName };
  }
}
