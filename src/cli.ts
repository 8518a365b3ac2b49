import type { Command } from './commands/command.ts';
import { type CommandTable, runCommand } from './commands/run-command.ts';

/** This one lives with the simulated instance, which knows nothing of the product. */
async function loadSimulator(): Promise<Command> {
  const simulator = await import('./simulator/simulator-command.ts');
  return {
    usage: simulator.simulatorUsage,
    run: (args, { stdout }) =>
      simulator.runSimulator(simulator.parseSimulatorArgs(args), { stdout, stopped: simulator.stopSignal() }),
  };
}

/** This one lives with the event logs it reads. */
async function loadImportEventLog(): Promise<Command> {
  const { runImportEventLog } = await import('./event-log/import-event-log-command.ts');
  const { importUsage } = await import('./event-log/import-event-log-arguments.ts');
  return { usage: importUsage, run: runImportEventLog };
}

/** The commands. `bin/sla-bridge.js` starts here. */
const commands: CommandTable = {
  serve: {
    summary: 'the service; without SERVICENOW_URL it runs against a built-in simulated instance',
    load: () => import('./commands/serve-command.ts'),
  },
  simulator: {
    summary: 'only the simulated ServiceNow CSM instance',
    load: loadSimulator,
  },
  evaluate: {
    summary: 'runs ticket histories through clocks and ladder: what-if and back-test',
    load: () => import('./commands/evaluate-command.ts'),
  },
  calc: {
    summary: 'answers calendar questions, one JSON line each',
    load: () => import('./commands/calc-command.ts'),
  },
  'import-event-log': {
    summary: 'turns an exported event log into ticket histories',
    load: loadImportEventLog,
  },
  'check-config': {
    summary: 'says in plain words what policy, calendars and mapping mean, or what is wrong with them',
    load: () => import('./commands/check-config-command.ts'),
  },
  migrate: {
    summary: "brings the database's schema up to date",
    load: () => import('./commands/migrate-command.ts'),
  },
  keygen: {
    summary: 'makes a webhook secret and an admin token',
    load: () => import('./commands/keygen-command.ts'),
  },
};

// A reader that has gone away shows in the write itself; without a listener it would end the process with a trace.
process.stdout.on('error', () => {});

const exitCode = await runCommand(commands, process.argv.slice(2), process);
if (exitCode !== undefined) process.exitCode = exitCode;
