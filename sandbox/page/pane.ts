import { html } from 'htm/preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Overview, Pane as PaneShape } from '../control/shapes.ts';
import { get, Problem, post, query } from './api.ts';
import { Avatar } from './avatar.ts';
import { Icon } from './icons.ts';
import { colourOf, KnownProvider, knownFrom } from './known.ts';
import type { MessageActs } from './message.ts';
import { STRETCH } from './message-list.ts';
import { Modal } from './modal.ts';
import { Places } from './places.ts';
import { Room, Thread } from './room.ts';
import type { Spot } from './spot.ts';
import { momentWords } from './zone.ts';

interface PaneProps {
  readonly overview: Overview;
  readonly userId: string;
  readonly spot: Spot;
  readonly go: (spot: Spot) => void;
  /** Grows with every change in the world. */
  readonly change: number;
  /** Closes this pane, where there are two. */
  readonly close?: (() => void) | undefined;
}

/** One person's Slack. */
export function Pane({ overview, userId, spot, go, change, close }: PaneProps) {
  const me = overview.users.find((it) => it.id === userId);
  const [pane, setPane] = useState<PaneShape | null>(null);
  const [first, setFirst] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [listed, setListed] = useState(false);
  const asked = useRef(0);
  const shown = useRef(0);
  const wanted = useRef('');
  wanted.current = [userId, spot.place, spot.thread, first].join();

  const look = useCallback(async () => {
    asked.current += 1;
    const mine = asked.current;
    const { place, thread } = spot;
    const key = [userId, place, thread, first].join();
    // Whatever is newer than what is shown: to wait for the newest of all would be to wait for ever where much happens.
    const isNews = () => wanted.current === key && mine > shown.current;
    try {
      const seen = await get<PaneShape>(
        `/pane?${query({ user: userId, place, thread, first, count: STRETCH })}`,
      );
      if (!isNews()) return;
      shown.current = mine;
      setPane(seen);
    } catch (error) {
      if (!isNews()) return;
      // A name leads nowhere for a reason that is worth telling; an id does when the world has become another.
      if (place === null || place.startsWith('@')) setProblem(wordsOf(error));
      if (place !== null) go({ place: null, thread: null, tab: 'messages' });
    }
  }, [userId, spot.place, spot.thread, first]);
  useEffect(() => void look(), [look, change]);
  useEffect(() => setFirst(null), [userId, spot.place]);
  useEffect(() => setProblem(null), [userId]);

  // Without a place: the channel that the organisations share, or the first there is.
  useEffect(() => {
    if (pane === null || spot.place !== null || pane.meId !== userId) return;
    const shared = pane.places.find((it) => it.kind !== 'im' && it.teamIds.length > 1) ?? pane.places[0];
    if (shared) go({ place: shared.id, thread: null, tab: 'messages' });
  }, [pane, spot.place, userId]);

  // What is open has been seen.
  const newest = pane?.place?.unread ?? 0;
  const openId = pane?.place?.id;
  useEffect(() => {
    if (
      pane === null ||
      pane.meId !== userId ||
      openId === undefined ||
      spot.tab !== 'messages' ||
      document.hidden
    )
      return;
    post('/read', { as: userId, in: openId }).catch(() => undefined);
  }, [openId, newest, userId, spot.tab, change]);

  const act = useCallback(
    async (it: Record<string, unknown>) => {
      setProblem(null);
      try {
        await post('/act', { as: userId, ...it });
        await look();
        return true;
      } catch (error) {
        setProblem(wordsOf(error));
        await look();
        return false;
      }
    },
    [userId, look],
  );

  if (me === undefined) return null;
  const known = knownFrom(overview, me);
  const team = known.teams.get(me.teamId);
  const acts: MessageActs = {
    act,
    openThread: (thread) => go({ ...spot, thread }),
    shortcuts: pane?.shortcuts ?? [],
  };
  const ready = pane !== null && pane.meId === userId;
  return html`<${KnownProvider} value=${known}>
    <section class=${`pane ${colourOf(known, me.teamId)} ${listed ? 'listed' : ''}`} aria-label=${`What ${me.realName} sees`} data-user=${me.name}>
      <header class="pane-head">
        <button type="button" class="plain lister" aria-expanded=${listed} aria-label="Channels and messages" onClick=${() => setListed(!listed)}><${Icon} name="list" /></button>
        <${Avatar} known=${known} user=${me} />
        <div class="who"><h2>${me.realName}</h2><p>${me.title} · <strong>${team?.name}</strong> · ${momentWords(known.now, me.tz)}</p></div>
        ${close && html`<button type="button" class="plain" aria-label=${`Close the pane of ${me.realName}`} onClick=${close}><${Icon} name="close" /></button>`}
      </header>
      ${
        ready &&
        html`<div class=${`pane-body ${pane.thread && spot.tab === 'messages' ? 'threaded' : ''}`}>
        <${Places} pane=${pane} spot=${spot} go=${(it: Spot) => {
          setListed(false);
          go(it);
        }} />
        <${Room} pane=${pane} spot=${spot} go=${go} acts=${acts} act=${act} goTo=${setFirst} problem=${problem} forget=${() => setProblem(null)} />
        ${pane.thread && pane.place && spot.tab === 'messages' && html`<${Thread} pane=${pane} place=${pane.place} acts=${acts} act=${act} close=${() => go({ ...spot, thread: null })} />`}
      </div>
      ${pane.modal && html`<${Modal} key=${pane.modal.id} view=${pane.modal} act=${act} />`}`
      }
      ${pane?.modal && problem && html`<p class="toast" role="alert">${problem}</p>`}
    </section>
  </${KnownProvider}>`;
}

function wordsOf(error: unknown): string {
  if (error instanceof Problem) return error.message;
  throw error;
}
