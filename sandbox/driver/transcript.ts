import { clockTime, dayOf, stamp } from './dates.ts';
import type { Screen, ScreenMessage, ScreenPlace, ScreenView } from './screen.ts';

/** A screen as plain text that is the same in every run: names instead of ids, times in the reader's zone. */
export function transcriptOf(screen: Screen): string {
  const { user, now, channels, dms, modals, homes, notices } = screen;
  const parts = [
    [`== ${user.name} (${user.team}), ${stamp(now, user.zone)} ==`],
    ...channels.map((place) =>
      placeLines(`#${place.name}${place.archived ? ' (archived)' : ''}`, place, screen),
    ),
    ...dms.map((place) => placeLines(`DM with ${place.name}`, place, screen)),
    ...homes.map((view) => viewLines(`Home of ${view.title}`, view)),
    ...modals.map((view, index) => viewLines(`Modal ${index + 1} of ${modals.length}: ${view.title}`, view)),
    notices.map((it) => `! ${it}`),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function placeLines(title: string, place: ScreenPlace, { user }: Screen): string[] {
  const roots = place.messages.filter((it) => it.threadTs === null);
  const known = new Set(roots.map((it) => it.ts));
  const lines = roots.flatMap((root) => [
    ...messageLines(root, user.zone, '  '),
    ...place.messages
      .filter((it) => it.threadTs === root.ts)
      .flatMap((it) => messageLines(it, user.zone, '    > ')),
  ]);
  const lost = place.messages.filter((it) => it.threadTs !== null && !known.has(it.threadTs));
  lines.push(...lost.flatMap((it) => messageLines(it, user.zone, '    > ')));
  return [title, ...lines, ...place.notices.map((it) => `  ! ${it}`)];
}

function messageLines(message: ScreenMessage, zone: string, indent: string): string[] {
  const at = new Date(Number(message.ts) * 1000);
  const marks = [
    message.isApp ? 'app' : '',
    message.ephemeral ? 'only you' : '',
    message.pinned ? 'pinned' : '',
    message.edited ? 'edited' : '',
  ].filter(Boolean);
  const head = `${message.from}${marks.length > 0 ? ` (${marks.join(', ')})` : ''}, ${dayOf(at, zone)} ${clockTime(at, zone)}`;
  const [first = '', ...rest] = message.text.split('\n');
  const under = ' '.repeat(indent.length);
  return [
    `${indent}${head}: ${first}`,
    ...rest.map((line) => `${under}${line}`),
    ...message.files.map((file) => `${under}(file: ${file.name})`),
    ...message.reactions.map((it) => `${under}:${it.name}: ${it.by.join(', ')}`),
  ];
}

function viewLines(title: string, view: ScreenView): string[] {
  const ends = [view.submit && `[${view.submit}]`, view.close && `[${view.close}]`].filter(Boolean).join(' ');
  return [
    title,
    ...view.text.split('\n').map((line) => `  ${line}`),
    ...(ends ? [`  ${ends}`] : []),
    ...view.notices.map((it) => `  ! ${it}`),
  ];
}
