import type { Committed } from '../pipeline.ts';
import type { ActivityLog } from '../telemetry/activity-log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { formatDuration } from '../time/format-duration.ts';
import { SECOND_MS } from '../time/instant.ts';

/** Counts and tells what one committed transaction did. */
export function reportCommit(committed: Committed, metrics: Metrics, activity: ActivityLog): void {
  countRecords(committed, metrics);
  if (committed.source === 'poll') activity.synced(committed.results);
  for (const judgement of committed.judgements) {
    const { number: ticket, priority } = judgement.ticket;
    for (const { kind, percent } of judgement.warnings) {
      metrics.slaWarnings.inc({ clock: kind, priority });
      activity.happened({ what: 'at risk', ticket, detail: `${kind}, ${percent} % of its target used up` });
    }
    for (const clock of judgement.newBreaches) {
      metrics.slaBreaches.inc({ clock: clock.kind, priority: clock.priority });
      metrics.slaBreachDetectionDelay.observe({}, Math.max(0, committed.at - clock.breachedAt!) / SECOND_MS);
      const detail = `${clock.kind} (${clock.priority}, target ${formatDuration(clock.targetMs)})`;
      activity.happened({ what: 'breached', ticket, detail });
    }
  }
  for (const { ticket, escalation } of committed.raised) {
    const { level, route, trigger } = escalation;
    metrics.escalations.inc({ level: `${level}`, route, trigger });
    activity.happened({
      what: 'escalated',
      ticket: ticket.number,
      detail: `to level ${level} for ${trigger}, ${route}`,
    });
  }
  for (const { ticket, message, heldFor } of committed.messages) {
    if (message.kind === 'phone-advice') metrics.channelAdvice.inc({});
    if (heldFor === null) continue;
    activity.happened({
      what: 'write-back held',
      ticket: ticket.number,
      detail: `${message.kind}: ${heldFor}`,
    });
  }
}

function countRecords(committed: Committed, metrics: Metrics): void {
  const { source, table, results } = committed;
  if (table === null || source === 'deadline' || source === 'command' || source === 'history') return;
  for (const [result, count] of Object.entries(results)) {
    metrics.recordsApplied.inc({ table, source, result: result as keyof typeof results }, count);
  }
  for (const { ticket } of committed.judgements) {
    metrics.syncLag.observe({ table, source }, Math.max(0, committed.at - ticket.sysUpdatedAt) / SECOND_MS);
  }
}
