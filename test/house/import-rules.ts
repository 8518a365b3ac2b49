import { type Place, placeOf, stages } from './layout.ts';
import type { Import } from './source-file.ts';

/** Says why a file may not have this import of another file of `src/`, or null where it may. */
export function judgeImport(path: string, imported: Import): string | null {
  const from = placeOf(path);
  const to = placeOf(imported.target);
  if (from.folder === to.folder) return judgeNeighbour(from, to);
  if (to.zone === 'simulator') return judgeUseOfSimulator(from);
  switch (from.zone) {
    case 'stage':
      return judgeStage(from, to, imported.isTypeOnly);
    case 'ground':
      return judgeGround(from, to);
    case 'offline':
      return judgeOffline(from, to);
    case 'face':
      return to.zone === 'top' ? 'what a face needs of the whole it declares as a port' : null;
    case 'simulator':
      return judgeSimulator(to);
    case 'words':
      return 'the word lists stand for themselves';
    case 'top':
      return null;
  }
}

function judgeNeighbour(from: Place, to: Place): string | null {
  if (from.isPure && !to.isPure) return `a pure file cannot use ${describe(to)}`;
  return null;
}

function judgeStage(from: Place, to: Place, isTypeOnly: boolean): string | null {
  if (to.zone === 'words') return null;
  if (to.zone === 'stage') return judgeOtherStage(from, to, isTypeOnly);
  if (from.isPure && !to.isPure) return `a pure file cannot use ${describe(to)}`;
  if (to.zone === 'ground') return judgeUseOfGround(from, to, isTypeOnly);
  if (from.suffix === 'route' && to.folder === 'http') return null;
  return `a stage does not know ${to.folder}; what it needs it declares, and app.ts hands it over`;
}

/** Upstream, and pure: a file that touches something may name the type of what it will be handed. */
function judgeOtherStage(from: Place, to: Place, isTypeOnly: boolean): string | null {
  if (orderOf(to) > orderOf(from))
    return `${to.folder} lies downstream: declare what is needed as a function type`;
  if (to.isPure || (isTypeOnly && !from.isPure)) return null;
  return `${describe(to)} of another stage is handed over by app.ts; only its types may be imported`;
}

function judgeUseOfGround(from: Place, to: Place, isTypeOnly: boolean): string | null {
  if (to.folder === 'store' && !isTypeOnly && from.suffix !== 'store')
    return 'only -store files touch the database';
  if (to.path === 'src/time/time-source.ts' && from.suffix === 'store')
    return 'a -store file is given its instants';
  return null;
}

function judgeGround(from: Place, to: Place): string | null {
  if (to.zone !== 'ground' && to.zone !== 'words') return 'the ground knows nothing of what stands on it';
  return judgeNeighbour(from, to);
}

function judgeOffline(from: Place, to: Place): string | null {
  if (to.zone === 'stage') return to.isPure ? null : `${describe(to)} is not for judging offline`;
  if (to.zone === 'ground' || to.zone === 'words') return null;
  return from.folder === 'evaluate' && to.folder === 'policy'
    ? null
    : `${from.folder}/ does not know ${to.folder}`;
}

/** An outside party: sharing code with it would let both sides be wrong in the same way. */
function judgeSimulator(to: Place): string | null {
  const readsLogs = to.folder === 'event-log' && !to.path.endsWith('-command.ts');
  return readsLogs ? null : 'the simulated instance knows nothing of the product but how to read event logs';
}

function judgeUseOfSimulator(from: Place): string | null {
  if (from.path === 'src/wiring/demo.ts' || from.folder === 'commands' || from.folder === 'cli.ts')
    return null;
  return 'the product knows the simulated instance as it knows a real one: by its address';
}

function orderOf(place: Place): number {
  return stages.indexOf(place.folder as (typeof stages)[number]);
}

function describe(place: Place): string {
  const what = { store: 'the database', client: 'the network', route: 'requests', job: 'a timer' };
  return place.suffix === null ? place.path : `${place.path} (${what[place.suffix]})`;
}
