import type { Reply } from '../api/web-api.ts';
import type { AppDefinition, Team } from '../world/model.ts';

/** The page on which somebody allows an app: what it asks for, and for which organisation. */
export function consentPage(
  app: AppDefinition,
  teams: readonly Team[],
  scopes: readonly string[],
  url: URL,
): Reply {
  const allow = (team: Team) => {
    const to = new URL(url);
    to.searchParams.set('team', team.domain);
    return `<p><a class="button" href="${escaped(to.pathname + to.search)}">Allow for ${escaped(team.name)}</a></p>`;
  };
  const refuse = new URL(url.searchParams.get('redirect_uri') ?? '');
  refuse.searchParams.set('error', 'access_denied');
  refuse.searchParams.set('state', url.searchParams.get('state') ?? '');
  const body = `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Allow ${escaped(app.name)}?</title>
<link rel="stylesheet" href="/page/base.css"><link rel="stylesheet" href="/page/controls.css"></head>
<body class="sheet"><main><h1>${escaped(app.name)} would like to join an organisation</h1>
<p>It asks for:</p><ul>${scopes.map((scope) => `<li><code>${escaped(scope)}</code></li>`).join('')}</ul>
${teams.map(allow).join('')}
<p><a href="${escaped(refuse.href)}">No, thank you</a></p></main></body></html>`;
  return {
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'self'" },
    body,
  };
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
