/**
 * Inputs as nobody's Slack would send them: signed by Slack, and with whatever ids the person's client made of them.
 * For apps that are reached over HTTP.
 */
import { sign } from '../../sandbox/delivery/http.ts';
import type { Example } from '../../sandbox/example.ts';
import { sealBy } from '../../src/shell/index.ts';

export interface ForgedForm {
  /** The form's name. */
  readonly name: string;
  /** What it carries; a text goes as it is, anything else is sealed as the app seals it. */
  readonly metadata: string | object;
  /** Its answers by input, as an element has them. */
  readonly values: Readonly<Record<string, object>>;
  /** The view, and its state. Two forms with the same are one that was sent twice. */
  readonly id?: string;
  readonly hash?: string;
}

let count = 0;

export function forger(slack: Example) {
  const seal = sealBy(slack.signingSecret);
  const team = { id: slack.teams.riverbank.id, domain: 'riverbank' };
  const app = { api_app_id: slack.app.id, team };
  const next = () => {
    count += 1;
    return `forged-${count}`;
  };

  /** Sends it; what the app answered, as JSON. */
  async function send(body: string): Promise<string> {
    const at = Math.floor(Date.now() / 1000);
    const response = await fetch(slack.app.requestUrls.interactivity ?? '', {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': String(at),
        'x-slack-signature': sign(slack.signingSecret, at, body),
      },
    });
    return `${response.status} ${await response.text()}`;
  }
  const interact = (payload: object) => send(`payload=${encodeURIComponent(JSON.stringify(payload))}`);

  return {
    form(userId: string, { name, metadata, values, id = next(), hash = '1.a' }: ForgedForm): Promise<string> {
      const text = typeof metadata === 'string' ? metadata : JSON.stringify(metadata);
      const view = {
        id,
        hash,
        callback_id: name,
        app_installed_team_id: team.id,
        private_metadata: typeof metadata === 'string' ? text : seal(text) + text,
        blocks: Object.keys(values).map((input) => ({ type: 'input', block_id: input })),
        state: {
          values: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { [key]: value }])),
        },
      };
      return interact({ type: 'view_submission', ...app, user: { id: userId }, view });
    },
  };
}
