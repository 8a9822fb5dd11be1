/** What an order earns: so many points each, the flow this project began with. */
export const pointsPerOrder = 10;
