import type { Alerts } from '../platform/outbox/alerts.ts';
import { reportIncident } from './report-incident.ts';

/** Dead events and jobs that keep failing become incidents; a job's next series of failures is a new one. */
export const outboxAlerts: Alerts = {
  eventDead: (shop, { _id, type, attempts, applied }, error) =>
    reportIncident(shop, {
      kind: 'EVENT_DEAD',
      subject: _id,
      evidence: { type, attempts, applied, error },
    }),
  jobFailing: (shop, { name, failures, failingSince, error }) =>
    reportIncident(shop, {
      kind: 'JOB_FAILING',
      subject: `${name}:${failingSince.toISOString()}`,
      evidence: { name, failures, failingSince, error },
    }),
};
