import { checkMessageBlocks } from '../blocks/message.ts';
import { checkView } from '../blocks/view.ts';
import { isRecord, records, text } from '../world/json.ts';
import { changeMessage, postMessage, removeMessage, whisper } from '../world/messages.ts';
import type { AppDefinition, Installation, Json, User, View } from '../world/model.ts';
import { closeAll, closeTop, openModal, replaceView } from '../world/views.ts';
import type { World } from '../world/world.ts';
import type { ResponseUrl, Tickets } from './tickets.ts';

/** What an app says back to something that a person did, put to effect. */

export const TROUBLE = 'We had some trouble connecting. Try again?';

/** A view's fields get errors, or the stack changes. Returns what the person is told if the answer is wrong. */
export function answerSubmission(
  world: World,
  it: { app: AppDefinition; installation: Installation; user: User; view: View },
  body: unknown,
): string | null {
  if (body === undefined || body === '') {
    if (world.modalsOf(it.user.id).at(-1) === it.view) closeTop(world, it.user.id);
    return null;
  }
  if (!isRecord(body)) return TROUBLE;
  switch (body.response_action) {
    case undefined:
      if (world.modalsOf(it.user.id).at(-1) === it.view) closeTop(world, it.user.id);
      return null;
    case 'clear':
      closeAll(world, it.user.id);
      return null;
    case 'errors':
      return showErrors(it.view, body.errors);
    case 'update':
    case 'push':
      return changeStack(world, it, body.response_action, body.view);
    default:
      return TROUBLE;
  }
}

function showErrors(view: View, errors: unknown): string | null {
  if (!isRecord(errors) || Object.keys(errors).length === 0) return TROUBLE;
  const inputs = records(view.data.blocks).filter((block) => block.type === 'input');
  const ids = new Set(inputs.map((block) => block.block_id));
  // Slack refuses errors for what is not an input block of this view.
  if (Object.keys(errors).some((id) => !ids.has(id))) return TROUBLE;
  view.errors = Object.fromEntries(Object.entries(errors).map(([id, message]) => [id, String(message)]));
  return null;
}

function changeStack(
  world: World,
  it: { app: AppDefinition; installation: Installation; user: User; view: View },
  action: 'update' | 'push',
  given: unknown,
): string | null {
  const checked = isRecord(given)
    ? checkView(given, 'modal', world)
    : { error: 'invalid_arguments', errors: [] };
  if (!('view' in checked)) return TROUBLE;
  if (action === 'update') {
    replaceView(world, it.view, checked.view);
    return null;
  }
  const { app, installation, user } = it;
  const opened = openModal(world, { app, installation, user, data: checked.view, onTop: true });
  return typeof opened === 'string' ? TROUBLE : null;
}

/** A message that an app answers with: for the person alone, unless it says `in_channel`. */
export function sayBack(
  world: World,
  it: { installation: Installation; to: string; channelId: string; threadTs?: string },
  body: unknown,
): string | null {
  const message = typeof body === 'string' ? { text: body } : isRecord(body) ? body : {};
  const given = message.blocks;
  const checked = given === undefined ? undefined : checkMessageBlocks(parsed(given), world);
  if (checked !== undefined && 'errors' in checked) return 'invalid_blocks';
  const said = { text: text(message.text) ?? '', ...(checked && { blocks: checked.blocks }) };
  if (said.text === '' && (said.blocks?.length ?? 0) === 0) return null;
  const channel = world.channel(it.channelId);
  const author = world.user(it.installation.botUserId);
  const threadTs = text(message.thread_ts) ?? it.threadTs;
  const thread = threadTs === undefined ? {} : { threadTs };
  if (message.response_type === 'in_channel') {
    postMessage(world, { channel, author, installation: it.installation, ...said, ...thread });
  } else {
    const { installation, to } = it;
    whisper(world, { channelId: channel.id, to, authorId: author.id, installation, ...said, ...thread });
  }
  return null;
}

function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

const MAX_USES = 5;

/** Answers a POST to a response_url: five times in half an hour, and it needs no membership. */
export function useResponseUrl(
  world: World,
  tickets: Tickets,
  id: string,
  body: Json,
): { status: number; body: Json } {
  const ticket = tickets.responses.get(id);
  if (ticket === undefined || ticket.until < Date.now()) return refusal('expired_url');
  if (ticket.uses >= MAX_USES) return refusal('used_url');
  const installation = world.installation(ticket.appId, ticket.teamId);
  if (installation === undefined) return refusal('expired_url');
  const checked = body.blocks === undefined ? undefined : checkMessageBlocks(parsed(body.blocks), world);
  if (checked !== undefined && 'errors' in checked)
    return { status: 500, body: { ok: false, error: 'invalid_blocks' } };
  if (isTrue(body.delete_original)) removeSource(world, ticket);
  else if (isTrue(body.replace_original) && ticket.source !== null) {
    const said = {
      ...(text(body.text) !== undefined && { text: text(body.text) ?? '' }),
      blocks: checked?.blocks,
    };
    replaceSource(world, ticket, said, world.user(installation.botUserId));
  } else {
    if (text(body.text) === undefined && checked === undefined) {
      return { status: 500, body: { ok: false, error: 'no_text' } };
    }
    const { userId: to, channelId, threadTs } = ticket;
    sayBack(world, { installation, to, channelId, ...(threadTs && { threadTs }) }, body);
  }
  ticket.uses += 1;
  return { status: 200, body: { ok: true } };
}

function removeSource(world: World, { source, channelId, userId }: ResponseUrl): void {
  if (source === null) return;
  if (source.ephemeral) {
    world.ephemerals = world.ephemerals.filter((it) => it.ts !== source.ts || it.to !== userId);
    return;
  }
  const message = world.message(channelId, source.ts);
  if (message !== undefined) removeMessage(world, message);
}

function replaceSource(
  world: World,
  { source, channelId, userId }: ResponseUrl,
  said: { text?: string; blocks: Json[] | undefined },
  bot: User,
): void {
  if (source === null) return;
  if (!source.ephemeral) {
    const message = world.message(channelId, source.ts);
    if (message !== undefined) changeMessage(world, message, said, bot);
    return;
  }
  const shown = world.ephemerals.find((it) => it.ts === source.ts && it.to === userId);
  if (shown === undefined) return;
  if (said.text !== undefined) shown.text = said.text;
  if (said.blocks === undefined) delete shown.blocks;
  else shown.blocks = said.blocks;
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

function refusal(error: string): { status: number; body: Json } {
  return { status: 404, body: { ok: false, error } };
}
