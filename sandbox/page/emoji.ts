/** The emoji that people here react with, and those that apps are likely to name. Others stay `:name:`. */
export const REACTIONS = ['thumbsup', 'white_check_mark', 'heart', 'eyes', 'tada', 'pray'] as const;

const GLYPHS: Readonly<Record<string, string>> = {
  thumbsup: '👍',
  '+1': '👍',
  white_check_mark: '✅',
  heart: '❤️',
  eyes: '👀',
  tada: '🎉',
  pray: '🙏',
  wave: '👋',
  bell: '🔔',
  calendar: '📅',
  memo: '📝',
  warning: '⚠️',
  hourglass: '⌛',
  handshake: '🤝',
  raised_hands: '🙌',
  smile: '😄',
  slightly_smiling_face: '🙂',
  clap: '👏',
  seedling: '🌱',
  star: '⭐',
  pushpin: '📌',
  speech_balloon: '💬',
  arrow_right: '➡️',
  x: '❌',
};

export function glyphOf(name: string): string {
  return GLYPHS[name] ?? `:${name}:`;
}
