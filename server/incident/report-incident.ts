import type { ClientSession } from 'mongoose';
import type { Shop } from '../platform/shop.ts';
import { type IncidentKind, incidents } from './incident-model.ts';

export interface NewIncident {
  kind: IncidentKind;
  /** The number it is about; with the kind its unique key. */
  subject: string;
  /** What a person needs to judge it; no secrets, no personal data. */
  evidence: Record<string, unknown>;
}

/** Reports something a person has to look at; reporting it again changes nothing. */
export async function reportIncident(
  shop: Shop,
  incident: NewIncident,
  session?: ClientSession,
): Promise<void> {
  const { kind, subject, evidence } = incident;
  const written = await incidents(shop).updateOne(
    { _id: `${kind}:${subject}` },
    { $setOnInsert: { kind, subject, evidence, state: 'open', at: shop.clock.now() } },
    { upsert: true, ...(session ? { session } : {}) },
  );
  if (written.upsertedCount > 0) shop.log.warn({ incident: kind, subject }, 'incident');
}
