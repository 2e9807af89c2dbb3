/**
 * Installs an app as a browser does: from the app's own page over Slack's consent to the app's page again.
 *
 * @throws Error where the app does not say in the end that it is installed
 */
export async function installBy(installUrl: string, teamId: string): Promise<void> {
  const begun = await fetch(installUrl, { redirect: 'manual' });
  const cookie = begun.headers
    .getSetCookie()
    .map((it) => it.split(';')[0])
    .join('; ');
  const consent = new URL(begun.headers.get('location') ?? '', installUrl);
  consent.searchParams.set('team', teamId);
  const allowed = await fetch(consent, { redirect: 'manual' });
  const done = await fetch(new URL(allowed.headers.get('location') ?? '', consent), { headers: { cookie } });
  if (!done.ok) throw new Error(`the bot could not be installed: ${done.status}`);
}
