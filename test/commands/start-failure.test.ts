import { describe, expect, it } from 'vitest';
import { explainStartFailure } from '../../src/commands/start-failure.ts';

const failure = (facts: object): Error => Object.assign(new Error('raw text'), facts);

describe('what keeps a command from starting is said in a sentence', () => {
  it.each<[string, object, string]>([
    [
      'a port in use',
      { code: 'EADDRINUSE', port: 3000, address: '127.0.0.1' },
      'port 3000 of 127.0.0.1 is taken',
    ],
    [
      'a port without rights',
      { code: 'EACCES', syscall: 'listen', port: 80 },
      'port 80 is for privileged programs',
    ],
    [
      'an address of another machine',
      { code: 'EADDRNOTAVAIL', address: '192.0.2.1' },
      'no address 192.0.2.1',
    ],
    ['a folder in use', { code: 'data-dir-in-use' }, 'raw text'],
    ['a database that is down', { code: 'ECONNREFUSED' }, 'cannot be reached (ECONNREFUSED)'],
    ['a database host without a name', { code: 'ENOTFOUND' }, 'cannot be reached (ENOTFOUND)'],
    ['a wrong database password', { code: '28P01' }, 'rejects user or password'],
    ['a database user without access', { code: '28000' }, 'does not let this user in'],
    ['a database that is not there', { code: '3D000' }, 'no database of that name'],
    ['a database user without rights', { code: '42501' }, 'needs the right to create tables'],
  ])('for %s', (_what, facts, expected) => {
    expect(explainStartFailure(failure(facts))).toContain(expected);
  });

  it.each<[string, unknown]>([
    ['a file without rights', failure({ code: 'EACCES', syscall: 'open' })],
    ['an error that nobody foresaw', failure({ code: 'toString' })],
    ['an error without a code', new Error('raw text')],
  ])('but not for %s, which is not its business', (_what, error) => {
    expect(explainStartFailure(error)).toBeNull();
  });
});
