import type { Reply } from '../api/web-api.ts';
import type { AppDefinition, Team, User } from '../world/model.ts';

/** What a scope lets an app do, as people are told. */
const MEANINGS: Readonly<Record<string, string>> = {
  'app_mentions:read': 'See messages that mention it',
  'channels:read': 'See who is in public channels',
  'chat:write': 'Send messages under its own name',
  commands: 'Add a slash command and shortcuts',
  'files:write': 'Send files',
  'groups:read': 'See who is in private channels it was invited to',
  'im:history': 'Read what people write to it in private',
  'im:write': 'Begin a direct message',
  'pins:write': 'Pin its messages',
  'team:read': 'See the name of your organisation',
  'users:read': 'See who there is, and their time zones',
};

interface Asking {
  readonly app: AppDefinition;
  readonly teams: readonly Team[];
  readonly scopes: readonly string[];
  readonly url: URL;
  /** Whoever came here from the page; undefined: it is not known, so everybody may choose for whom they speak. */
  readonly me: User | undefined;
}

/** The page on which somebody allows an app: what it asks for, and for which organisation. */
export function consentPage({ app, teams, scopes, url, me }: Asking): Reply {
  const own = teams.find(({ id }) => id === me?.teamId);
  const allow = (team: Team) => {
    const to = new URL(url);
    to.searchParams.set('team', team.domain);
    const label = own ? 'Allow' : `Allow for ${team.name}`;
    return `<a class="button primary" href="${escaped(to.pathname + to.search)}">${escaped(label)}</a>`;
  };
  const refuse = new URL(url.searchParams.get('redirect_uri') ?? '');
  refuse.searchParams.set('error', 'access_denied');
  refuse.searchParams.set('state', url.searchParams.get('state') ?? '');
  const where = own ? ` to ${own.name}` : '';
  const who = me && own ? `<p class="hint">You are ${escaped(me.realName)} of ${escaped(own.name)}.</p>` : '';
  const asks = scopes.map(
    (scope) => `<li><span>${escaped(MEANINGS[scope] ?? scope)}</span> <code>${escaped(scope)}</code></li>`,
  );
  return sheet(
    `Add ${app.name}?`,
    `<p class="consent-mark"><img src="/page/icon.svg" alt="" width="44" height="44"></p>
<h1>${escaped(app.name)} asks to be added${escaped(where)}</h1>${who}
<h2>What it will be able to do</h2><ul class="consent-asks">${asks.join('')}</ul>
<p class="row consent-answers"><a class="button" href="${escaped(refuse.href)}">Cancel</a>
${(own ? [own] : teams).map(allow).join('\n')}</p>
<p class="hint">It can be taken out again at any time, under “About” in its messages.</p>`,
  );
}

/** A page of its own, beside the one on which one plays; the words are HTML. */
export function sheet(title: string, words: string, status = 200): Reply {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'self'; frame-ancestors 'none'",
    },
    body: `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(title)}</title>
<link rel="icon" href="/page/icon.svg"><link rel="stylesheet" href="/page/base.css">
<link rel="stylesheet" href="/page/controls.css"><link rel="stylesheet" href="/page/consent.css"></head>
<body class="sheet"><main>${words}</main></body></html>`,
  };
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
