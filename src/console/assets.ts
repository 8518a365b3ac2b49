import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** One file that the browser may ask for. */
export interface Asset {
  /** Its name below the folder it is served from, with slashes. */
  readonly name: string;
  readonly contentType: string;
  readonly body: Buffer;
  /** Says whether a browser's copy is still right; in quotes, as the header wants it. */
  readonly etag: string;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** What the console imports by name, and what it is called below the console's own folder. */
const packages: Readonly<Record<string, string>> = {
  preact: 'packages/preact.js',
  'preact/hooks': 'packages/preact-hooks.js',
  htm: 'packages/htm.js',
};

/**
 * Reads everything that is served, once, at the start: what is not among it is not there, so no path can lead out of
 * the folder.
 */
export function loadAssets(): ReadonlyMap<string, Asset> {
  const folder = fileURLToPath(new URL('browser/', import.meta.url));
  const own = listFiles(folder)
    .filter((name) => contentTypes[path.extname(name)] !== undefined)
    .map((name) => makeAsset(name, readFileSync(path.join(folder, name), 'utf8')));
  const foreign = Object.entries(packages).map(([specifier, name]) =>
    makeAsset(name, readFileSync(fileURLToPath(import.meta.resolve(specifier)), 'utf8')),
  );
  return new Map([...own, ...foreign].map((asset) => [asset.name, asset]));
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'));
}

function makeAsset(name: string, text: string): Asset {
  const body = Buffer.from(name.endsWith('.js') ? resolvePackages(text) : text);
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 22);
  return { name, contentType: contentTypes[path.extname(name)]!, body, etag: `"${hash}"` };
}

/** Puts addresses in place of packages' names. An import map would do the same, but only as a script in the page. */
function resolvePackages(module: string): string {
  return module.replace(
    /(\bfrom\s*)(['"])([\w/-]+)\2/g,
    (statement, from: string, _quote, specifier: string) =>
      packages[specifier] === undefined ? statement : `${from}'${ASSET_PREFIX}${packages[specifier]}'`,
  );
}

/** Where assets are served. */
export const ASSET_PREFIX = '/console/assets/';
