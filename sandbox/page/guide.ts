import { html } from 'htm/preact';
import type { Overview, TourStep } from '../control/shapes.ts';
import { post } from './api.ts';

type Tried = (work: () => Promise<unknown>) => Promise<void>;

/** What this is, and the tour through it. */
export function Guide({
  overview,
  tried,
  become,
  shown,
}: {
  overview: Overview;
  tried: Tried;
  become: (userId: string) => void;
  /** Who one is at the moment. */
  shown: readonly string[];
}) {
  const start = () => tried(() => post('/tour', { do: 'start' }));
  if (overview.tour === null) {
    return html`<div class="guide">
      <p class="lead"><strong>Entente</strong> is a Slack bot for organisations that work together without a shared boss. It writes down what people promise one another, reminds whoever promised, and asks opposite numbers to keep in touch.</p>
      <p>This is a Slack of its own, on your machine. Three organisations share one channel, and <strong>you play everybody</strong>.</p>
      <ol class="first">
        <li><strong>Be anyone:</strong> click a face on the left. A number says that something waits there.</li>
        <li><strong>Do anything:</strong> write, press buttons, fill in forms.</li>
        <li><strong>Move time</strong> at the top, and see what Entente does meanwhile, and why.</li>
      </ol>
      <p><button type="button" class="button primary big" onClick=${start}>Take the tour (eight steps)</button></p>
      <p class="hint">It begins where nothing is set up yet. The example comes back under “World”.</p>
    </div>`;
  }
  const { steps } = overview.tour;
  const at = steps.findIndex((step) => step.tasks.some((task) => !task.done));
  const step = steps[at];
  const end = () => tried(() => post('/tour', { do: 'end' }));
  if (step === undefined) {
    return html`<div class="guide" role="status">
      <h2>That was the tour</h2>
      <p>Everybody kept in touch, and nobody had to chase anybody. Go on as you like: be Isha, whom no direct message reaches; break things; or look at Entente’s own page of rules in <code>docs/policy.md</code>.</p>
      <div class="row"><button type="button" class="button primary" onClick=${end}>Go on by yourself</button>
      <button type="button" class="button" onClick=${start}>Once more</button></div>
    </div>`;
  }
  return html`<div class="guide">
    <p class="hint">Step ${at + 1} of ${steps.length}</p>
    <progress max=${steps.length} value=${at} aria-label="Steps done"></progress>
    <h2>${step.title}</h2>
    <p>${step.about}</p>
    <${Tasks} step=${step} overview=${overview} become=${become} shown=${shown} />
    <div class="row"><button type="button" class="plain" onClick=${end}>Leave the tour</button></div>
  </div>`;
}

function Tasks({
  step,
  overview,
  become,
  shown,
}: {
  step: TourStep;
  overview: Overview;
  become: (userId: string) => void;
  /** Who one is at the moment. */
  shown: readonly string[];
}) {
  const next = step.tasks.findIndex((task) => !task.done);
  return html`<ol class="tasks" aria-live="polite">${step.tasks.map((task, at) => {
    const as = overview.users.find((it) => it.id === task.as);
    return html`<li class=${task.done ? 'done' : at === next ? 'next' : ''}>
      <span aria-hidden="true">${task.done ? '✓' : at === next ? '→' : '○'}</span>
      <span>${task.text}<span class="unseen">${task.done ? ' (done)' : ''}</span>
      ${at === next && as && !shown.includes(as.id) && html` <button type="button" class="link" onClick=${() => become(as.id)}>Be ${as.realName.split(' ')[0]}</button>`}</span>
    </li>`;
  })}</ol>`;
}

/** Whom the tour asks for next. */
export function wantedBy(overview: Overview): string | null {
  const open = overview.tour?.steps.flatMap((step) => step.tasks).find((task) => !task.done);
  return open?.as ?? null;
}
