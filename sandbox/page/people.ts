import { html } from 'htm/preact';
import type { Overview } from '../control/shapes.ts';
import { Avatar } from './avatar.ts';
import { Icon } from './icons.ts';
import { knownFrom } from './known.ts';
import { cityOf, timeWords } from './zone.ts';

interface PeopleProps {
  readonly overview: Overview;
  /** Who is on the page: one, or two side by side. */
  readonly shown: readonly string[];
  readonly become: (userId: string) => void;
  /** Whom the tour asks for. */
  readonly wanted: string | null;
}

/** Everybody, by organisation: a click makes one somebody else. */
export function People({ overview, shown, become, wanted }: PeopleProps) {
  const [someone] = overview.users;
  if (someone === undefined) return null;
  const known = knownFrom(overview, someone);
  return html`<nav class="people" aria-label="Be anyone">
    <h2>Be anyone</h2>
    ${overview.teams.map(({ id, name, hasApp }) => {
      const people = overview.users.filter((it) => it.teamId === id && !it.isBot && !it.deleted);
      return html`<section class=${`team org-${known.teams.get(id)?.colour}`} key=${id}>
        <h3><span class="dot" aria-hidden="true"></span>${name}
          <span class="hint">${hasApp ? 'has installed Entente' : 'a guest, nothing installed'}</span></h3>
        <ul>${people.map((user) => {
          const waits = overview.waiting[user.id];
          return html`<li key=${user.id}><button type="button" class=${`person ${wanted === user.id ? 'wanted' : ''}`}
            aria-pressed=${shown.includes(user.id)} data-user=${user.name} onClick=${() => become(user.id)}>
            <${Avatar} known=${known} user=${user} small />
            <span class="person-words"><span class="person-name">${user.realName}</span><span class="unseen">, ${user.title},</span>
            <span class="hint">${timeWords(known.now, user.tz)} in ${cityOf(user.tz)}</span></span>
            ${waits && waits.unread > 0 && html`<span class="badge">${waits.unread}<span class="unseen"> unread</span></span>`}
            ${waits?.modal && html`<span title="A form is open"><${Icon} name="form" /><span class="unseen">a form is open</span></span>`}
            ${wanted === user.id && html`<span class="unseen">, the tour asks for this person</span>`}
          </button></li>`;
        })}</ul>
      </section>`;
    })}
  </nav>`;
}
