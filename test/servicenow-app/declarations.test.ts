import { describe, expect, it } from 'vitest';
import { listFields, SYSTEM_FIELDS } from '../../src/servicenow/field-map.ts';
import { ServiceNowMapping } from '../../src/servicenow/mapping.ts';
import { readDeclarations } from '../../src/simulator/application/declarations.ts';
import { listRepositoryFiles, repository } from '../house/repository.ts';
import { shippedMapping, shippedMappingData } from '../support/servicenow-mapping.ts';

const declarations = readDeclarations();
const ofKind = (kind: string) => declarations.filter((one) => one.kind === kind);
const sources = listRepositoryFiles().filter((file) => file.startsWith('servicenow-app/src/'));
const fluent = sources.filter((file) => file.endsWith('.now.ts')).map((file) => repository.read(file));
const scripts = sources.filter((file) => file.startsWith('servicenow-app/src/scripts/'));

describe('each table that can be mirrored', () => {
  it.each(
    Object.entries(shippedMapping.tables),
  )('%s has a rule, active where it is mirrored', (table, mapping) => {
    const rules = ofKind('BusinessRule').filter(({ values }) => values['table'] === table);
    expect(rules).toHaveLength(1);
    expect(rules[0]!.values).toMatchObject({
      when: 'after',
      action: ['insert', 'update', 'delete'],
      active: mapping.enabled,
    });
    expect(rules[0]!.script).not.toBeNull();
    expect(String(rules[0]!.values['condition']).length).toBeLessThan(255);
  });

  it.each(
    Object.entries(shippedMapping.tables),
  )('%s announces changes of exactly the fields that are read of it', (table, mapping) => {
    const [property] = ofKind('Property').filter(
      ({ values }) => values['name'] === `x_slab_bridge.fields.${table}`,
    );
    const read = listFields(mapping)
      .map((field) => field.split('.')[0]!)
      .filter((field) => !SYSTEM_FIELDS.includes(field) && field !== 'number');

    expect(String(property!.values['value']).split(',').sort()).toEqual([...new Set(read)].sort());
  });
});

it('no secret is shipped, and what an administrator sets survives an upgrade', () => {
  const properties = fluent.flatMap((text) => text.split(/^Property\(/m).slice(1));
  expect(properties.length).toBeGreaterThan(10);
  expect(properties.filter((text) => !text.includes("$meta: { installMethod: 'first install' }"))).toEqual(
    [],
  );
  const secrets = ofKind('Property').filter(({ values }) => values['type'] === 'password2');
  expect(secrets.map(({ values }) => [values['name'], values['value']])).toEqual([
    ['x_slab_bridge.secret', ''],
    ['x_slab_bridge.secret_next', ''],
  ]);
});

it('a property that scripts read is declared, and the other way round', () => {
  const read = scripts
    .map((file) => repository.read(file))
    .flatMap((text) => [...text.matchAll(/_(?:text|number)\('(\w+)'/g)].map((match) => match[1]!));
  const declared = ofKind('Property')
    .map(({ values }) => String(values['name']).replace('x_slab_bridge.', ''))
    .filter((name) => !name.startsWith('fields.'));

  expect([...new Set([...read, 'secret', 'secret_next'])].sort()).toEqual(declared.sort());
});

it('its columns for cases are those that config/servicenow.yaml offers to fill, and may be named there', () => {
  const table = ofKind('Table').find(({ values }) => values['augments'] === 'sn_customerservice_case');
  const offered = [...repository.read('config/servicenow.yaml').matchAll(/# {2}(x_slab_bridge_\w+): (\w+)/g)];
  const fields = Object.fromEntries(offered.map(([, column, fact]) => [column, fact]));

  expect(Object.keys(fields).sort()).toEqual(Object.keys(table!.columns).sort());
  const mapping = ServiceNowMapping.parse({ ...shippedMappingData(), writeBack: { fields } });
  expect(mapping.writeBack.fields).toEqual(fields);
});

describe('the role of the account', () => {
  const acls = ofKind('Acl').map(({ values }) => values);
  const foreign = acls.filter(({ table }) => !String(table).startsWith('x_slab_bridge'));

  it('reads what is needed, writes to cases, and inserts and deletes nothing', () => {
    expect(foreign.map(({ table, operation }) => `${operation} ${table}`).sort()).toEqual([
      'read ast_contract',
      'read contract_sla',
      'read customer_account',
      'read sn_customerservice_case',
      'read sys_journal_field',
      'read sys_user_group',
      'read task_sla',
      'write sn_customerservice_case',
    ]);
  });

  it('is given by rules for whole records without scripts: all that another scope may add', () => {
    const texts = fluent
      .flatMap((text) => text.split(/^Acl\(/m).slice(1))
      .map((text) => text.split('\n});')[0]!);
    expect(texts.filter((text) => /\b(field|script|condition|decisionType):/.test(text))).toEqual([]);
  });
});

it('every record has its id in the committed keys, but for the view, which is known by its name', () => {
  const keys = repository.read('servicenow-app/src/fluent/generated/keys.ts');
  const named = fluent.flatMap((text) =>
    [...text.matchAll(/Now\.ID\['([^']+)'\]/g)].map((match) => match[1]!),
  );

  expect(named.length).toBeGreaterThan(30);
  expect(new Set(named).size).toBe(named.length);
  const missing = named.filter((id) => !keys.includes(`'${id}': {`) && !keys.includes(` ${id}: {`));
  expect(missing).toEqual(['view-sla-bridge']);
});

it.each(scripts)('%s uses nothing that scoped scripts lack', (file) => {
  const lacking =
    /\basync\b|\bawait\b|\bReflect\b|\bWeakRef\b|\bnew Function\b|\beval\b|this\.#|^\s*(import|export)\b|\bclass\b|\bsetTimeout\b|\bconsole\b|\brequire\(/m;
  const code = repository.read(file).replace(/\/\*.*?\*\/|\/\/.*$/gms, '');
  expect(code).not.toMatch(lacking);
});

it('the lock file pins contents, not the place they came from', () => {
  const lock = JSON.parse(repository.read('servicenow-app/package-lock.json')) as {
    packages: Record<string, { version?: string; integrity?: string; resolved?: string }>;
  };
  const packages = Object.entries(lock.packages).filter(([name]) => name !== '');
  expect(packages.filter(([, one]) => one.integrity === undefined || one.resolved !== undefined)).toEqual([]);
  expect(lock.packages['node_modules/@servicenow/sdk']!.version).toBe('4.9.0');
});
