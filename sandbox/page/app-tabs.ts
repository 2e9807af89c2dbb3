import { html } from 'htm/preact';
import { useRef, useState } from 'preact/hooks';
import type { PageApp } from '../control/shapes.ts';
import { Problem, post, query } from './api.ts';
import { Blocks } from './blocks.ts';
import { Confirm } from './confirm.ts';
import type { Hands } from './elements.ts';
import { refOf } from './held.ts';
import { textIn, wordsIn } from './json.ts';
import { useKnown } from './known.ts';
import type { Spot } from './spot.ts';

type Act = (act: Record<string, unknown>) => Promise<boolean>;

const TABS = [
  ['messages', 'Messages'],
  ['home', 'Home'],
  ['about', 'About'],
] as const;

/** What an app has beside its messages, as Slack has it above them. */
export function AppTabs({
  app,
  spot,
  go,
  act,
}: {
  app: PageApp;
  spot: Spot;
  go: (spot: Spot) => void;
  act: Act;
}) {
  const open = (tab: Spot['tab']) => () => {
    go({ ...spot, tab, thread: null });
    if (tab !== 'about') void act({ do: 'openHome', tab });
  };
  return html`<div class="tabs" role="group" aria-label=${`${app.name}’s tabs`}>
    ${TABS.map(([tab, label]) => html`<button type="button" aria-pressed=${spot.tab === tab} onClick=${open(tab)}>${label}</button>`)}
  </div>`;
}

export function Home({ app, act }: { app: PageApp; act: Act }) {
  if (app.home === null) {
    return html`<div class="home"><p class="hint more">${
      app.own
        ? 'The app has put nothing here yet.'
        : `${app.name} is not installed in your organisation: Slack shows its Home to its own people only.`
    }</p>${!app.own && html`<p class="more"><${AddApp} button /></p>`}</div>`;
  }
  const hands: Hands = {
    state: app.home.state,
    act: (block, element, given) => {
      const value = textIn(element.value);
      return given === undefined
        ? act({
            do: 'click',
            button: refOf(block, element),
            label: wordsIn(element.text),
            in: 'home',
            ...(value && { value }),
          })
        : act({ do: 'choose', field: refOf(block, element), given, in: 'home' });
    },
  };
  return html`<div class="home" tabindex="0" role="region" aria-label=${`Home of ${app.name}`}>
    ${app.home.notices.map((it) => html`<p class="error" role="alert">${it}</p>`)}
    <${Blocks} blocks=${app.home.blocks} hands=${hands} /></div>`;
}

/** Where an app is installed, and how one's organisation adds it or takes it out. */
export function About({
  app,
  messages,
  silent = false,
}: {
  app: PageApp;
  messages: () => void;
  /** It has not written to this person, so there is nothing but this. */
  silent?: boolean;
}) {
  const known = useKnown();
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const team = known.teams.get(known.me.teamId);
  const where = [...known.teams.values()].filter((it) => it.hasApp).map((it) => it.name);
  const remove = async () => {
    setAsking(false);
    try {
      await post('/admin', { do: 'uninstall', team: known.me.teamId });
      if (box.current) messages(); // whoever has gone elsewhere meanwhile stays there
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error.message);
    }
  };
  return html`<div ref=${box} class="home about" tabindex="0" role="region" aria-label=${`About ${app.name}`}>
    ${silent && html`<p>No direct message of ${app.name} reaches you. What it has for you waits in the shared channel, where it rings for you.</p>`}
    <h4>Where ${app.name} is installed</h4>
    <ul>${where.map((name) => html`<li>${name}</li>`)}</ul>
    <p class="hint">Its people have the command, the shortcuts, the Home tab and direct messages. In a shared channel its buttons and forms work for everybody.</p>
    ${problem && html`<p class="error" role="alert">${problem}</p>`}
    <p>${
      app.own
        ? html`<button type="button" class="button danger" onClick=${() => setAsking(true)}>Remove from ${team?.name}</button>`
        : html`<${AddApp} button />`
    }</p>
    ${
      asking &&
      html`<${Confirm} ask=${{
        title: { text: `Remove ${app.name} from ${team?.name}?` },
        text: {
          type: 'plain_text',
          text: 'Its command, shortcuts, Home and direct messages end for your people. What it keeps stays, and it can be added again.',
        },
        confirm: { text: 'Remove' },
        style: 'danger',
      }} yes=${remove} no=${() => setAsking(false)} />`
    }
  </div>`;
}

/** Leads to the page on which one allows the app for one's organisation; nothing where it is allowed already. */
export function AddApp({ button = false }: { button?: boolean }) {
  const { addable, me, teams } = useKnown();
  const team = teams.get(me.teamId);
  if (addable === null || team === undefined || team.hasApp) return null;
  return html`<a class=${button ? 'button primary' : 'place add'} href=${`${addable.url}?${query({ as: me.id })}`} target="_blank">
    ${button ? `Add ${addable.name} to ${team.name}` : html`<span aria-hidden="true">+</span> Add ${addable.name}`}<span class="unseen"> (opens in a new tab)</span></a>`;
}
