import { existsSync, readFileSync } from 'node:fs';
import { test } from '@jest/globals';
import { isRecord } from '../world/json.ts';

/**
 * Our shapes against recordings of Slack's. A key of ours that a recording lacks is very likely wrong. The
 * recordings are no part of the project; where they are absent these tests say so and skip.
 */
const SAMPLES = '../shared/slack-samples';
const there = existsSync(SAMPLES);
if (!there) process.stderr.write(`SKIPPED: shapes against samples, for ${SAMPLES} is absent\n`);
export const checked = there ? test : test.skip;

/** Keys of ours that the recordings lack, by the reason why they are right all the same. */
const EXCEPTIONS: Readonly<Record<string, readonly string[]>> = {
  'recorded as a failure only; Slack’s documentation of the method has it': ['api/auth.revoke.json:revoked'],
  'only some recordings of envelopes have it; the types of Bolt do': [
    'events/*:context_team_id',
    'events/*:context_enterprise_id',
  ],
  'recorded without partners; the recording of app_mention has them': [
    'events/MessagePayload.json:event.user_team',
    'events/MessagePayload.json:event.source_team',
    'events/MessagePayload.json:event.user_profile',
  ],
  'what was pinned in the recording was an app’s plain text': [
    'events/PinAddedPayload.json:event.item.message.client_msg_id',
    'events/PinAddedPayload.json:event.item.message.blocks',
    'events/PinRemovedPayload.json:event.item.message.client_msg_id',
    'events/PinRemovedPayload.json:event.item.message.blocks',
  ],
  'recorded with files only; the types of the client have both': [
    'api/pins.list.json:items.channel',
    'api/pins.list.json:items.message',
  ],
  'nothing was pinned or edited in the recording; the types of the client have it': [
    'api/conversations.history.json:messages.pinned_to',
    'api/conversations.replies.json:messages.pinned_to',
    'api/reactions.get.json:message.edited',
  ],
  'the recording lacks it; `@slack/types` and Bolt’s types have it': [
    'events/UserChangePayload.json:event.event_ts',
    'app-backend/views/ViewSubmissionPayload.json:response_urls',
    'app-backend/views/ViewSubmissionPayload.json:view.blocks',
    'app-backend/views/ViewClosedPayload.json:view.blocks',
  ],
};

const OPAQUE = new Set(['blocks', 'event_payload', 'state', 'shares', 'args', 'metadata', 'icons']);

/** The keys of ours that a recording lacks, as `file:path`. */
export function foreign(ours: unknown, file: string): string[] {
  if (!there) return [];
  if (!existsSync(`${SAMPLES}/${file}`)) return [`there is no ${file}`];
  const sample: unknown = JSON.parse(readFileSync(`${SAMPLES}/${file}`, 'utf8'));
  const folder = `${file.split('/')[0]}/*`;
  const allowed = Object.values(EXCEPTIONS).flat();
  return [...new Set(extra(ours, sample, ''))]
    .filter((path) => !allowed.includes(`${file}:${path}`) && !allowed.includes(`${folder}:${path}`))
    .map((path) => `${file}:${path}`);
}

function extra(ours: unknown, sample: unknown, path: string): string[] {
  if (Array.isArray(ours)) {
    const first: unknown = Array.isArray(sample) ? sample[0] : undefined;
    return first === undefined ? [] : ours.flatMap((item) => extra(item, first, path));
  }
  if (!isRecord(ours) || !isRecord(sample)) return [];
  return Object.entries(ours).flatMap(([key, value]) => {
    const at = path === '' ? key : `${path}.${key}`;
    if (!(key in sample)) return [at];
    return OPAQUE.has(key) ? [] : extra(value, sample[key], at);
  });
}
