import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { DEMO_CREDENTIALS, defaultAccess } from '../../src/simulator/access/accounts.ts';
import { CONTROL_ROUTES } from '../../src/simulator/control/control-routes.ts';
import { FAULT_KINDS } from '../../src/simulator/faults/fault-kinds.ts';

const readme = readFileSync(new URL('../../src/simulator/README.md', import.meta.url), 'utf8');
const named = new Set([...readme.matchAll(/`([^`]+)`/g)].map(([, code]) => code));

it('the page about the simulator names every route of the control API and no other', () => {
  const routes = CONTROL_ROUTES.map(({ method, shape }) => `${method} ${shape}`);
  const told = [...named].filter((code) => /^(GET|POST|PUT|PATCH|DELETE) \//.test(code ?? ''));
  expect(told.sort()).toEqual(routes.sort());
});

it('the page about the simulator names every kind of fault', () => {
  expect(Object.keys(FAULT_KINDS).filter((kind) => !named.has(kind))).toEqual([]);
});

it('the page about the simulator names every account and credential', () => {
  const names = [...defaultAccess().accounts.map(({ userName }) => userName), DEMO_CREDENTIALS.clientId];
  expect(names.filter((name) => !named.has(name))).toEqual([]);
});
