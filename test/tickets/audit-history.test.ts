import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuditedChange, AuditedFacts } from '../../src/servicenow/audited-change.ts';
import { type CompletedHistory, completeHistory, findGaps } from '../../src/tickets/audit-history.ts';
import type { ObservedVersion } from '../../src/tickets/build-timeline.ts';
import { at } from '../support/observations.ts';

const opened = at('2026-03-02 10:00');
const minute = 60_000;

/** What the record was in each of its versions; version n is made n minutes after the opening. */
type Life = readonly Partial<AuditedFacts>[];

const newborn: AuditedFacts = {
  state: 'new',
  priority: 'high',
  tier: 1,
  respondedAt: null,
  diagnosed: false,
  resolvedAt: null,
  closedAt: null,
};

/** Every version of a life, whole. */
function versionsOf(life: Life): ObservedVersion[] {
  let facts = newborn;
  return life.map((change, sysModCount) => {
    facts = { ...facts, ...change };
    return { ...facts, covered: true, at: opened + sysModCount * minute, sysModCount };
  });
}

/** The trail that an instance keeps of a life: one row for each field that really changed. */
function trailOf(life: Life, isNumbered = true): AuditedChange[] {
  const versions = versionsOf(life);
  return versions.slice(1).flatMap((after, index) => {
    const before = versions[index]!;
    return (Object.keys(newborn) as (keyof AuditedFacts)[])
      .filter((field) => before[field] !== after[field])
      .map((field) => ({
        sysId: 'a'.repeat(32),
        at: after.at,
        sysModCount: isNumbered ? after.sysModCount : null,
        before: { [field]: before[field] },
        after: { [field]: after[field] },
        problems: [],
      }));
  });
}

const nobody: ReadonlySet<number> = new Set();

/** Fills all gaps between the versions that were seen. */
function complete(observed: ObservedVersion[], trail: AuditedChange[] | null): CompletedHistory {
  return completeHistory(opened, findGaps(observed, nobody), trail);
}

/** Some versions of a life, as polls see them. */
function seen(life: Life, ...counts: number[]): ObservedVersion[] {
  return versionsOf(life).filter((version) => counts.includes(version.sysModCount));
}

const life: Life = [
  {},
  { state: 'open' },
  { priority: 'critical' },
  { state: 'waiting' },
  {},
  { state: 'open', tier: 2 },
];

describe('gaps in what was observed', () => {
  const gapsOf = (observed: ObservedVersion[], own: ReadonlySet<number> = nobody) =>
    findGaps(observed, own).map(({ from, to, missing }) => [from?.sysModCount, to.sysModCount, missing]);

  it('are where a number is missing, before the first observation too', () => {
    expect(gapsOf(seen(life, 0, 1, 2))).toEqual([]);
    expect(gapsOf(seen(life, 2, 3, 5))).toEqual([
      [undefined, 2, 2],
      [3, 5, 1],
    ]);
  });

  it('are none where the versions missed are our own writes', () => {
    expect(gapsOf(seen(life, 0, 2), new Set([1]))).toEqual([]);
    expect(gapsOf(seen(life, 0, 3), new Set([1, 4]))).toEqual([[0, 3, 1]]);
  });

  it('are none where a silent edit left the number alone', () => {
    const [first] = seen(life, 0);
    expect(gapsOf([first!, { ...first!, at: first!.at + minute, state: 'open' }])).toEqual([]);
  });
});

const whole = { unknownBefore: 0, unknownBetween: 0, reason: null, problems: [] };

