import { html } from 'htm/preact';
import { render } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Overview } from '../control/shapes.ts';
import { Problem } from './api.ts';
import { Diary } from './diary.ts';
import { Faults } from './faults.ts';
import { Guide, wantedBy } from './guide.ts';
import { Icon } from './icons.ts';
import { useLive } from './live.ts';
import { Pane } from './pane.ts';
import { People } from './people.ts';
import { fromHash, type Seat, toHash } from './seats.ts';
import { TimeMenu } from './time.ts';
import { Worlds } from './worlds.ts';

const SIDES = [
  ['guide', 'Start here'],
  ['diary', 'What it did'],
  ['faults', 'Break things'],
  ['worlds', 'World'],
] as const;
type Side = (typeof SIDES)[number][0];
type Narrow = 'people' | 'panes' | 'side';

function Page() {
  const { overview, change, connected } = useLive();
  if (overview === null)
    return html`<p class="starting" role="status">${connected ? 'Starting…' : 'Waiting for the sandbox…'}</p>`;
  return html`<${Table} overview=${overview} change=${change} connected=${connected} />`;
}

/** Everything, once it is known who there is. */
function Table({ overview, change, connected }: { overview: Overview; change: number; connected: boolean }) {
  const people = overview.users.filter((it) => !it.isBot && !it.deleted);
  const [seats, setSeats] = useState<Seat[]>(() => fromHash(location.hash, people));
  const [active, setActive] = useState(0);
  const [side, setSide] = useState<Side>('guide');
  const [narrow, setNarrow] = useState<Narrow>('panes');
  const [problem, setProblem] = useState<string | null>(null);
  const at = Math.min(active, seats.length - 1);
  const seat = seats[at];
  const me = people.find((it) => it.id === seat?.userId) ?? people[0];

  useEffect(() => history.replaceState(null, '', toHash(seats, people)), [seats]);
  const tried = useCallback(async (work: () => Promise<unknown>) => {
    setProblem(null);
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error.message);
    }
  }, []);
  const set = (n: number, next: Partial<Seat>) =>
    setSeats((all) => all.map((it, i) => (i === n ? { ...it, ...next } : it)));
  const become = (userId: string) => {
    const shown = seats.findIndex((it) => it.userId === userId);
    if (shown >= 0) setActive(shown);
    else set(at, { userId, spot: { place: null, thread: null, tab: 'messages' } });
    setNarrow('panes');
  };
  const beside = () => {
    const other = people.find((it) => it.teamId !== me?.teamId) ?? people[0];
    if (seats.length > 1) {
      setSeats(seats.slice(0, 1));
      setActive(0);
    } else if (other) {
      setSeats([...seats, { userId: other.id, spot: { place: null, thread: null, tab: 'messages' } }]);
      setActive(1);
    }
  };
  const touring = overview.tour !== null;
  return html`<div class=${`table show-${narrow}`}>
    <a class="skip" href="#panes">To the messages</a>
    <header class="top">
      <h1><img src="/page/icon.svg" alt="" width="28" height="28" /> Entente <span class="hint">a Slack to play in</span></h1>
      ${me && html`<${TimeMenu} now=${new Date(overview.now)} me=${me} tried=${tried} moved=${() => !touring && setSide('diary')} />`}
      <button type="button" class="button beside" aria-pressed=${seats.length > 1} onClick=${beside}>${seats.length > 1 ? 'One person' : 'Two side by side'}</button>
    </header>
    ${!connected && html`<p class="banner" role="alert">The sandbox has gone away. Is <code>npm start</code> still running?</p>`}
    ${overview.busy && html`<p class="banner" role="status"><span class="spinner" aria-hidden="true"></span> One moment: ${overview.busy}</p>`}
    ${problem && html`<p class="banner problem" role="alert">${problem} <button type="button" class="plain" aria-label="Dismiss" onClick=${() => setProblem(null)}><${Icon} name="close" /></button></p>`}
    <main>
    <${People} overview=${overview} shown=${seats.map((it) => it.userId)} become=${become} wanted=${wantedBy(overview)} />
    <div class=${`panes count-${seats.length}`} id="panes" tabindex="-1">
      ${seats.map(
        (
          it,
          n,
        ) => html`<div class=${`seat ${n === at && seats.length > 1 ? 'active' : ''}`} key=${n} onFocusIn=${() => setActive(n)} onPointerDown=${() => setActive(n)}>
        <${Pane} overview=${overview} userId=${it.userId} spot=${it.spot} change=${change} go=${(spot: Seat['spot']) => set(n, { spot })}
          close=${
            seats.length > 1
              ? () => {
                  setSeats(seats.filter((_, i) => i !== n));
                  setActive(0);
                }
              : undefined
          } /></div>`,
      )}
    </div>
    <section class="side" aria-label="About this page">
      <div class="side-tabs" role="group" aria-label="What to show here">${SIDES.map(
        ([id, label]) =>
          html`<button type="button" aria-pressed=${side === id} onClick=${() => setSide(id)}>${id === 'guide' && touring ? 'Tour' : label}</button>`,
      )}</div>
      <div class="side-body">
        ${side === 'guide' && html`<${Guide} overview=${overview} tried=${tried} become=${become} shown=${seats.map((it) => it.userId)} />`}
        ${side === 'diary' && html`<${Diary} overview=${overview} change=${change} become=${become} />`}
        ${side === 'faults' && html`<${Faults} overview=${overview} tried=${tried} />`}
        ${side === 'worlds' && html`<${Worlds} tried=${tried} />`}
      </div>
    </section>
    </main>
    <nav class="narrow-tabs" aria-label="Parts of the page">
      ${(
        [
          ['people', 'People'],
          ['panes', me?.realName.split(' ')[0] ?? 'Slack'],
          ['side', touring ? 'Tour' : 'Guide'],
        ] as const
      ).map(
        ([id, label]) =>
          html`<button type="button" aria-pressed=${narrow === id} onClick=${() => setNarrow(id)}>${label}</button>`,
      )}
    </nav>
  </div>`;
}

const page = document.getElementById('page');
if (page) {
  page.replaceChildren();
  render(html`<${Page} />`, page);
}
