import type { CatalogueInput, CategoryInput, ProductInput, SkuInput } from './catalogue-input.ts';

export interface CatalogueProblem {
  path: string;
  message: string;
}

const priceMaxFen = 10_000_000_000;
const isFen = (value: number): boolean => Number.isSafeInteger(value) && value >= 0 && value <= priceMaxFen;

function duplicates(path: string, codes: readonly string[]): CatalogueProblem[] {
  const seen = new Set<string>();
  return codes.flatMap((code) => {
    if (!seen.has(code)) {
      seen.add(code);
      return [];
    }
    return [{ path, message: `编码重复：${code}` }];
  });
}

function checkCategory(category: CategoryInput, all: ReadonlyMap<string, CategoryInput>): CatalogueProblem[] {
  const path = `categories.${category.code}`;
  const parent = category.parentCode === null ? null : all.get(category.parentCode);
  if (parent === undefined) return [{ path, message: '上级分类不存在' }];
  const level = parent === null ? 1 : parent.level + 1;
  return level === category.level ? [] : [{ path, message: '分类层级有误' }];
}

function checkSku(product: ProductInput, sku: SkuInput): CatalogueProblem[] {
  const path = `products.${product.code}.skus.${sku.code}`;
  const problems: string[] = [];
  if (sku.code === '' || sku.code.length > 32) problems.push('规格编码应为 1 到 32 个字符');
  if (!isFen(sku.priceFen) || sku.priceFen === 0) problems.push('价格应为大于 0 的整数（分）');
  if (sku.marketPriceFen !== null && (!isFen(sku.marketPriceFen) || sku.marketPriceFen < sku.priceFen)) {
    problems.push('划线价不能低于价格');
  }
  if (!Number.isSafeInteger(sku.weightGrams) || sku.weightGrams < 0) problems.push('重量应为整数（克）');
  const fits = product.specs.every((axis, index) => {
    const spec = sku.specs[index];
    return spec?.name === axis.name && axis.values.includes(spec.value);
  });
  if (!fits || sku.specs.length !== product.specs.length) problems.push('规格值与商品规格不一致');
  return problems.map((message) => ({ path, message }));
}

function checkProduct(product: ProductInput, all: ReadonlyMap<string, CategoryInput>): CatalogueProblem[] {
  const path = `products.${product.code}`;
  const problems: CatalogueProblem[] = [];
  if (product.title.trim() === '') problems.push({ path, message: '缺少标题' });
  if (all.get(product.categoryCode)?.level !== 3) problems.push({ path, message: '所属分类应为第三级分类' });
  if (product.skus.length === 0) problems.push({ path, message: '至少需要一个规格' });
  const combinations = product.skus.map((sku) => JSON.stringify(sku.specs));
  if (new Set(combinations).size < combinations.length) problems.push({ path, message: '规格组合重复' });
  return [...problems, ...product.skus.flatMap((sku) => checkSku(product, sku))];
}

/** @returns everything that keeps a catalogue from being written; empty when it may be */
export function checkCatalogue(input: CatalogueInput): CatalogueProblem[] {
  const categoryOf = new Map(input.categories.map((category) => [category.code, category]));
  const productCodes = new Set(input.products.map((product) => product.code));
  const links = (input.homePage?.banners ?? []).flatMap(({ code, link }) => {
    if (link.kind === 'none') return [];
    const known = link.kind === 'product' ? productCodes.has(link.code) : categoryOf.has(link.code);
    return known ? [] : [{ path: `homePage.banners.${code}`, message: '链接的内容不存在' }];
  });
  return [
    ...duplicates(
      'categories',
      input.categories.map((category) => category.code),
    ),
    ...duplicates(
      'products',
      input.products.map((product) => product.code),
    ),
    ...duplicates(
      'skus',
      input.products.flatMap((product) => product.skus.map((sku) => sku.code)),
    ),
    ...input.categories.flatMap((category) => checkCategory(category, categoryOf)),
    ...input.products.flatMap((product) => checkProduct(product, categoryOf)),
    ...links,
  ];
}
