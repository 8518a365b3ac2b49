import { describe, expect, it } from 'vitest';
import { parseEncodedQuery } from '../../src/simulator/query/encoded-query.ts';
import { CASES, START, start, stoppedTime } from './support.ts';

describe('the shape of an encoded query', () => {
  const condition = (field: string, operator: string, value: string) => ({ field, operator, value });

  it('reads a^ORb^c as (a or b) and c', () => {
    expect(parseEncodedQuery('state=1^ORstate=10^priority=2').groups).toEqual([
      [[condition('state', '=', '1'), condition('state', '=', '10')], [condition('priority', '=', '2')]],
    ]);
  });

  it('begins an independent group at ^NQ', () => {
    expect(parseEncodedQuery('state=1^NQpriority>=2^active=true').groups).toEqual([
      [[condition('state', '=', '1')]],
      [[condition('priority', '>=', '2')], [condition('active', '=', 'true')]],
    ]);
  });

  it('stacks orders wherever they stand and ends at ^EQ', () => {
    expect(parseEncodedQuery('ORDERBYpriority^state=1^ORDERBYDESCsys_updated_on^EQ')).toMatchObject({
      groups: [[[condition('state', '=', '1')]]],
      order: [
        { field: 'priority', descending: false },
        { field: 'sys_updated_on', descending: true },
      ],
    });
  });

  it.each([
    ['numberSTARTSWITHCS', 'number', 'STARTSWITH', 'CS'],
    ['stateNOT IN1,2', 'state', 'NOT IN', '1,2'],
    ['state NOT IN 1,2', 'state', 'NOT IN', ' 1,2'],
    ['account.name=Boxeo', 'account.name', '=', 'Boxeo'],
    ['opened_atBETWEEN2026-01-01@2026-02-01', 'opened_at', 'BETWEEN', '2026-01-01@2026-02-01'],
    ['assigned_toISEMPTY', 'assigned_to', 'ISEMPTY', ''],
    ['value=a=b', 'value', '=', 'a=b'],
  ])('reads %s', (text, field, operator, value) => {
    expect(parseEncodedQuery(text).groups).toEqual([[[condition(field, operator, value)]]]);
  });
});

describe('the meaning of an encoded query', () => {
  const findNumbers = async (query: string): Promise<string> => {
    const simulator = await start({ time: stoppedTime() });
    const account = simulator.instance.insert('customer_account', { name: 'Boxeo' })['sys_id']!;
    const rows: Record<string, string>[] = [
      { short_description: 'No dial tone', state: '1', priority: '1', account, cause: 'Trunk' },
      { short_description: 'One-way audio', state: '10', priority: '3', opened_at: '2026-03-01 08:00:00' },
      { short_description: 'no presence', state: '18', priority: '4', correlation_id: 'CS0001002' },
      { short_description: 'Slow', state: '3', priority: '2', number: 'CS0009999' },
    ];
    for (const row of rows) simulator.instance.insert(CASES, row, { at: START });
    const found = simulator.instance.find(CASES, `${query}^ORDERBYnumber`);
    return found.map((row) => row['number']!.slice(-1)).join('');
  };

  it.each([
    ['state=1', '1'],
    ['state!=1', '239'],
    ['stateIN1, 18', '13'],
    ['stateNOT IN1,18', '29'],
    // Numbers are compared as numbers: as texts 10 would come before 3.
    ['state>3', '23'],
    ['state<=3', '19'],
    ['short_descriptionLIKEno', '13'],
    ['short_description=NO PRESENCE', '3'],
    ['short_descriptionSTARTSWITHno', '13'],
    ['short_descriptionENDSWITHaudio', '2'],
    ['short_descriptionNOT LIKEno', '29'],
    ['causeISEMPTY', '239'],
    ['causeISNOTEMPTY', '1'],
    ['cause=', '239'],
    ['cause!=', '1'],
    ['opened_at<2026-03-01 08:00:01', '2'],
    ['opened_atBETWEEN2026-03-01 08:00:00@2026-03-02 10:00:00', '1239'],
    ['opened_atONSunday@2026-03-01 00:00:00@2026-03-01 23:59:59', '2'],
    ["opened_at>javascript:gs.dateGenerate('2026-03-02','00:00:00')", '139'],
    ['opened_at>=javascript:gs.beginningOfToday()', '139'],
    ['opened_atRELATIVELT@hour@ago@12', '2'],
    ['opened_atRELATIVEGE@minute@ago@1', '139'],
    ['account.name=Boxeo', '1'],
    ['account.nameISNOTEMPTY', '1'],
    ['numberSAMEAScorrelation_id', ''],
    ['priorityGT_FIELDimpact', '3'],
    ['stateANYTHING', '1239'],
    ['active=true^state=1^ORstate=18^priority=4', '3'],
    ['state=1^priority=4^NQstate=3', '9'],
    ['numberINCS0001001,CS0009999', '19'],
    ['number=cs0001001', '1'],
  ])('%s finds %s', async (query, expected) => {
    expect(await findNumbers(query)).toBe(expected);
  });

  it('sorts numbers by size and puts the last order first when asked to', async () => {
    const simulator = await start();
    for (const state of ['10', '3', '18']) simulator.instance.insert(CASES, { state });
    const states = (query: string) => simulator.instance.find(CASES, query).map((row) => row['state']);
    expect(states('ORDERBYstate')).toEqual(['3', '10', '18']);
    expect(states('ORDERBYDESCstate')).toEqual(['18', '10', '3']);
  });
});
