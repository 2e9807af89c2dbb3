import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import type { Reply } from '../api/web-api.ts';

/**
 * The page's own files, and the two libraries that draw it, from node_modules. Browsers get TypeScript without its
 * types, as Node runs it, so that nothing has to be built.
 */

const PAGE = new URL('../page/', import.meta.url);
const LIBRARIES: Readonly<Record<string, string>> = {
  preact: 'preact',
  'preact/hooks': 'preact/hooks',
  htm: 'htm',
  'htm/preact': 'htm/preact',
};
/** What the page shares with the rest of the sandbox. */
const SHARED = ['/driver/dates.ts', '/wire/value-keys.ts'];
const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css',
  svg: 'image/svg+xml',
};

/** Answers for a path of the page's; undefined: there is no such file. */
export async function pageFile(path: string): Promise<Reply | undefined> {
  if (path === '/') return shell();
  if (path.startsWith('/lib/')) return library(path.slice('/lib/'.length).replace(/\.js$/, ''));
  if (SHARED.includes(path)) return script(await readFile(new URL(`..${path}`, import.meta.url), 'utf8'));
  const [, name, extension] = /^\/page\/([\w/-]+\.(css|ts|svg))$/.exec(path) ?? [];
  if (name === undefined || extension === undefined) return undefined;
  const source = await readFile(new URL(name, PAGE), 'utf8').catch(() => undefined);
  if (source === undefined) return undefined;
  return extension === 'ts' ? script(source) : file(TYPES[extension] ?? '', source);
}

function script(source: string): Reply {
  return file('text/javascript', stripTypeScriptTypes(source));
}

async function library(name: string): Promise<Reply | undefined> {
  const specifier = LIBRARIES[name];
  if (specifier === undefined) return undefined;
  return file('text/javascript', await readFile(new URL(import.meta.resolve(specifier)), 'utf8'));
}

/** The page's frame. Its policy lets nothing in from elsewhere, so whatever needs a network is found out at once. */
async function shell(): Promise<Reply> {
  const imports = Object.fromEntries(Object.keys(LIBRARIES).map((name) => [name, `/lib/${name}.js`]));
  const map = JSON.stringify({ imports });
  const hash = createHash('sha256').update(map).digest('base64');
  const html = (await readFile(new URL('index.html', PAGE), 'utf8')).replace('>{}<', `>${map}<`);
  const policy = `default-src 'self'; script-src 'self' 'sha256-${hash}'; img-src 'self' data:; base-uri 'none'`;
  return {
    status: 200,
    headers: { ...headers('text/html'), 'content-security-policy': policy },
    body: html,
  };
}

function file(type: string, body: string): Reply {
  return { status: 200, headers: headers(type), body };
}

function headers(type: string): Record<string, string> {
  return {
    'content-type': `${type}; charset=utf-8`,
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
  };
}
