/** Installs the app as a browser does, over OAuth. */

/** Opens the install page; where it leads, and the cookie that it left. */
export async function startInstall(publicUrl: string): Promise<{ cookie: string; location: string }> {
  const answer = await fetch(`${publicUrl}/slack/install`, { redirect: 'manual' });
  const [cookie = ''] = (answer.headers.get('set-cookie') ?? '').split(';');
  return { cookie, location: answer.headers.get('location') ?? '' };
}

/** Says yes on Slack's page; the address to which the browser is sent back. */
export async function consentAt(location: string, team: string): Promise<string> {
  const page = new URL(location);
  page.searchParams.set('team', team);
  const answer = await fetch(page, { redirect: 'manual' });
  return answer.headers.get('location') ?? '';
}

/** The whole way, from the install page to "installed". @throws where it does not end there */
export async function installOver(publicUrl: string, team: string): Promise<void> {
  const { cookie, location } = await startInstall(publicUrl);
  const answer = await fetch(await consentAt(location, team), { headers: { cookie } });
  if (answer.status !== 200) throw new Error(`not installed: ${answer.status}`);
}
