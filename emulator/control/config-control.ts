import type { ControlRoute } from './control-route.ts';

/** `GET /emulator/config`: the merchant's side of the contract. */
export const configControl: ControlRoute[] = [
  {
    method: 'get',
    path: '/emulator/config',
    run: (world) => ({ status: 200, body: world.merchant.config() }),
  },
];
