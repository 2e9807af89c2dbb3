/** A text in pieces of so many characters at most: whole lines, where those fit. */
export function inPieces(text: string, length: number): string[] {
  const pieces: string[] = [];
  for (const line of text.split('\n').flatMap((one) => chopped(one, length))) {
    const last = pieces.at(-1);
    if (last !== undefined && last.length + line.length < length)
      pieces[pieces.length - 1] = `${last}\n${line}`;
    else pieces.push(line);
  }
  return pieces;
}

/** A line in parts that fit, never between the halves of a surrogate pair. */
function chopped(line: string, length: number): string[] {
  const parts: string[] = [];
  let rest = line;
  while (rest.length > length) {
    const part = rest.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');
    parts.push(part);
    rest = rest.slice(part.length);
  }
  return [...parts, rest];
}
