/** The Dockerfile as it can be read without a container engine: its stages, and what each does in order. */

export interface Instruction {
  /** FROM, COPY, RUN … */
  readonly word: string;
  readonly rest: string;
}

export interface Stage {
  readonly image: string;
  readonly name: string | null;
  readonly steps: readonly Instruction[];
}

/** The stages in order; the last one is the image. Comments go, lines that end with `\` are one. */
export function readDockerfile(text: string): Stage[] {
  const stages: { image: string; name: string | null; steps: Instruction[] }[] = [];
  const lines = text
    .split('\n')
    .filter((line) => !/^\s*#/.test(line))
    .join('\n')
    .replace(/\\\n\s*/g, ' ')
    .split('\n');
  for (const line of lines) {
    const [, word = '', rest = ''] = /^([A-Z]+)\s+(.*)$/.exec(line.trim()) ?? [];
    if (word === '') continue;
    if (word === 'FROM') {
      const [, image = '', name = null] = /^(\S+)(?:\s+AS\s+(\S+))?$/i.exec(rest) ?? [];
      stages.push({ image, name, steps: [] });
    } else stages.at(-1)?.steps.push({ word, rest });
  }
  return stages;
}

/** The last value of an instruction in a stage. */
export function lastOf({ steps }: Stage, word: string): string | undefined {
  return steps.findLast((step) => step.word === word)?.rest;
}

/** A command in its list form: `["node", "src/main.ts"]`, for HEALTHCHECK behind its options. */
export function listForm(rest: string): string[] {
  const list: unknown = JSON.parse(rest.slice(rest.indexOf('[')));
  if (!Array.isArray(list) || !list.every((one) => typeof one === 'string'))
    throw new TypeError('no list form');
  return list;
}
