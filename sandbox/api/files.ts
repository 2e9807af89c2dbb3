import { fileShape } from '../wire/message-shapes.ts';
import { isRecord } from '../world/json.ts';
import { postMessage } from '../world/messages.ts';
import type { Json, StoredFile } from '../world/model.ts';
import { visibleTo } from '../world/visibility.ts';
import type { Args } from './args.ts';
import { SlackError } from './errors.ts';
import { type Caller, type Method, TIER_4 } from './methods.ts';

function getUploadUrl({ world, bot, installation }: Caller, args: Args): Json {
  const size = Number(args.required('length'));
  if (!Number.isInteger(size) || size <= 0) throw new SlackError('invalid_arguments');
  const file: StoredFile = {
    id: world.ids.next('F'),
    name: args.required('filename'),
    title: args.required('filename'),
    altText: args.text('alt_text') ?? args.text('alt_txt') ?? '',
    size,
    userId: bot.id,
    teamId: installation.teamId,
    created: world.clock.seconds(),
    complete: false,
    channels: [],
  };
  world.files.set(file.id, file);
  return { upload_url: `${world.baseUrl}/upload/${file.id}`, file_id: file.id };
}

function completeUpload(caller: Caller, args: Args): Json {
  const { world, bot, installation } = caller;
  const given = args.json('files', 'invalid_arguments');
  if (!Array.isArray(given) || given.length === 0) throw new SlackError('invalid_arguments');
  const files = given.map((it) => {
    const file = isRecord(it) && typeof it.id === 'string' ? world.files.get(it.id) : undefined;
    if (file === undefined || file.userId !== bot.id) throw new SlackError('file_not_found');
    if (file.bytes === undefined) throw new SlackError('file_not_found');
    return { file, title: isRecord(it) && typeof it.title === 'string' ? it.title : file.title };
  });
  const channelId = args.text('channel_id');
  const channel = channelId === undefined ? undefined : world.channels.get(channelId);
  if (channelId !== undefined) {
    if (channel === undefined || !visibleTo(channel, bot.teamId, bot.id))
      throw new SlackError('channel_not_found');
    if (!channel.members.has(bot.id)) throw new SlackError('not_in_channel');
  }
  for (const { file, title } of files) Object.assign(file, { title, complete: true });
  if (channel !== undefined) {
    for (const { file } of files) file.channels.push(channel.id);
    const threadTs = args.text('thread_ts');
    postMessage(world, {
      channel,
      author: bot,
      installation,
      text: args.text('initial_comment') ?? '',
      fileIds: files.map(({ file }) => file.id),
      ...(threadTs && { threadTs }),
    });
  }
  return { files: files.map(({ file }) => fileShape(world, file.id)) };
}

function info({ world }: Caller, args: Args): Json {
  const file = world.files.get(args.required('file'));
  if (file === undefined || !file.complete) throw new SlackError('file_not_found');
  return { file: fileShape(world, file.id), comments: [] };
}

export const fileMethods: Record<string, Method> = {
  'files.getUploadURLExternal': { perMinute: TIER_4, scopes: ['files:write'], run: getUploadUrl },
  'files.completeUploadExternal': { perMinute: TIER_4, scopes: ['files:write'], run: completeUpload },
  'files.info': { perMinute: TIER_4, scopes: ['files:read'], run: info },
};

/** Keeps the bytes of an upload. WebClient wraps them in a form; plain bodies are taken as they are. */
export async function receiveUpload(
  file: StoredFile,
  contentType: string,
  body: Buffer,
): Promise<'ok' | 'wrong_size' | 'no_file'> {
  let bytes = body;
  if (contentType.startsWith('multipart/form-data')) {
    const form = await new Response(new Uint8Array(body), {
      headers: { 'content-type': contentType },
    }).formData();
    const part = [...form.values()].find((it) => typeof it !== 'string');
    if (part === undefined || typeof part === 'string') return 'no_file';
    bytes = Buffer.from(await part.arrayBuffer());
  }
  if (bytes.length !== file.size) return 'wrong_size';
  file.bytes = bytes;
  return 'ok';
}
