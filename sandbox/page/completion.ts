import type { PageCommand, PageUser } from '../control/shapes.ts';

/** What may be meant by the words before the caret, for the list above the composer. Pure. */
export interface Suggestion {
  readonly label: string;
  readonly about: string;
  /** What stands in the composer once it is taken. */
  readonly text: string;
  readonly caret: number;
}

const MOST = 8;

export function suggestionsFor(
  text: string,
  caret: number,
  people: readonly PageUser[],
  commands: readonly PageCommand[],
  bot: { readonly name: string; readonly hints: PageCommand['hints'] } | null,
): Suggestion[] {
  const before = text.slice(0, caret);
  const found = command(before, commands) ?? word(before, bot) ?? mention(before, people);
  return (found ?? []).slice(0, MOST).map(({ label, about, head }) => ({
    label,
    about,
    text: head + text.slice(caret).replace(/^ /, ''),
    caret: head.length,
  }));
}

type Found = { label: string; about: string; head: string }[] | undefined;

function command(before: string, commands: readonly PageCommand[]): Found {
  if (!before.startsWith('/')) return undefined;
  const begun = commands.find((it) => before.startsWith(`${it.command} `));
  if (begun !== undefined)
    return matching(before.slice(begun.command.length + 1), begun.hints, `${begun.command} `);
  return commands
    .filter((it) => it.command.startsWith(before))
    .map((it) => ({ label: it.command, about: 'command', head: `${it.command} ` }));
}

/** `@Entente WORD`: what a slash command is for those who have none. */
function word(before: string, bot: { name: string; hints: PageCommand['hints'] } | null): Found {
  const opening = `@${bot?.name.toLowerCase()} `;
  if (bot === null || !before.toLowerCase().startsWith(opening)) return undefined;
  const typed = before.slice(opening.length);
  if (typed.includes(' ')) return undefined;
  return matching(typed, bot.hints, before.slice(0, opening.length));
}

function matching(typed: string, hints: PageCommand['hints'], head: string): Found {
  if (typed.includes(' ')) return mentionable(typed);
  const wanted = typed.toLowerCase();
  return hints
    .filter(({ usage }) => usage.toLowerCase().startsWith(wanted))
    .map(({ usage, about }) => ({ label: usage, about, head: `${head}${usage.split(' ')[0]} ` }));
}

/** Inside a command people are named too; undefined lets the mentions have a look. */
function mentionable(typed: string): Found {
  return typed.includes('@') ? undefined : [];
}

function mention(before: string, people: readonly PageUser[]): Found {
  const [, typed] = /(?:^|[\s(])@([\p{L}\w.'-]*(?: [\p{L}\w.'-]*)?)$/u.exec(before) ?? [];
  if (typed === undefined) return undefined;
  const wanted = typed.toLowerCase();
  const head = before.slice(0, before.length - typed.length);
  return people
    .filter(({ realName, name }) =>
      [realName.toLowerCase(), name, ...realName.toLowerCase().split(' ')].some((it) =>
        it.startsWith(wanted),
      ),
    )
    .filter(({ realName }) => realName.toLowerCase() !== wanted)
    .map(({ realName, title, isBot }) => ({
      label: `@${realName}`,
      about: isBot ? 'app' : title,
      head: `${head}${realName} `,
    }));
}
