import type { Database } from '../database/database.ts';
import { cell } from '../database/row.ts';
import type { Instance } from '../instance/instance.ts';
import { createRandom, type Random } from '../random.ts';
import type { InstanceClock } from '../time/instance-clock.ts';
import type { SimulatorTime } from '../time/simulator-time.ts';
import { formatWireTime } from '../time/wire-time.ts';
import { type Agenda, type Appointment, openAgenda } from './agenda.ts';
import { type Cast, installCast, readCast } from './customers.ts';
import { drawOpening, openCase } from './open-case.ts';
import { type Step, type StoryName, tellStory, USUAL_STORIES } from './stories.ts';

export interface DemoParts {
  readonly instance: Instance;
  readonly database: Database;
  readonly clock: InstanceClock;
  readonly time: SimulatorTime;
  readonly seed: string;
  /** 2: everything happens twice as fast. */
  readonly pace: number;
}

export interface LivingDemo {
  stop(): void;
}

const CASES = 'sn_customerservice_case';
/** What a first start finds has happened in this time. */
const PAST_SECONDS = 20 * 60;
const ARRIVAL_SECONDS = [9, 27] as const;
const DAY_MS = 86_400_000;
const LONGEST_WAIT_MS = 1000;
const MOST_CASES = 240;
const MOST_DELETIONS = 500;
const MOST_NEGLECTED = 5;
const NEGLECT_EVERY = 7;

/**
 * What is certain to happen soon after every start: a critical case by phone that nobody ever answers, a critical one
 * by e-mail that is answered in time, and a second neglected one.
 */
const OPENINGS: readonly { afterSeconds: number; story: StoryName; priority: string; channel: string }[] = [
  { afterSeconds: 2, story: 'neglected', priority: '1', channel: 'phone' },
  { afterSeconds: 6, story: 'smooth', priority: '1', channel: 'email' },
  { afterSeconds: 10, story: 'waits', priority: '2', channel: 'web' },
  { afterSeconds: 25, story: 'neglected', priority: '2', channel: 'web' },
];

/** Starts the life of the instance; a restored one goes on where it stopped. */
export function startLivingDemo(parts: DemoParts): LivingDemo {
  const scene = setScene(parts);
  const { clock, time, agenda } = scene;
  let cancel = (): void => {};
  const wait = (): void => {
    cancel();
    const next = agenda.next();
    const delayMs = next === null ? LONGEST_WAIT_MS : next.dueAt - clock.now();
    cancel = time.after(Math.min(Math.max(0, delayMs), LONGEST_WAIT_MS), () => {
      playUntil(scene, clock.now());
      wait();
    });
  };
  let isStopped = false;
  clock.onMove(() => {
    if (!isStopped) wait();
  });
  wait();
  return {
    stop: () => {
      isStopped = true;
      cancel();
    },
  };
}

/** Brings the instance to where its life can go on: with a past, if this is its first start. */
function setScene(parts: DemoParts): Scene {
  const { instance, database, clock, pace } = parts;
  const agenda = openAgenda(database);
  const isFirstStart = agenda.all().length === 0;
  const paceMs = 1000 / pace;
  const now = clock.now();
  const beganAt = now - PAST_SECONDS * paceMs;
  if (isFirstStart) installCast(instance, beganAt - DAY_MS);
  const scene: Scene = { ...parts, agenda, cast: readCast(instance), paceMs };
  if (isFirstStart) {
    planArrival(scene, beganAt, 1);
    playUntil(scene, now);
  } else {
    wakeUp(scene, now);
  }
  planOpenings(scene, now);
  return scene;
}

interface Scene extends DemoParts {
  readonly agenda: Agenda;
  readonly cast: Cast;
  /** How long a second of the story takes. */
  readonly paceMs: number;
}

/** Everything that is due up to `until` happens, each at its own instant. */
function playUntil(scene: Scene, until: number): void {
  for (let next = scene.agenda.next(); next !== null && next.dueAt <= until; next = scene.agenda.next()) {
    if (next.story === 'arrival') arrive(scene, next);
    else if (next.step === 0) open(scene, next, next.story);
    else goOn(scene, next, next.story);
  }
}

function chanceOf(scene: Scene, ordinal: number, what: string): Random {
  return createRandom(`${scene.seed}:${what}:${ordinal}`);
}

function planArrival(scene: Scene, at: number, ordinal: number): void {
  const story = 'arrival';
  scene.agenda.set({ id: 'arrival', dueAt: at, story, step: 0, ordinal, priority: '', channel: '' });
}

function planOpenings(scene: Scene, from: number): void {
  const first = (scene.agenda.all().find(({ id }) => id === 'arrival')?.ordinal ?? 1) + 1;
  for (const [index, { afterSeconds, ...opening }] of OPENINGS.entries()) {
    const dueAt = from + afterSeconds * scene.paceMs;
    // Ordinals of their own, so that the usual arrivals stay what the seed makes them.
    const ordinal = 1_000_000 + first * OPENINGS.length + index;
    scene.agenda.set({ id: `opening-${index}`, dueAt, step: 0, ordinal, ...opening });
  }
}

