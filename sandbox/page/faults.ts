import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import type { Overview } from '../control/shapes.ts';
import { post, take } from './api.ts';
import { Icon } from './icons.ts';

type Tried = (work: () => Promise<unknown>) => Promise<void>;

/** The ways in which Slack, the line or the bot may fail. */
const FAULTS = [
  [
    'Slack says “too many requests”',
    'chat.postMessage',
    { kind: 'rate-limit', retryAfter: 3 },
    '429, and to wait 3 seconds',
  ],
  [
    'Slack fails',
    'chat.postMessage',
    { kind: 'status', status: 500 },
    '500: nobody knows whether it was posted',
  ],
  ['Slack answers late', 'chat.postMessage', { kind: 'delay', ms: 5000 }, 'after 5 seconds'],
  [
    'The line breaks',
    'chat.postMessage',
    { kind: 'reset', after: false },
    'the call is cut off before Slack has it',
  ],
  [
    'The answer gets lost',
    'chat.postMessage',
    { kind: 'reset', after: true },
    'the message is there, and the bot does not know',
  ],
  [
    'Slack posts it late',
    'chat.postMessage',
    { kind: 'accept-late', ms: 4000, answer: 'error' },
    '503 at once, and the message 4 seconds later',
  ],
  [
    'Events come twice',
    'event',
    { kind: 'duplicate', copies: 2 },
    'each mention and message arrives two times',
  ],
  [
    'Events come late and mixed up',
    'event',
    { kind: 'shuffle', holdMs: 3000 },
    'held back for 3 seconds, then in any order',
  ],
] as const;

/** Breaks things, and shows that nothing is lost. */
export function Faults({ overview, tried }: { overview: Overview; tried: Tried }) {
  const [times, setTimes] = useState(3);
  const { bot, faults, posts } = overview;
  const waiting = (bot?.messages.pending ?? 0) + (bot?.messages.sending ?? 0);
  const unclear = (bot?.messages.unknown ?? 0) + (bot?.messages.dead ?? 0);
  return html`<div class="faults">
    <section class="tally" aria-label="Nothing is lost" role="status">
      <p><strong>${posts.seen}</strong> messages seen</p>
      <p class=${posts.twice > 0 ? 'failed' : ''}><strong>${posts.twice}</strong> seen twice</p>
      <p><strong>${waiting}</strong> wait to be sent</p>
      <p class=${unclear > 0 ? 'failed' : ''}><strong>${unclear}</strong> given up</p>
    </section>
    ${
      bot &&
      html`<section><h2>The bot ${bot.running ? 'is running' : 'is down'}</h2>
      <p class="hint">Kill it whenever you like, also while time moves. What it had acknowledged is kept, and what it had to say is said once.</p>
      <div class="row">
        <button type="button" class="button danger" disabled=${!bot.running} onClick=${() => tried(() => post('/bot', { do: 'kill' }))}>Kill it (kill -9)</button>
        <button type="button" class="button primary" disabled=${bot.running} onClick=${() => tried(() => post('/bot', { do: 'start' }))}>Start it again</button>
      </div></section>`
    }
    <section><h2>Put something in its way</h2>
      <label class="row">How often <input type="number" min="1" max="99" value=${times} onInput=${(event: Event) => setTimes(Math.max(1, Number((event.currentTarget as HTMLInputElement).value) || 1))} /></label>
      <ul class="choices">${FAULTS.map(
        ([
          title,
          method,
          effect,
          about,
        ]) => html`<li><button type="button" class="button wide" onClick=${() => tried(() => post('/faults', { method, times, effect }))}>
          <strong>${title}</strong><span class="hint">${about}</span></button></li>`,
      )}</ul>
    </section>
    ${
      faults.length > 0 &&
      html`<section><h2>In its way now</h2>
      <ul class="choices">${faults.map(
        (
          it,
        ) => html`<li class="row"><span>${it.about} <span class="hint">(struck ${it.struck} times)</span></span>
        <button type="button" class="plain" aria-label=${`Take away: ${it.about}`} onClick=${() => tried(() => take(`/faults?id=${it.id}`))}><${Icon} name="close" /></button></li>`,
      )}</ul>
      <button type="button" class="button" onClick=${() => tried(() => take('/faults'))}>Take all away</button></section>`
    }
  </div>`;
}
