/** Bells: a line in the channel's thread that opens, for one person, what no direct message could bring. */
import type { App, ViewResponseAction } from '@slack/bolt';
import type { Reply } from '../item.ts';
import { BELL_ACTION } from '../outbox/views.ts';
import { actingAs, actorOf } from './acting.ts';
import { empty, pack, unpack } from './carry.ts';
import { askerOf, Click, tellClicker } from './click.ts';
import { once, proceed, Submission, tooOld } from './forms.ts';
import { choose, type OwnItem, open, opens, ownItems } from './items.ts';
import { openThen, replyModal, sentence } from './modals.ts';
import { BELL_FORM, OPEN_ITEM } from './names.ts';
import { renderItems } from './render.ts';
import type { Shell, Via } from './shell.ts';
import { OPEN } from './shell-feature.ts';
import * as store from './store.ts';
import { valuesOf } from './values.ts';
import * as views from './views.ts';

export function listenToBells(app: App, shell: Shell): void {
  app.action(BELL_ACTION, async ({ body, context }) => {
    const click = Click.parse(body);
    tellClicker(shell, click, await ring(shell, await shell.via(context.teamId), click));
  });
  app.view(BELL_FORM, async ({ ack, body, context }) => {
    await ack(await answered(shell, await shell.via(context.teamId), Submission.parse(body)));
  });
}

async function ring(shell: Shell, via: Via, click: Click): Promise<string | null> {
  const { actions, user } = click;
  const [{ value }] = actions;
  const [message, acting] = await Promise.all([
    store.messageItems(shell.db, value),
    actingAs(shell, via, user.id),
  ]);
  if (!message) return views.said.gone;
  if (message.personId !== acting.personId) return views.said.forSomebodyElse;
  return openThen(shell, via, askerOf(click), async () => {
    const mine = await ownItems(shell, via, user.id, message.itemIds);
    const own = [...mine.values()].filter(isOwn);
    const [first, another] = own;
    if (first?.item.kind === OPEN_ITEM && !another) {
      // Whoever rang has clicked already: what they asked for opens at once.
      const on = { ...empty, allianceId: first.item.allianceId };
      return replyModal(shell, via, await open(shell, via, first, OPEN), on, acting.personId);
    }
    const rows = own.map(({ item }) => item);
    const all = await renderItems(shell.kinds, { db: shell.db, now: shell.clock.now() }, rows);
    const items = rows.flatMap(({ id }, n) => {
      const view = all[n];
      return view ? [{ id, view }] : [];
    });
    if (items.length === 0) return views.wordsModal(views.said.gone);
    return views.bellModal(items, pack(shell.seal, empty));
  });
}

function isOwn(item: OwnItem | string): item is OwnItem {
  return typeof item !== 'string';
}

/** Every choice that needs nothing more is done in one transaction; those that open a form follow one by one. */
async function answered(shell: Shell, via: Via, submission: Submission): Promise<ViewResponseAction> {
  const { user, view } = submission;
  const opened = unpack(shell.seal, view.private_metadata);
  if (!opened) return tooOld();
  const { carry } = opened;
  const chosen = Object.entries(valuesOf(view.state)).flatMap(([itemId, choice]) =>
    choice ? [[itemId, choice] as const] : [],
  );
  if (chosen.length === 0) return proceed(shell, via, user.id, carry, { say: views.said.nothingChosen });

  const acting = await actingAs(shell, via, user.id);
  const items = await ownItems(
    shell,
    via,
    user.id,
    chosen.map(([itemId]) => itemId),
  );
  const queue = chosen.filter(([itemId, choice]) => {
    const item = items.get(itemId);
    return item && isOwn(item) && opens(item, choice);
  });
  const now = chosen.filter((pair) => !queue.includes(pair));
  const actor = actorOf(acting, via, null, null);
  const reply = await once(
    shell,
    submission,
    async (act): Promise<Reply> => {
      const says: string[] = [];
      for (const [itemId, choice] of now) {
        const item = items.get(itemId) ?? 'gone';
        const said = isOwn(item) ? sentence(await choose(shell, via, act, item, choice)) : views.said[item];
        if (said) says.push(said);
      }
      return says.length > 0 ? { say: [...new Set(says)].join('\n\n') } : null;
    },
    { actor },
  );
  return proceed(shell, via, user.id, { ...carry, queue }, reply);
}
