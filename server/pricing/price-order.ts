/**
 * The most one order may cost: ¥10,000,000 in fen. WeChat Pay counts an order in an integer that many of its
 * clients hold in 32 bits (¥21,474,836.47), and no bank card's limit for one payment comes near. It also keeps
 * every amount of an order within `fen` of the contract.
 */
export const maxOrderFen = 1_000_000_000;

/** One line to be priced; fen and whole pieces. */
export interface PriceInput {
  skuId: string;
  priceFen: number;
  quantity: number;
}

export interface Amounts {
  goodsFen: number;
  discountFen: number;
  couponFen: number;
  pointsFen: number;
  freightFen: number;
  payableFen: number;
}

export interface Priced {
  quantity: number;
  amounts: Amounts;
  /** Goods amount of each line, in the order given. */
  lineAmountsFen: number[];
}

/**
 * The one place where totals are made, for quote and order alike: pure, integer fen.
 * @throws on a price or quantity that is not a whole number: that is a bug, not an input
 */
export function priceOrder(lines: readonly PriceInput[]): Priced {
  for (const { priceFen, quantity } of lines) {
    if (!Number.isSafeInteger(priceFen) || priceFen < 0) throw new Error(`Not a price: ${priceFen}`);
    if (!Number.isSafeInteger(quantity) || quantity < 1) throw new Error(`Not a quantity: ${quantity}`);
  }
  const lineAmountsFen = lines.map(({ priceFen, quantity }) => priceFen * quantity);
  const goodsFen = lineAmountsFen.reduce((sum, amount) => sum + amount, 0);
  const amounts = {
    goodsFen,
    discountFen: 0,
    couponFen: 0,
    pointsFen: 0,
    freightFen: 0,
    payableFen: goodsFen,
  };
  return { quantity: lines.reduce((sum, line) => sum + line.quantity, 0), amounts, lineAmountsFen };
}
