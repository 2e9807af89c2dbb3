/** What the app asks of a workspace, and no more: a test holds it against what the code calls and listens to. */
export const BOT_SCOPES = [
  'app_mentions:read',
  'channels:read',
  'chat:write',
  'commands',
  'files:write',
  'groups:read',
  'im:history',
  'im:write',
  'pins:write',
  'team:read',
  'users:read',
] as const;