function arrive(scene: Scene, { ordinal, dueAt }: Appointment): void {
  const random = chanceOf(scene, ordinal, 'arrival');
  const neglected = scene.agenda.all().filter(({ story }) => story === 'neglected').length;
  const isNeglected = ordinal % NEGLECT_EVERY === 0 && neglected < MOST_NEGLECTED;
  const story = isNeglected ? 'neglected' : dealStory(scene, ordinal);
  const { priority, channel } = drawOpening(random, dueAt);
  open(scene, { id: '', dueAt, story, step: 0, ordinal, priority, channel }, story);
  planArrival(scene, dueAt + random.integer(...ARRIVAL_SECONDS) * scene.paceMs, ordinal + 1);
  archiveOldCases(scene);
  forgetOldDeletions(scene);
}

/** Stories are dealt like cards: each turns up once before any comes again, so that a watcher soon sees them all. */
function dealStory(scene: Scene, ordinal: number): StoryName {
  const round = Math.floor(ordinal / USUAL_STORIES.length);
  const deck = chanceOf(scene, round, 'deck').shuffle(USUAL_STORIES);
  return deck[ordinal % deck.length]!;
}

function open(scene: Scene, appointment: Appointment, story: StoryName): void {
  const { id, dueAt, ordinal, priority, channel } = appointment;
  scene.agenda.drop(id);
  const opening = { at: dueAt, priority, channel };
  const sysId = openCase(scene.instance, scene.cast, chanceOf(scene, ordinal, 'case'), opening);
  planStep(scene, { ...appointment, id: sysId, step: 1 }, story);
}

function stepsOf(scene: Scene, ordinal: number, story: StoryName): Step[] {
  return tellStory(story, scene.cast, chanceOf(scene, ordinal, 'story'));
}

/** Plans the step that the appointment names, counted from its present time. */
function planStep(scene: Scene, appointment: Appointment, story: StoryName): void {
  const step = stepsOf(scene, appointment.ordinal, story)[appointment.step - 1];
  if (step === undefined) scene.agenda.drop(appointment.id);
  else scene.agenda.set({ ...appointment, dueAt: appointment.dueAt + step.afterSeconds * scene.paceMs });
}

function goOn(scene: Scene, appointment: Appointment, story: StoryName): void {
  const { id, dueAt, ordinal } = appointment;
  const step = stepsOf(scene, ordinal, story)[appointment.step - 1];
  const row = scene.instance.get(CASES, id);
  // Somebody else may have deleted or finished the case meanwhile: then its story ends.
  const isOver = row === undefined || cell(row, 'active') === 'false';
  if (step === undefined || isOver) {
    scene.agenda.drop(id);
    return;
  }
  scene.instance.update(CASES, id, step.values(formatWireTime(dueAt)), { at: dueAt, by: step.by });
  planStep(scene, { ...appointment, step: appointment.step + 1 }, story);
}

/** What belongs to a case and goes with it: table, and the field that names the case. */
const BELONGINGS = [
  ['sys_journal_field', 'element_id'],
  ['sys_audit', 'documentkey'],
  ['sys_attachment', 'table_sys_id'],
  ['task_sla', 'task'],
] as const;

/** The desk archives what is long closed, so that the demo stays small however long it runs. */
function archiveOldCases({ instance, database }: Scene): void {
  const surplus = database.table(CASES)!.size() - MOST_CASES;
  if (surplus <= 0) return;
  for (const row of instance.find(CASES, 'active=false^ORDERBYclosed_at').slice(0, surplus)) {
    const sysId = cell(row, 'sys_id');
    instance.delete(CASES, sysId, { by: 'admin' });
    for (const [table, field] of BELONGINGS) {
      const store = database.table(table)!;
      for (const part of [...(store.lookUp(field, sysId) ?? [])])
        database.remove(table, cell(part, 'sys_id'));
    }
  }
}

/** The memory of deletions is cut, too. */
function forgetOldDeletions({ instance, database }: Scene): void {
  const surplus = database.table('sys_audit_delete')!.size() - MOST_DELETIONS;
  if (surplus <= 0) return;
  const oldest = instance.find('sys_audit_delete', 'ORDERBYsys_created_on').slice(0, surplus);
  for (const row of oldest) database.remove('sys_audit_delete', cell(row, 'sys_id'));
}

/** After a pause nothing is caught up in a burst: what fell due meanwhile happens within the next half minute. */
function wakeUp({ agenda, seed, paceMs }: Scene, now: number): void {
  const random = createRandom(`${seed}:wake:${now}`);
  for (const appointment of agenda.all()) {
    if (appointment.dueAt > now) continue;
    if (appointment.id.startsWith('opening-')) agenda.drop(appointment.id);
    else agenda.set({ ...appointment, dueAt: now + random.integer(1, 30) * paceMs });
  }
}
