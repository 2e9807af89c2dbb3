/** Which addresses are Slack's own. */

/**
 * Whether an address that Slack has named is of the Slack that the app works with: over TLS, the very origin of its API
 * or a name below it (https://hooks.slack.com and https://files.slack.com for https://slack.com/api/). Anything else
 * could lead into the network in which the bot runs. A Slack without TLS is one for trying things out: there the same
 * name will do, on any port.
 */
export function isOfSlack(apiUrl: string, address: string): boolean {
  const api = new URL(apiUrl);
  const url = URL.parse(address);
  if (!url || url.protocol !== api.protocol || url.username || url.password) return false;
  if (api.protocol === 'http:') return url.hostname === api.hostname;
  return url.origin === api.origin || (url.port === '' && url.hostname.endsWith(`.${api.hostname}`));
}
