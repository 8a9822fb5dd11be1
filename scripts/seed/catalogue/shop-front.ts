import type { DemoBanner, DemoCatalogue, DemoPicture } from './catalogue-types.ts';
import { bannerPicture } from './front-pictures.ts';

export const bannerPictures: readonly DemoPicture[] = [
  bannerPicture('fresh', 'peach', ['🍑', '🍇', '🧺', '🍓', '🍊']),
  bannerPicture('flower', 'rose', ['🌷', '🌻', '💐', '🌼', '🪴']),
  bannerPicture('camping', 'sage', ['🌲', '🌲', '⛺', '🧺', '🔦']),
  bannerPicture('cake', 'lilac', ['🎈', '🎁', '🎂', '🧁', '🍭']),
];

const banners: readonly DemoBanner[] = [
  {
    code: 'fresh',
    title: '当季鲜果到了',
    subtitle: '产地直发，坏果包赔',
    picture: 'banner-fresh',
    link: { kind: 'category', categorySlug: 'fruit' },
  },
  {
    code: 'flower',
    title: '给家里添一束花',
    subtitle: '云南清晨剪下，隔日送到',
    picture: 'banner-flower',
    link: { kind: 'category', categorySlug: 'flower-bouquet' },
  },
  {
    code: 'camping',
    title: '周末去露营吧',
    subtitle: '三秒速开帐篷，限时优惠',
    picture: 'banner-camping',
    link: { kind: 'product', productCode: 'family-tent' },
  },
  {
    code: 'cake',
    title: '生日，现烤才好吃',
    subtitle: '动物奶油蛋糕，提前一天预订',
    picture: 'banner-cake',
    link: { kind: 'product', productCode: 'birthday-cake' },
  },
];

/** What the home page shows beside the goods themselves. */
export const shopFront: Pick<
  DemoCatalogue,
  'banners' | 'notices' | 'hotWords' | 'featuredProductCodes' | 'newProductCodes' | 'freightNote'
> = {
  banners,
  notices: [
    '这是一家演示小铺：商品、价格与库存都是示例，下单不会真的发货。',
    '生鲜每天 16 点前下单，当天发出；偏远地区请先咨询。',
    '收到有坏果、破损，拍照联系我们，当天补发或退款。',
  ],
  hotWords: ['草莓', '鲜花', '蛋糕', '跑鞋', '咖啡', '泰迪熊', '帐篷', '耳机', '猫粮', '围巾'],
  featuredProductCodes: [
    'red-strawberry',
    'mixed-bouquet',
    'butter-croissant',
    'daily-runner',
    'teddy-bear',
    'studio-headphone',
    'heavy-tee',
    'family-tent',
    'yunnan-coffee',
    'glazed-teapot',
    'salmon-cat-food',
    'cabin-suitcase',
  ],
  newProductCodes: [
    'honey-peach',
    'cupcake-box',
    'dutch-tulip',
    'kids-scooter',
    'pocket-camera',
    'linen-notebook',
    'summer-dress',
    'coding-robot',
    'longjing-tea',
    'fit-watch',
  ],
  freightNote: '全国包邮。',
};
