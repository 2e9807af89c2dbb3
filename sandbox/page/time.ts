import { html } from 'htm/preact';
import { useRef, useState } from 'preact/hooks';
import type { PageUser } from '../control/shapes.ts';
import { post } from './api.ts';
import { cityOf, dayIn, instantOf, momentWords, nextMonday, nextWorkingMorning } from './zone.ts';

const HOUR_MS = 3_600_000;

/** Moves time: the bot does all that falls due on the way, in order. */
export function TimeMenu({
  now,
  me,
  tried,
  moved,
}: {
  now: Date;
  me: PageUser;
  tried: (work: () => Promise<unknown>) => Promise<void>;
  moved: () => void;
}) {
  const [day, setDay] = useState('');
  const [clock, setClock] = useState('09:00');
  const [moving, setMoving] = useState(0);
  const last = useRef<Promise<unknown>>(Promise.resolve());
  const to = (at: Date) => async () => {
    setMoving((count) => count + 1);
    moved();
    // One after the other: whoever is quick need not wait for the bot to come to an end.
    last.current = last.current.then(() => tried(() => post('/clock', { to: at.toISOString() })));
    await last.current;
    setMoving((count) => count - 1);
  };
  const monday = nextMonday(now, me.tz);
  const morning = nextWorkingMorning(now, me.tz);
  const picked = day === '' ? null : instantOf(day, clock || '00:00', me.tz);
  const earliest = dayIn(now, me.tz);
  const isPast = picked !== null && picked < now;
  return html`<div class="time" role="group" aria-label="Move time" aria-busy=${moving > 0}>
    <p class="now"><span class="unseen">It is </span><strong>${momentWords(now, me.tz)}</strong> <span class="hint">for ${me.realName.split(' ')[0]}, in ${cityOf(me.tz)}</span></p>
    <div class="row">
      <button type="button" class="button" title="Do what is due at this moment" onClick=${to(now)}>Now</button>
      <button type="button" class="button" onClick=${to(new Date(now.getTime() + HOUR_MS))}>+1 hour</button>
      <button type="button" class="button" title=${momentWords(morning, me.tz)} onClick=${to(morning)}>Next working morning</button>
      <button type="button" class="button" title=${momentWords(monday, me.tz)} onClick=${to(monday)}>Next Monday</button>
      <form class="row" onSubmit=${(event: Event) => {
        event.preventDefault();
        if (picked !== null && !isPast) void to(picked)();
      }}>
        <label><span class="unseen">Day</span><input type="date" min=${earliest} value=${day} onInput=${(event: Event) => setDay((event.currentTarget as HTMLInputElement).value)} /></label>
        <label><span class="unseen">Time</span><input type="time" value=${clock} onInput=${(event: Event) => setClock((event.currentTarget as HTMLInputElement).value)} /></label>
        <button type="submit" class="button" disabled=${picked === null || isPast}>Go</button>
        ${isPast && html`<span class="error">Time does not go back.</span>`}
      </form>
      ${moving > 0 && html`<span class="hint" role="status">Time is moving…</span>`}
    </div>
  </div>`;
}
