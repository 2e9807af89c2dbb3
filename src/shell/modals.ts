/** Opening modals, and what a reply looks like in one. */
import type { ModalView } from '@slack/types';
import { WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import type { Actor } from '../act.ts';
import type { Reply } from '../item.ts';
import { modal } from '../slack/blocks.ts';
import { report } from '../slack/boundary.ts';
import { AbsentError } from '../slack/directory.ts';
import { patiently } from '../slack/patiently.ts';
import { type Carry, pack } from './carry.ts';
import type { Shell, Via } from './shell.ts';
import { isAtHome } from './store.ts';
import { type Asker, tellAsker } from './telling.ts';
import { drawn } from './things.ts';
import * as views from './views.ts';

const TOO_LATE = new Set([
  'expired_trigger_id',
  'trigger_expired',
  'exchanged_trigger_id',
  'trigger_exchanged',
]);

const ABSENT = new Set(['channel_not_found', 'not_in_channel']);

/** For so long somebody looks at a window that is being filled. */
const PATIENCE = { times: 2, longestS: 5 };

/**
 * Opens a modal at once, since a trigger lives three seconds, and fills it when `make` is ready. The caller does not
 * wait for that: a look commits nothing, and may ask Slack for longer than an answer may take.
 *
 * @returns a sentence for the person where Slack did not open it any more
 */
export async function openThen(
  shell: Shell,
  via: Via,
  asker: Asker & { readonly triggerId: string },
  make: () => Promise<ModalView>,
): Promise<string | null> {
  let viewId: string | undefined;
  try {
    const view = views.loadingModal();
    const opened = await via.slack.views.open({ trigger_id: asker.triggerId, view });
    viewId = opened.view?.id;
  } catch (error) {
    if (error instanceof WebAPIPlatformError && TOO_LATE.has(error.data.error))
      return views.said.tooSlowToOpen;
    throw error;
  }
  if (viewId) shell.work.add(fill(shell, via, asker, viewId, make));
  return null;
}

/** Fills an open modal anew; where Slack does not let it, says so to whoever looks at it. */
export async function fill(
  shell: Shell,
  via: Via,
  asker: Asker,
  viewId: string,
  make: () => Promise<ModalView>,
): Promise<void> {
  const sorry = (error: unknown) =>
    views.wordsModal(
      isAbsence(error)
        ? views.said.notInChannel
        : views.lookFailed(report(shell.log, error, { view: viewId })),
    );
  const show = (view: ModalView) =>
    patiently(() => via.slack.views.update({ view_id: viewId, view }), PATIENCE);
  const view = await make().catch(sorry);
  try {
    await show(view).catch(async (error: unknown) => {
      if (isClosed(error) || error instanceof WebAPIRateLimitedError) throw error;
      await show(sorry(error));
    });
  } catch (error) {
    if (isClosed(error)) return;
    const ref = report(shell.log, error, { view: viewId });
    const isLimited = error instanceof WebAPIRateLimitedError;
    await tellAsker(shell, via, asker, isLimited ? views.said.slowDown : views.lookFailed(ref)).catch(
      (again: unknown) => report(shell.log, again, { view: viewId }),
    );
  }
}

function isClosed(error: unknown): boolean {
  return error instanceof WebAPIPlatformError && error.data.error === 'not_found';
}

/** Slack's answer about a channel that the bot has not been added to: the person can mend that at once. */
function isAbsence(error: unknown): boolean {
  if (error instanceof AbsentError) return true;
  return error instanceof WebAPIPlatformError && ABSENT.has(error.data.error);
}

/** A reply as a modal of its own. */
export async function replyModal(
  shell: Shell,
  via: Via,
  reply: Reply,
  carry: Carry,
  personId: Actor['personId'],
): Promise<ModalView> {
  if (reply && 'form' in reply) return modal(reply.form, pack(shell.seal, carry, reply.form.meta));
  if (reply && 'page' in reply) {
    const { title, again = null } = reply.page;
    const parts = await drawn(shell.kinds, { db: shell.db, now: shell.clock.now() }, reply.page, personId);
    // A partner's button inside a modal may not reach us (docs/adr/0017): they have menus.
    const hasButtons = again !== null && (await isAtHome(shell.db, personId, via.teamId));
    return views.pageModal(title, parts, pack(shell.seal, { ...carry, again }), hasButtons);
  }
  return views.wordsModal(sentence(reply) ?? views.said.nothingMore);
}

/** A reply where only a sentence can be shown; null: nothing to add. */
export function sentence(reply: Reply): string | null {
  if (!reply) return null;
  if ('say' in reply) return reply.say;
  return 'errors' in reply ? Object.values(reply.errors).join('\n') : views.said.cannotShow;
}
