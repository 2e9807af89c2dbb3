import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { records } from '../world/json.ts';
import type { Json } from '../world/model.ts';

/**
 * Real payloads against the types with which Bolt hands them to listeners: each is written down as a literal of its
 * type, and the compiler says what is missing, unknown or of another kind.
 */

/** How Bolt calls what comes under each `type`; a slash command comes without one. */
const TYPES: Readonly<Record<string, string>> = {
  block_actions: 'BlockAction',
  view_submission: 'ViewSubmitAction',
  view_closed: 'ViewClosedAction',
  message_action: 'MessageShortcut',
  shortcut: 'GlobalShortcut',
  undefined: 'Known<SlashCommand>',
};

/** Keys that the compiler is not asked about, in which payloads, by the reason why ours stay. */
const EXCEPTIONS: Readonly<Record<string, readonly [of: RegExp, key: string]>> = {
  'null outside an Enterprise, as Slack’s recordings have it; the types would leave it out': [
    /./,
    'enterprise',
  ],
  'in forms too, as Slack’s recordings have it; the types have it in presses only': [/^view_/, 'username'],
  'where a file was shared: `files.info` and its recording have it': [/^view_/, 'shares'],
};
/** Where a type itself asks for too much or knows too little, by the reason. */
const LOOSENED: readonly (readonly [because: string, of: (payload: Json) => boolean, type: string])[] = [
  [
    'a press in a form or in Home comes from no message, so there is no address to answer to',
    (payload) => payload.type === 'block_actions' && payload.view !== undefined,
    'Omit<BlockAction, "response_url">',
  ],
  [
    'Bolt’s union of elements lacks this one; its state in forms has it',
    (payload) => records(payload.actions)[0]?.type === 'datetimepicker',
    'BlockAction<BasicElementAction & Pick<ViewStateValue, "selected_date_time">>',
  ],
];

const require = createRequire(import.meta.url);
const run = promisify(execFile);

/** What the literals need; an index signature would let any key pass, so it goes. */
const PREAMBLE = `
import type {
  BasicElementAction, BlockAction, GlobalShortcut, MessageShortcut, SlashCommand, ViewClosedAction, ViewStateValue,
  ViewSubmitAction,
} from '@slack/bolt';
type Known<T> = { [K in keyof T as string extends K ? never : K]: T[K] };
`;

/** What of the payloads Bolt’s types do not know or miss, as the compiler’s own sentences. */
export function strangeToBolt(payloads: readonly Json[]): Promise<string[]> {
  const literals = payloads.map((payload, at) => {
    const kind = String(payload.type);
    const left = Object.values(EXCEPTIONS)
      .filter(([of]) => of.test(kind))
      .map(([, key]) => key);
    const json = JSON.stringify(payload, (key, value) => (left.includes(key) ? undefined : value), 1);
    return `export const payload${at}: ${typeOf(payload)} = ${json};`;
  });
  return compile([PREAMBLE, ...literals].join('\n'));
}

function typeOf(payload: Json): string {
  const loosened = LOOSENED.find(([, of]) => of(payload));
  if (loosened !== undefined) return loosened[2];
  const type = TYPES[String(payload.type)];
  if (type === undefined) throw new Error(`Bolt has no type for ${String(payload.type)}`);
  return type;
}

async function compile(source: string): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'payloads-'));
  try {
    await writeFile(join(folder, 'payloads.ts'), source);
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(settings()));
    const compiler = join(dirname(require.resolve('typescript/package.json')), 'bin/tsc');
    const { stdout } = await run(process.execPath, [compiler, '-p', folder, '--pretty', 'false']).catch(
      (failed: { stdout: string }) => failed,
    );
    return stdout.split('\n').filter((line) => line.includes('error TS'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

function settings() {
  const bolt = dirname(require.resolve('@slack/bolt/package.json'));
  return {
    compilerOptions: {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      target: 'es2024',
      types: [],
      module: 'nodenext',
      moduleResolution: 'nodenext',
      paths: { '@slack/bolt': [bolt] },
    },
    files: ['payloads.ts'],
  };
}
