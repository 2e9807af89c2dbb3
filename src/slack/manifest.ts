/** What Slack is told of the app, for either way of reaching it: the one source of manifest.yml. */
import { EVENTS_PATH, REDIRECT_PATH } from './paths.ts';
import { BOT_SCOPES } from './scopes.ts';

/** What the app listens to; a test holds it against what is registered. */
export const BOT_EVENTS = [
  'app_home_opened',
  'app_mention',
  'app_uninstalled',
  'channel_archive',
  'channel_id_changed',
  'channel_left',
  'channel_shared',
  'channel_unarchive',
  'channel_unshared',
  'group_archive',
  'group_left',
  'group_unarchive',
  'member_joined_channel',
  'member_left_channel',
  'message.im',
  'tokens_revoked',
  'user_change',
] as const;

/** @param publicUrl where the app is reached over HTTP; without it, Socket Mode in one workspace */
export function manifest(publicUrl?: string) {
  const at = (path: string) => (publicUrl ? { url: new URL(path, publicUrl).href } : {});
  const request = publicUrl ? { request_url: new URL(EVENTS_PATH, publicUrl).href } : {};
  return {
    _metadata: { major_version: 2 },
    display_information: {
      name: 'Entente',
      description:
        'Keeps the promises that partner organisations make one another, without a boss or a chaser.',
      background_color: '#1f4e5f',
    },
    features: {
      bot_user: { display_name: 'Entente', always_online: true },
      app_home: {
        home_tab_enabled: true,
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: false,
      },
      slash_commands: [
        {
          command: '/alliance',
          description: 'Set up an alliance, pair opposite numbers, record what was agreed',
          usage_hint: 'help',
          should_escape: true,
          ...at(EVENTS_PATH),
        },
      ],
      shortcuts: [
        {
          name: 'Record a commitment',
          type: 'message',
          callback_id: 'commitments.record',
          description: 'Write down what this message promises',
        },
      ],
    },
    oauth_config: {
      scopes: { bot: [...BOT_SCOPES] },
      ...(publicUrl ? { redirect_urls: [new URL(REDIRECT_PATH, publicUrl).href] } : {}),
    },
    settings: {
      event_subscriptions: { ...request, bot_events: [...BOT_EVENTS] },
      interactivity: { is_enabled: true, ...request },
      // An Enterprise organisation installs over HTTP only; tokens that rotate need the same.
      org_deploy_enabled: publicUrl !== undefined,
      socket_mode_enabled: publicUrl === undefined,
      token_rotation_enabled: publicUrl !== undefined,
    },
  };
}
