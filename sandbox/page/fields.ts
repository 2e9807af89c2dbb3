import { html } from 'htm/preact';
import type { Json } from '../control/shapes.ts';
import { FileField } from './file-field.ts';
import { choicesOf, type Given } from './held.ts';
import { isRecord, records, textIn, wordsIn } from './json.ts';
import { useKnown } from './known.ts';
import { plainWords, TextObject } from './text.ts';
import { Unknown } from './unknown.ts';
import { dayIn, instantOf } from './zone.ts';

interface FieldProps {
  readonly id: string;
  readonly element: Json;
  readonly name: string;
  readonly held: Given;
  readonly change: (given: Given) => void;
  readonly describedBy?: string | undefined;
  readonly wrong?: boolean;
  readonly required?: boolean;
}

/** Whatever holds a value: the browser's own controls, which keyboards and screen readers know. */
export function Field(props: FieldProps) {
  const { id, element, held, change } = props;
  const type = textIn(element.type);
  const one = typeof held === 'string' ? held : '';
  const common = {
    id,
    'aria-describedby': props.describedBy,
    'aria-invalid': props.wrong || undefined,
    'aria-required': props.required || undefined,
    placeholder: wordsIn(element.placeholder),
  };
  const typed = (event: Event) => change((event.currentTarget as HTMLInputElement).value);
  const emptied = (event: Event) => change((event.currentTarget as HTMLInputElement).value || null);
  switch (type) {
    case 'plain_text_input':
    case 'rich_text_input':
      if (type === 'rich_text_input' || element.multiline === true) {
        return html`<textarea ...${common} rows="4" maxlength=${element.max_length} value=${one} onInput=${typed}></textarea>`;
      }
      return html`<input ...${common} type="text" maxlength=${element.max_length} value=${one} onInput=${typed} autocomplete="off" />`;
    case 'email_text_input':
      return html`<input ...${common} type="email" value=${one} onInput=${typed} />`;
    case 'url_text_input':
      return html`<input ...${common} type="url" value=${one} onInput=${typed} />`;
    case 'number_input':
      return html`<input ...${common} type="number" value=${one} step=${element.is_decimal_allowed === true ? 'any' : 1} onInput=${typed} />`;
    case 'datepicker':
      return html`<input ...${common} type="date" value=${one} onChange=${emptied} />`;
    case 'timepicker':
      return html`<input ...${common} type="time" value=${one} onChange=${emptied} />`;
    case 'datetimepicker':
      return html`<${Moment} ...${common} held=${one} change=${change} />`;
    case 'radio_buttons':
    case 'checkboxes':
      return html`<${Boxes} ...${props} radio=${type === 'radio_buttons'} groups=${choicesOf(element)} />`;
    case 'file_input':
      return html`<${FileField} common=${common} element=${element} held=${held} change=${change} />`;
    default:
      return html`<${Menu} ...${props} common=${common} />`;
  }
}

/** An instant, picked in one's own zone. */
function Moment({ held, change, ...common }: { held: string; change: (given: Given) => void }) {
  const { me } = useKnown();
  const at = held === '' ? null : new Date(Number(held) * 1000);
  const time = (it: Date) =>
    new Intl.DateTimeFormat('sv-SE', { timeZone: me.tz, hour: '2-digit', minute: '2-digit' }).format(it);
  const pick = (event: Event) => {
    const [day = '', clock = ''] = (event.currentTarget as HTMLInputElement).value.split('T');
    change(day === '' ? null : String(instantOf(day, clock, me.tz).getTime() / 1000));
  };
  const value = at === null ? '' : `${dayIn(at, me.tz)}T${time(at)}`;
  return html`<input ...${common} type="datetime-local" value=${value} onChange=${pick} />`;
}

interface Group {
  readonly label: unknown;
  readonly options: Json[];
}

/** Menus: of given choices, of people, of channels; one of them or several. */
function Menu(props: FieldProps & { common: Record<string, unknown> }) {
  const { element, held, change, common } = props;
  const known = useKnown();
  const type = textIn(element.type);
  const kind = type.replace(/^multi_/, '');
  const asOption = (value: string, label: string): Json => ({
    value,
    text: { type: 'plain_text', text: label },
  });
  const groups: Group[] =
    kind === 'users_select'
      ? [{ label: null, options: [...known.users.values()].map((it) => asOption(it.id, it.realName)) }]
      : kind === 'channels_select' || kind === 'conversations_select'
        ? [
            {
              label: null,
              options: [...known.channels]
                .filter(([, name]) => name !== '')
                .map(([id, name]) => asOption(id, `#${name}`)),
            },
          ]
        : choicesOf(element);
  if (kind.startsWith('external')) return html`<${Unknown} what="element" it=${element} />`;
  if (type.startsWith('multi_')) return html`<${Boxes} ...${props} radio=${false} groups=${groups} />`;
  const chosen = typeof held === 'string' ? held : '';
  const pick = (event: Event) => change((event.currentTarget as HTMLSelectElement).value || null);
  const { placeholder, ...rest } = common;
  return html`<select ...${rest} value=${chosen} onChange=${pick}>
    <option value="">${String(placeholder ?? '') || 'Choose'}</option>
    ${groups.map(({ label, options }) =>
      label === null
        ? options.map((it) => choice(it, chosen))
        : html`<optgroup label=${wordsIn(label)}>${options.map((it) => choice(it, chosen))}</optgroup>`,
    )}
  </select>`;
}

function choice(option: Json, chosen: string) {
  const value = textIn(option.value);
  return html`<option value=${value} selected=${value === chosen}>${plainWords(wordsIn(option.text))}</option>`;
}

function Boxes(props: FieldProps & { radio: boolean; groups: Group[] }) {
  const { id, name, held, change, radio, groups } = props;
  const chosen = held === null ? [] : typeof held === 'string' ? [held] : held;
  const toggle = (value: string, on: boolean) => {
    if (radio) change(value);
    else change(on ? [...chosen, value] : chosen.filter((it) => it !== value));
  };
  const box = (option: Json) => {
    const value = textIn(option.value);
    return html`<label class="box">
      <input type=${radio ? 'radio' : 'checkbox'} name=${id} checked=${chosen.includes(value)}
        onChange=${(event: Event) => toggle(value, (event.currentTarget as HTMLInputElement).checked)} />
      <span><${TextObject} value=${option.text} />
      ${isRecord(option.description) && html`<span class="hint"><${TextObject} value=${option.description} /></span>`}</span>
    </label>`;
  };
  return html`<div id=${id} class="boxes" role=${radio ? 'radiogroup' : 'group'} aria-label=${name} aria-describedby=${props.describedBy}>
    ${groups.map(({ label, options }) => html`${label !== null && html`<p class="hint">${wordsIn(label)}</p>`}${records(options).map(box)}`)}
  </div>`;
}
