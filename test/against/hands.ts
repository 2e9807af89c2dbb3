/** What a person does, signed as Slack signs it and sent to the bot: for servers that let nobody act by themselves. */
import { sign } from '../../sandbox/delivery/http.ts';

export interface Person {
  readonly id: string;
  readonly teamId: string;
  readonly name: string;
}

export interface Place {
  readonly appId: string;
  readonly teamId: string;
  readonly channelId: string;
  readonly botUserId: string;
  /** Where inputs go. */
  readonly url: string;
  readonly secret: string;
  /** A trigger for whoever acts now. */
  readonly trigger: () => Promise<string>;
}

type Blocks = readonly Readonly<Record<string, unknown>>[];

let count = 0;
const next = () => {
  count += 1;
  return `${Math.floor(Date.now() / 1000)}.${String(count).padStart(6, '0')}`;
};

export function hands(place: Place, who: Person) {
  const team = { id: place.teamId, domain: 'here' };
  const user = { id: who.id, team_id: who.teamId, name: who.name };

  /** What the bot answers. @throws where it refuses */
  async function send(body: string, type: string): Promise<string> {
    const at = Math.floor(Date.now() / 1000);
    const signature = sign(place.secret, at, body);
    const headers = {
      'content-type': type,
      'x-slack-request-timestamp': String(at),
      'x-slack-signature': signature,
    };
    const answer = await fetch(place.url, { method: 'POST', body, headers });
    if (!answer.ok) throw new Error(`the bot answered ${answer.status}`);
    return answer.text();
  }
  const form = (fields: Record<string, string>) =>
    send(new URLSearchParams(fields).toString(), 'application/x-www-form-urlencoded');
  const interact = (payload: object) => form({ payload: JSON.stringify(payload) });

  return {
    slash: async (text: string) =>
      form({
        ...{ command: '/alliance', text, user_id: who.id, team_id: who.teamId, api_app_id: place.appId },
        ...{ channel_id: place.channelId, trigger_id: await place.trigger() },
      }),
    mention: (words: string) => {
      const text = `<@${place.botUserId}> ${words}`;
      const event = { type: 'app_mention', user: who.id, text, channel: place.channelId, ts: next() };
      const envelope = { type: 'event_callback', event_id: `Ev${next()}`, api_app_id: place.appId };
      const authorizations = [{ team_id: place.teamId, enterprise_id: null, is_bot: true }];
      const body = { ...envelope, team_id: place.teamId, authorizations, event };
      return send(JSON.stringify(body), 'application/json');
    },
    click: async (channelId: string, ts: string, button: { action_id?: unknown; value?: unknown }) =>
      interact({
        ...{ type: 'block_actions', team, user, api_app_id: place.appId, trigger_id: await place.trigger() },
        ...{ channel: { id: channelId }, container: { type: 'message', message_ts: ts } },
        actions: [{ type: 'button', ...button }],
      }),
    /** Hands a modal in: as it was opened, with these answers. */
    submit: (
      viewId: string,
      view: Readonly<Record<string, unknown>>,
      answers: Readonly<Record<string, string>>,
    ) =>
      interact({
        ...{ type: 'view_submission', team, user, api_app_id: place.appId },
        view: {
          ...{ ...view, id: viewId, hash: next(), app_installed_team_id: place.teamId },
          state: { values: stateOf(view.blocks as Blocks, answers) },
        },
      }),
  };
}

/** What stands in a modal's inputs before anybody changes it, and what they typed. */
function stateOf(blocks: Blocks, answers: Readonly<Record<string, string>>) {
  const inputs = blocks.filter(({ type }) => type === 'input');
  return Object.fromEntries(
    inputs.map(({ block_id, element }) => {
      const { action_id, type, initial_option, initial_date, initial_value } = element as Record<
        string,
        unknown
      >;
      const value = answers[String(block_id)] ?? initial_value ?? null;
      const given = {
        type,
        value,
        selected_option: initial_option ?? null,
        selected_date: initial_date ?? null,
      };
      return [block_id, { [String(action_id)]: given }];
    }),
  );
}