describe('a history', () => {
  it('without gaps stays as it is', () => {
    expect(complete(versionsOf(life), trailOf(life))).toEqual({ versions: [], history: whole });
  });

  it('is completed between two observations', () => {
    const { versions, history } = complete(seen(life, 0, 1, 5), trailOf(life));

    expect(history).toEqual(whole);
    expect(versions.map(({ sysModCount, state, priority }) => [sysModCount, state, priority])).toEqual([
      [3, 'waiting', 'critical'],
      [2, 'open', 'critical'],
    ]);
    expect(versions.map((version) => version.at)).toEqual([opened + 3 * minute, opened + 2 * minute]);
  });

  it('is completed to the beginning of the record', () => {
    const { versions, history } = complete(seen(life, 3), trailOf(life));

    expect(history).toEqual(whole);
    expect(versions.at(-1)).toMatchObject({ at: opened, sysModCount: 0, state: 'new', priority: 'high' });
    expect(versions.map((version) => version.sysModCount)).toEqual([2, 1, 0]);
  });

  it('that was never changed in a way that matters has held since the beginning', () => {
    const quiet: Life = [{}, {}, {}, {}];

    expect(complete(seen(quiet, 0, 3), [])).toEqual({ versions: [], history: whole });
    const { versions, history } = complete(seen(quiet, 3), []);
    expect(history).toEqual(whole);
    expect(versions).toMatchObject([{ at: opened, sysModCount: 0, state: 'new' }]);
  });

  it('begins with the creation, whose rows some instances keep too', () => {
    const creation = {
      ...trailOf(life)[0]!,
      at: opened,
      sysModCount: 0,
      before: { state: null },
      after: { state: 'new' as const },
    };

    const { versions } = complete(seen(life, 3), [creation, ...trailOf(life)]);

    expect(versions.map(({ sysModCount, state }) => [sysModCount, state])).toEqual([
      [2, 'open'],
      [1, 'open'],
      [0, 'new'],
    ]);
  });

  it('says what is missing where the trail cannot be read', () => {
    const reason = 'unreadable';
    expect(complete(seen(life, 3), null)).toEqual({
      versions: [],
      history: { ...whole, unknownBefore: 3, reason },
    });
    expect(complete(seen(life, 0, 1, 5), null)).toEqual({
      versions: [],
      history: { ...whole, unknownBetween: 3, reason },
    });
  });

  it('keeps what was seen of a fact whose changes do not lead from one observation to the next', () => {
    const half = trailOf(life).filter((change) => !('state' in change.after) || change.sysModCount === 5);
    const { versions, history } = complete(seen(life, 0, 5), half);

    expect(versions).toMatchObject([{ sysModCount: 2, state: 'new', priority: 'critical' }]);
    expect(history).toEqual({ ...whole, unknownBetween: 3, reason: 'not-kept' });
  });

  it('is estimated as before where the trail does not lead to its beginning', () => {
    const half = trailOf(life).map((change) =>
      change.sysModCount === 1 ? { ...change, after: { state: 'closed' as const } } : change,
    );

    expect(complete(seen(life, 3), half)).toEqual({
      versions: [],
      history: { ...whole, unknownBefore: 3, reason: 'not-kept' },
    });
  });

  it('is not contradicted by a support level that only a name could tell', () => {
    const nameless = trailOf(life).map((change) =>
      'tier' in change.after ? { ...change, before: { tier: null }, after: { tier: null } } : change,
    );

    expect(complete(seen(life, 0, 1, 5), nameless).history).toEqual(whole);
  });

  it('takes the cover of the observation before', () => {
    const [first, before, after] = seen(life, 0, 1, 5);
    const uncovered = { ...after!, covered: false };

    const { versions } = complete([first!, before!, uncovered], trailOf(life));

    expect(versions.map(({ sysModCount, covered }) => [sysModCount, covered])).toEqual([
      [3, true],
      [2, true],
    ]);
  });

  it('keeps the order of its versions though rows of the trail are stamped later than the next one', () => {
    const late = trailOf(life).map((change) => ({ ...change, at: change.at + 10 * minute }));

    const { versions } = complete(seen(life, 0, 1, 5), late);

    expect(versions.map(({ at, sysModCount }) => [at, sysModCount])).toEqual([
      [opened + 5 * minute, 3],
      [opened + 5 * minute, 2],
    ]);
  });

  it('lists what its trail says in words unknown to us', () => {
    const problem = { field: 'state', value: '99', code: 'unknown-choice' };
    const strange = trailOf(life).map((change) =>
      change.sysModCount === 3 ? { ...change, problems: [problem] } : change,
    );

    expect(complete(seen(life, 0, 1, 5), strange).history.problems).toEqual([problem]);
    expect(complete(seen(life, 0, 1, 2, 3, 5), strange).history.problems).toEqual([]);
  });
});

const anyChange = fc.record(
  {
    state: fc.constantFrom('new', 'open', 'waiting', 'resolved', 'closed', 'cancelled', null),
    priority: fc.constantFrom('critical', 'high', 'normal', 'low'),
    tier: fc.constantFrom(1, 2, 3, 4),
    diagnosed: fc.boolean(),
    respondedAt: fc.constantFrom(null, opened + minute),
    resolvedAt: fc.constantFrom(null, opened + 5 * minute),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Partial<AuditedFacts>>;

describe.each([
  ['numbers its versions', true],
  ['does not number its versions', false],
])('a trail that %s', (_name, isNumbered) => {
  it('brings back every change that nobody saw, whichever versions were seen', () => {
    const anyLife = fc.array(anyChange, { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(anyLife, fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }), (changes, choice) => {
        const all = versionsOf([{}, ...changes]);
        const observed = all.filter((version, index) => choice[index] === true || version === all.at(-1));
        const trail = trailOf([{}, ...changes], isNumbered);
        const { versions, history } = complete(observed, trail);
        const known = [...observed, ...versions].sort((one, other) => one.at - other.at);

        expect(history).toEqual(whole);
        // At every instant the last known version says what the record was.
        for (const truth of all) {
          const told = known.findLast((version) => version.at <= truth.at);
          expect({ ...told, sysModCount: 0, at: 0 }).toEqual({ ...truth, sysModCount: 0, at: 0 });
        }
        // What was observed is not told again under another number.
        const numbers = known.map((version) => version.sysModCount);
        expect(new Set(numbers).size).toBe(numbers.length);
      }),
      { numRuns: 300 },
    );
  });
});
