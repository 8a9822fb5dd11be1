import type { DemoCategory } from './catalogue-types.ts';

/** A line is a category: slug, name, emoji; two more spaces before it make it a child of the line above. */
const OUTLINE = `
fresh 生鲜果蔬 🍎
  fruit 时令水果 🍓
    fruit-orchard 苹果梨桃 🍐
    fruit-citrus 柑橘柠檬 🍊
    fruit-berry 莓果葡萄 🍇
  tropical 热带水果 🍍
    tropical-mango 芒果菠萝 🥭
    tropical-coconut 椰青牛油果 🥥
  vegetable 新鲜蔬菜 🥦
    vegetable-leaf 叶菜花菜 🥬
    vegetable-root 根茎杂粮 🥕
    vegetable-fruit 茄果瓜类 🍅
  protein 肉蛋水产 🥩
    protein-egg 鲜蛋肉类 🥚
    protein-seafood 虾蟹水产 🦐
bakery 烘焙茶饮 🥐
  baked 面包糕点 🍞
    baked-bread 现烤面包 🥖
    baked-cake 蛋糕甜点 🍰
  snack 休闲零食 🍪
    snack-candy 糖果巧克力 🍫
    snack-nut 坚果炒货 🥜
    snack-biscuit 饼干爆米花 🍿
  drink 茶饮冲调 🍵
    drink-coffee 咖啡 ☕
    drink-tea 茶叶 🫖
    drink-milk 牛奶蜂蜜 🥛
home 鲜花家居 🌷
  flower 鲜花绿植 🌻
    flower-bouquet 鲜花花束 💐
    flower-plant 绿植多肉 🪴
  household 清洁日用 🧺
    household-storage 收纳清洁 🪣
    household-care 个人洗护 🧴
  furnish 灯具家具 🛋️
    furnish-light 灯烛 💡
    furnish-seat 沙发座椅 🪑
    furnish-clock 钟表 ⏰
  kitchen 餐厨用品 🍽️
    kitchen-table 餐具 🥢
    kitchen-knife 刀具 🔪
fashion 服饰鞋包 👗
  clothing 服装 👕
    clothing-top 上衣 👚
    clothing-dress 裙装 👗
    clothing-outer 外套裤装 🧥
  shoes 鞋靴 👞
    shoes-sport 运动鞋 👟
    shoes-boot 靴子 🥾
    shoes-sandal 凉拖 🩴
  bag 箱包 🛍️
    bag-backpack 双肩包 🎒
    bag-hand 手提包 👜
    bag-luggage 旅行箱 🧳
  accessory 配饰 🧣
    accessory-warm 帽袜围巾 🧢
    accessory-sun 墨镜雨伞 🕶️
sports 运动乐器 ⚽
  ball 球类 🏀
    ball-team 足球篮球 🏐
    ball-racket 球拍 🏸
  outdoor 户外 ⛺
    outdoor-wheel 滑板骑行 🛹
    outdoor-camp 露营垂钓 🏕️
  music 乐器 🎵
    music-string 弦乐键盘 🎸
    music-beat 打击吹奏 🥁
kids 玩具文具 🧸
  toy 玩具 🎠
    toy-plush 毛绒公仔 🐻
    toy-model 模型机器人 🤖
    toy-puzzle 益智桌游 🧩
  stationery 文具 ✏️
    stationery-pen 书写工具 🖊️
    stationery-book 手账本册 📔
    stationery-art 美术画材 🎨
digital 数码影音 🎧
  audio 影音设备 📻
    audio-sound 耳机音响 🎙️
    audio-camera 相机 📷
  device 办公穿戴 💻
    device-desk 键盘鼠标 ⌨️
    device-watch 智能手表 ⌚
pets 萌宠生活 🐶
  pet-furry 猫狗用品 🐾
    pet-dog 狗狗零食 🦴
    pet-cat 猫咪主粮 🐱
  pet-small 小宠水族 🐹
    pet-hamster 仓鼠兔子 🐰
    pet-fish 观赏鱼 🐠
`;

/** The whole tree as a list, each parent before its children. Throws on a line that cannot be read. */
function readOutline(outline: string): DemoCategory[] {
  const categories: DemoCategory[] = [];
  /** The categories from the first level down to the line read last. */
  let path: string[] = [];
  for (const line of outline.split('\n').filter((text) => text.trim() !== '')) {
    const [, indent = '', slug = '', name = '', emoji = ''] = /^( *)(\S+) (\S+) (\S+)$/.exec(line) ?? [];
    const level = indent.length / 2 + 1;
    if (slug === '' || (level !== 1 && level !== 2 && level !== 3)) throw new Error(`Bad category: ${line}`);
    const parentSlug = path[level - 2] ?? null;
    const position = categories.filter((sibling) => sibling.parentSlug === parentSlug).length + 1;
    categories.push({ slug, parentSlug, level, name, position, emoji, picture: `category-${slug}` });
    path = [...path.slice(0, level - 1), slug];
  }
  return categories;
}

export const categories: readonly DemoCategory[] = readOutline(OUTLINE);
