import { z } from 'zod';
import {
  callActions,
  faultPoints,
  notifyActions,
  type CallAction,
  type NotifyAction,
} from './fault-actions.ts';

const keysOf = <Key extends string>(table: Readonly<Record<Key, unknown>>) =>
  z.enum(Object.keys(table) as [Key, ...Key[]]);

const scalar = z.union([z.string().max(128), z.number()]);

const shape = {
  /** Strike only where all of these are equal; left out: everywhere. */
  match: z
    .strictObject({
      outTradeNo: scalar.optional(),
      api: z.enum(['v2', 'v3']).optional(),
      attempt: scalar.optional(),
    })
    .optional(),
  /** How often the rule strikes at most; left out: without end. */
  times: z.number().int().min(1).max(1_000_000).optional(),
  /** Share of matching calls that are struck, from the seeded sequence; left out: all. */
  probability: z.number().min(0).max(1).optional(),
  /** Milliseconds for actions that wait. */
  ms: z.number().int().min(0).max(600_000).optional(),
};

const callPoints = keysOf(faultPoints).exclude(['notify']);

const callRule = z.strictObject({ on: callPoints, action: keysOf<CallAction>(callActions), ...shape });
const notifyRule = z.strictObject({
  on: z.literal('notify'),
  action: keysOf<NotifyAction>(notifyActions),
  count: z.number().int().min(2).max(10).optional(),
  ...shape,
});

export type CallFault = z.infer<typeof callRule>;
export type NotifyFault = z.infer<typeof notifyRule>;
export type FaultRule = CallFault | NotifyFault;

/** Body of `PUT /emulator/faults`: replaces all rules; the first rule that fits strikes. */
export const faultPlan = z.strictObject({
  seed: z.number().int().optional(),
  rules: z.array(z.discriminatedUnion('on', [callRule, notifyRule])).max(100),
});
