/** What is shown through one installation beside messages: Homes and files. */

import type { HomeView } from '@slack/types';
import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import { isOfSlack } from './address.ts';
import type { Block } from './blocks.ts';
import { AbsentError, type Directory } from './directory.ts';

/** A file to be uploaded. */
export interface FileToShow {
  readonly name: string;
  readonly title: string;
  /** What a picture shows, in words. */
  readonly alt?: string;
  readonly bytes: Uint8Array;
}

const UPLOAD_MS = 20_000;
/** The most blocks of a Home. */
const MOST_BLOCKS = 100;
/** Slack's answers that mean that nothing reaches this person in a direct message. */
export const UNREACHABLE: ReadonlySet<string> = new Set([
  'channel_not_found',
  'user_not_found',
  'user_not_visible',
  'user_disabled',
  'messages_tab_disabled',
  'restricted_action',
  'cannot_dm_bot',
]);

/** Somebody has deleted the file before, or Slack has. */
const GONE = new Set(['file_not_found', 'file_deleted']);
const UNKNOWN = new Set(['channel_not_found', 'not_in_channel']);

function isUnknown(error: unknown): boolean {
  return error instanceof WebAPIPlatformError && UNKNOWN.has(error.data.error);
}

/** A channel as one installation sees it; null where it knows none of that id. @throws where Slack cannot be asked */
export async function seenChannel(
  client: WebClient,
  channelId: string,
): Promise<{ isIn: boolean; isArchived: boolean } | null> {
  try {
    const { channel } = await client.conversations.info({ channel: channelId });
    return { isIn: channel?.is_member === true, isArchived: channel?.is_archived === true };
  } catch (error) {
    if (isUnknown(error)) return null;
    throw error;
  }
}

/** Who is in a channel; null where the installation's own bot is not. @throws where Slack cannot be asked */
export async function seenUserIds(directory: Directory, channelId: string): Promise<string[] | null> {
  try {
    return await directory.channelUserIds(channelId);
  } catch (error) {
    if (error instanceof AbsentError || isUnknown(error)) return null;
    throw error;
  }
}

/** Shows a Home. @throws what Slack answers */
export async function publishHome(
  client: WebClient,
  userId: string,
  blocks: readonly Block[],
): Promise<void> {
  const view: HomeView = { type: 'home', blocks: blocks.slice(0, MOST_BLOCKS) };
  await client.views.publish({ user_id: userId, view });
}

/**
 * Uploads a file: to a channel with some words, or to nobody, for a picture in a message. The bytes go to the address
 * that Slack names, which carries no token.
 *
 * @returns its id
 * @throws what Slack answers, and where the upload is refused
 */
export async function uploadFile(
  client: WebClient,
  file: FileToShow,
  into?: { readonly channelId: string; readonly words: string },
): Promise<string> {
  const place = await client.files.getUploadURLExternal({
    filename: file.name,
    length: file.bytes.byteLength,
    ...(file.alt ? { alt_text: file.alt } : {}),
  });
  const { upload_url: url, file_id: id } = place;
  if (!url || !id || !isOfSlack(client.slackApiUrl, url)) throw new Error('Slack named no place for a file');
  const body = new Uint8Array(file.bytes);
  const sent = await fetch(url, {
    method: 'POST',
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(UPLOAD_MS),
  });
  if (!sent.ok) throw new Error(`an upload was refused: http_${sent.status}`);
  await client.files.completeUploadExternal({
    files: [{ id, title: file.title }],
    ...(into ? { channel_id: into.channelId, initial_comment: into.words } : {}),
  });
  return id;
}

/** Deletes a file that the bot has uploaded, wherever it is shown. @throws what Slack answers */
export async function removeFile(client: WebClient, fileId: string): Promise<void> {
  try {
    await client.files.delete({ file: fileId });
  } catch (error) {
    if (!(error instanceof WebAPIPlatformError && GONE.has(error.data.error))) throw error;
  }
}

/** The direct-message channel with somebody; null where none reaches them. @throws where Slack cannot be asked */
export async function directMessages(client: WebClient, userId: string): Promise<string | null> {
  try {
    const { channel } = await client.conversations.open({ users: userId });
    return channel?.id ?? null;
  } catch (error) {
    if (error instanceof WebAPIPlatformError && UNREACHABLE.has(error.data.error)) return null;
    throw error;
  }
}
