/** Forms that are sent, one step after another within the same modal. */
import type { App, ViewResponseAction } from '@slack/bolt';
import { z } from 'zod';
import type { Act } from '../act.ts';
import type { FormHandler, Values } from '../feature.ts';
import type { Reply } from '../item.ts';
import { modal } from '../slack/blocks.ts';
import { report } from '../slack/boundary.ts';
import { actIn, actingAs, actorOf, byMember, inTransaction, type Place, placeIn } from './acting.ts';
import { type Carry, pack, unpack } from './carry.ts';
import { open, ownItems } from './items.ts';
import { replyModal, sentence } from './modals.ts';
import type { Shell, Via } from './shell.ts';
import * as store from './store.ts';
import { refuse } from './table.ts';
import { ViewState, valuesOf } from './values.ts';
import * as views from './views.ts';

export const Submission = z.object({
  api_app_id: z.string(),
  user: z.object({ id: z.string() }),
  view: z.object({
    id: z.string(),
    hash: z.string().default(''),
    callback_id: z.string(),
    private_metadata: z.string(),
    state: ViewState,
  }),
});
export type Submission = z.infer<typeof Submission>;

export function listenToForms(app: App, shell: Shell): void {
  app.view(/^(?!shell\.)/, async ({ ack, body, context }) => {
    const submission = Submission.parse(body);
    const via = await shell.via(context.teamId);
    await ack(await submitted(shell, via, submission));
  });
}

async function submitted(shell: Shell, via: Via, submission: Submission): Promise<ViewResponseAction> {
  const { user, view } = submission;
  const handler = shell.form(view.callback_id);
  if (!handler) throw new Error('a form that nobody handles');
  const opened = unpack(shell.seal, view.private_metadata);
  if (!opened) return tooOld();
  const { carry, meta } = opened;
  const acting = await actingAs(shell, via, user.id);
  const place = placeIn(acting, carry.allianceId);
  const actor = actorOf(acting, via, carry.channelId, place.member);

  try {
    const values = valuesOf(view.state);
    const reply = await once(shell, submission, (act) => submit(handler, act, place, values, meta), {
      actor,
    });
    return await proceed(shell, via, user.id, carry, reply);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    // Answers that this form does not offer: it was made by an earlier version, or somewhere else.
    report(shell.log, error, { form: view.callback_id });
    return tooOld();
  }
}

async function submit(
  handler: FormHandler,
  act: Act,
  place: Place,
  values: Values,
  meta: Readonly<Record<string, string>>,
): Promise<Reply> {
  const refusal = refuse(handler.who, place);
  if (refusal) return { say: refusal };
  if (handler.who === 'anyone') return handler.submit(act, values, meta);
  const by = byMember(act);
  return by ? handler.submit(by, values, meta) : { say: views.said.left };
}

/** In one transaction, and once for each state of a modal: pressing again after a lost answer changes nothing. */
export function once(
  shell: Shell,
  { api_app_id, view }: Submission,
  run: (act: Act) => Promise<Reply>,
  { actor }: Pick<Act, 'actor'>,
): Promise<Reply> {
  return inTransaction(shell, async (work) => {
    const isFirst = await store.isNew(work.db, api_app_id, `form/${view.id}/${view.hash}`, work.now);
    return isFirst ? run(actIn(work, actor)) : { say: views.said.savedBefore };
  });
}

/** What the modal becomes: the next form, the next of the choices that open something, or what was said. */
export async function proceed(
  shell: Shell,
  via: Via,
  userId: string,
  carry: Carry,
  reply: Reply,
): Promise<ViewResponseAction> {
  if (reply && 'errors' in reply) return { response_action: 'errors', errors: { ...reply.errors } };
  if (reply && 'form' in reply) return update(shell, reply.form, carry);

  const says = [...carry.says];
  const add = (text: string | null) => text && says.push(text);
  add(sentence(reply));
  for (const [n, [itemId, choice]] of carry.queue.entries()) {
    try {
      const mine = (await ownItems(shell, via, userId, [itemId])).get(itemId) ?? 'gone';
      if (typeof mine === 'string') {
        add(views.said[mine]);
        continue;
      }
      const next = await open(shell, via, mine, choice);
      if (next && ('form' in next || 'page' in next)) {
        const queue = carry.queue.slice(n + 1);
        const on = { ...carry, allianceId: mine.item.allianceId, queue, says };
        const shown = await replyModal(shell, via, next, on, mine.actor.personId);
        return { response_action: 'update', view: shown };
      }
      add(sentence(next));
    } catch (error) {
      add(views.lookFailed(report(shell.log, error))); // what was sent before has been kept
    }
  }
  if (says.length === 0) return { response_action: 'clear' };
  return { response_action: 'update', view: views.wordsModal([...new Set(says)].join('\n\n')) };
}

function update(shell: Shell, form: Parameters<typeof modal>[0], carry: Carry): ViewResponseAction {
  return { response_action: 'update', view: modal(form, pack(shell.seal, carry, form.meta)) };
}

/** A form that this app has not made, or cannot tell any more that it has. Nothing in it is believed. */
export function tooOld(): ViewResponseAction {
  return { response_action: 'update', view: views.wordsModal(views.said.tooOld) };
}
