import { describe, expect, it } from 'vitest';
import { listRepositoryFiles, repository } from './repository.ts';

/** What no file of the repository may hold. */
const forbidden: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  { what: 'the name of a package registry', pattern: /\bregistry\.(npmjs|yarnpkg)\.|\bdeb\.debian\./ },
  { what: "a path of somebody's machine", pattern: /(^|[\s"'`(=])\/(home|root|Users|work)\/[\w.-]/m },
  { what: 'a private key', pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----\s*(\\n)?[A-Za-z0-9+/=]{40}/ },
  { what: 'a webhook secret', pattern: /\bwhsec_[A-Za-z0-9+/]{32,}={0,2}/ },
  {
    what: 'a token of a known maker',
    pattern: /\b(ghp_[A-Za-z0-9]{30}|github_pat_\w{30}|glsa_\w{30}|xox[bp]-[\w-]{20}|AKIA[A-Z0-9]{16})/,
  },
  { what: 'a signed token', pattern: /\beyJ[\w-]{20,}\.[\w-]{20,}\.[\w-]{20,}/ },
];

const binary = /\.(png|ico|woff2?|zip|gz)$/;

function findForbidden(text: string): string[] {
  return forbidden.filter(({ pattern }) => pattern.test(text)).map(({ what }) => what);
}

/** Test keys that protect nothing: certificates for loopback, signed by an authority that nobody trusts. */
const allowed: readonly string[] = ['test/simulator/certificates.ts: a private key'];

it('no file holds a secret, a registry, or the path of a machine', () => {
  const found = listRepositoryFiles()
    .filter((file) => !binary.test(file))
    .flatMap((file) => findForbidden(repository.read(file)).map((what) => `${file}: ${what}`));

  expect(found).toEqual(allowed);
});

it('the lock file pins contents, not the place they came from', () => {
  const lock = JSON.parse(repository.read('package-lock.json')) as {
    packages: Record<string, { integrity?: string; resolved?: string; link?: boolean }>;
  };
  const packages = Object.entries(lock.packages).filter(([name]) => name !== '');

  expect(packages.length).toBeGreaterThan(100);
  expect(packages.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  expect(packages.filter(([, { integrity }]) => integrity === undefined).map(([name]) => name)).toEqual([]);
});

describe('rejects', () => {
  it.each([
    ['an address of a registry', ['https://registry', 'npmjs', 'org/axios'].join('.')],
    ['a path of a machine', ['see ', 'home', 'ann', 'notes.txt'].join('/')],
    ['a private key', `-----BEGIN PRIVATE KEY-----\n${'A'.repeat(64)}`],
    ['a webhook secret', `whsec_${'A'.repeat(44)}`],
    ['a token of GitHub', `ghp_${'A'.repeat(36)}`],
    ['a signed token', ['eyJ', '.', '.'].join('A'.repeat(30)) + 'A'.repeat(30)],
  ])('%s', (_, text) => {
    expect(findForbidden(text)).toHaveLength(1);
  });
});
