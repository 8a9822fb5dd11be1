import { callActions, faultPoints, notifyActions } from '../fault/fault-actions.ts';
import { faultPlan } from '../fault/fault-rule.ts';
import type { World } from '../world.ts';
import { malformedBody, type ControlAnswer, type ControlRoute } from './control-route.ts';

/** The rules in force, and beside them what rules there may be. */
function show(world: World): ControlAnswer {
  const calls = Object.entries(callActions).map(([action, { text }]) => ({ action, text }));
  const notices = Object.entries(notifyActions).map(([action, text]) => ({ action, text }));
  const available = Object.entries(faultPoints).map(([on, text]) => ({
    on,
    text,
    actions: on === 'notify' ? notices : calls,
  }));
  return { status: 200, body: { ...world.faults.list(), available } };
}

/** `GET`, `PUT`, `DELETE /emulator/faults` */
export const faultsControl: ControlRoute[] = [
  { method: 'get', path: '/emulator/faults', run: show },
  {
    method: 'put',
    path: '/emulator/faults',
    run(world, _ctx, body) {
      const parsed = faultPlan.safeParse(body);
      if (!parsed.success) return malformedBody(parsed.error);
      world.faults.replace(parsed.data.rules, parsed.data.seed);
      return show(world);
    },
  },
  {
    method: 'delete',
    path: '/emulator/faults',
    run(world) {
      world.faults.replace([]);
      return show(world);
    },
  },
];
