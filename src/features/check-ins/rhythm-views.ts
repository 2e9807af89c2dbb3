/** What the two are asked about their rhythm, and a pair as it stands on somebody's Home. */
import type { ItemView } from '../../item.ts';
import { describeRhythm, type Rhythm } from '../../kernel/rhythm.ts';
import type { LocalDate } from '../../kernel/zoned.ts';
import { cut, dayWords, escapeText } from '../../slack/blocks.ts';
import { PATIENT_ROUNDS } from './domain.ts';
import { ANSWER_LABELS } from './views.ts';

/** Whether the rhythm still suits them. What the bot was not told did not not happen. */
export function rhythmView(name: string, rhythm: Rhythm): ItemView {
  const other = escapeText(cut(name, 80));
  return {
    text: `Entente has had no word of you and *${other}* for ${PATIENT_ROUNDS} rounds; you may well have spoken. Does ${describeRhythm(rhythm)} still suit the two of you?`,
    context: 'Both of you are asked. Any answer is fine, and each of you may change it for both.',
    choices: [
      { id: 'spoke', label: ANSWER_LABELS.spoke, style: 'primary' },
      { id: 'keep', label: 'Keep it' },
      { id: 'slower', label: 'Slow down' },
      { id: 'stop', label: 'Stop' },
    ],
  };
}

/** What became of the question. */
export function rhythmSettled(name: string, rhythm: Rhythm | null): ItemView {
  const other = escapeText(cut(name, 80));
  const text = rhythm
    ? `Thanks. You and ${other}: ${describeRhythm(rhythm)}.`
    : `Thanks. You and ${other} are not asked any more.`;
  return { text, choices: [] };
}

/** An opposite number, and when a talk was last noted. */
export function linkView(
  other: { readonly name: string; readonly organisation: string },
  { rhythm, isPaused }: { readonly rhythm: Rhythm; readonly isPaused: boolean },
  spokeOn: LocalDate | null,
  today: LocalDate,
): ItemView {
  const who = `*${escapeText(cut(other.name, 80))}* (${escapeText(cut(other.organisation, 80))})`;
  const how = isPaused ? `${describeRhythm(rhythm)}, paused` : describeRhythm(rhythm);
  const talk = spokeOn
    ? `you last noted a talk on ${dayWords(spokeOn, new Date(`${today}T00:00:00Z`))}`
    : 'no talk noted yet';
  return { text: `${who}, ${how}; ${talk}`, choices: [{ id: 'spoke', label: ANSWER_LABELS.spoke }] };
}
