import { describe, expect, it } from 'vitest';
import { judgePackage, packageHomes } from './package-homes.ts';
import { repository } from './repository.ts';
import { readSourceFiles } from './source-file.ts';

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(repository.read('package.json')) as Manifest;

/** Packages that are used away from home and stand for now; one that is mended has to leave the list. */
const knownStrays: readonly string[] = [];

/** The console's modules import these in the browser; `src/console/assets.ts` serves them from where npm put them. */
const servedToTheBrowser: readonly string[] = ['htm', 'preact'];

/** Installed for a part of the product that is still to come; whoever imports it takes it off the list. */
const notUsedYet: readonly string[] = [];

function outsideImports(folder: string): { readonly path: string; readonly name: string }[] {
  return readSourceFiles(folder).flatMap(({ path, imports }) =>
    imports.filter((one) => !one.isInternal).map((one) => ({ path, name: one.target })),
  );
}

const ofProduct = outsideImports('src');

it('every package is used in its home alone', () => {
  const strays = ofProduct.filter(({ path, name }) => judgePackage(path, name) !== null);

  expect(strays.map(({ path, name }) => `${path}: ${name}`)).toEqual(knownStrays);
});

it('every runtime dependency is used, and has a home', () => {
  const dependencies = Object.keys(manifest.dependencies);
  const used = [...ofProduct.map((one) => one.name), ...servedToTheBrowser];
  const unused = dependencies.filter((name) => !used.includes(name));

  expect(unused).toEqual(notUsedYet);
  const homeless = dependencies.filter((name) => !Object.hasOwn(packageHomes, name));
  expect(homeless.filter((name) => !servedToTheBrowser.includes(name))).toEqual([]);
});

it('whatever is imported is declared: by the product at run time, by tests at least for development', () => {
  const undeclared = (imports: typeof ofProduct, declared: object): typeof ofProduct =>
    imports.filter(({ name }) => !name.startsWith('node:') && !Object.hasOwn(declared, name));
  const forTests = { ...manifest.dependencies, ...manifest.devDependencies };

  expect(undeclared(ofProduct, manifest.dependencies)).toEqual([]);
  expect(undeclared(outsideImports('test'), forTests)).toEqual([]);
});

describe('rejects', () => {
  it.each([
    ['axios in a pure file', 'src/servicenow/observe.ts', 'axios'],
    ['SQL in a job', 'src/clocks/deadline-watch-job.ts', 'kysely'],
    ['a web framework in a stage', 'src/intake/poll-job.ts', 'fastify'],
    ['a logger away from telemetry', 'src/outbox/write-back-job.ts', 'pino'],
    ['date arithmetic away from the calendars', 'src/clocks/replay.ts', 'luxon'],
    ['a package that nobody has given a home', 'src/clocks/replay.ts', 'lodash'],
    ['a web server in a store', 'src/tickets/ticket-store.ts', 'node:http'],
  ])('%s', (_, path, name) => {
    expect(judgePackage(path, name)).not.toBeNull();
  });
});
