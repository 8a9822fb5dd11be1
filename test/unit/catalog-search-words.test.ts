import { escapePattern } from '../../server/catalog/escape-pattern.ts';
import { matchKeyword, modesOf, readKeyword, scoreOf } from '../../server/catalog/search-filter.ts';
import { cutWords, normalizeText, productWords } from '../../server/catalog/search-words.ts';
import { rankSuggestions } from '../../server/catalog/suggest-words.ts';

describe('search words', () => {
  test('a long word also gives the shorter words inside it', () => {
    expect(cutWords('男士运动鞋')).toEqual(['男士', '运动', '运动鞋']);
  });

  test('capitals, full-width forms and spaces are one spelling', () => {
    expect(normalizeText('  ＩＰｈｏｎｅ　１５\t Pro ')).toBe('iphone 15 pro');
    expect(cutWords('ＰＲＯ')).toEqual(cutWords('pro'));
  });

  test('punctuation, operators and fillers are no words', () => {
    expect(cutWords('！？$ {} 的')).toEqual([]);
    expect(cutWords('红色的裙子')).not.toContain('的');
  });

  test('a word is there once however often it is written', () => {
    expect(cutWords('苹果 苹果 苹果')).toEqual(['苹果']);
  });

  test('words of title, subtitle, keywords, brand and categories find a product; those of the title are apart', () => {
    const { titleWords, searchWords } = productWords({
      title: '山东烟台红富士苹果',
      subtitle: '脆甜多汁',
      brand: '果满山',
      keywords: ['栖霞特产'],
      categoryNames: ['生鲜果蔬', '时令水果'],
    });
    expect(titleWords).toEqual(expect.arrayContaining(['烟台', '红富士', '苹果']));
    expect(titleWords).not.toContain('水果');
    // A keyword and a brand are also kept whole: no dictionary knows them.
    expect(searchWords).toEqual(
      expect.arrayContaining([...titleWords, '多汁', '果满山', '栖霞特产', '水果']),
    );
  });
});

describe('a keyword as a filter', () => {
  test('the strictest way is tried first', () => {
    expect(modesOf(readKeyword('  '))).toEqual(['none']);
    expect(modesOf(readKeyword('！！'))).toEqual(['phrase']);
    expect(modesOf(readKeyword('苹果'))).toEqual(['all', 'phrase']);
    expect(modesOf(readKeyword('红色苹果'))).toEqual(['all', 'phrase', 'any']);
  });

  test('characters of regular expressions mean themselves', () => {
    const typed = String.raw`a.*+?^${'$'}{}()|[]\/-b`;
    expect(new RegExp(`^${escapePattern(typed)}$`).test(typed)).toBe(true);
    expect(new RegExp(`^${escapePattern('a.c')}$`).test('abc')).toBe(false);
    expect(matchKeyword(readKeyword('.*'), 'phrase')).toEqual({
      title: { $regex: String.raw`\.\*`, $options: 'i' },
    });
  });

  test('what is typed is never a path or an operator of the database', () => {
    const keyword = { phrase: '$title', words: ['$title'] };
    const score = JSON.stringify(scoreOf(keyword));
    expect(score).toContain('{"$literal":"$title"}');
    expect(score.replaceAll('{"$literal":"$title"}', '')).not.toContain('["$title"');
  });

  test('no more than twelve words are asked for', () => {
    const many = Array.from({ length: 40 }, (_, index) => `w${index}`).join(' ');
    expect(readKeyword(many)?.words).toHaveLength(12);
  });
});

describe('suggestions', () => {
  const hits = [
    { title: '青苹果蜡烛', brand: '', keywords: ['蜡烛'] },
    { title: '苹果醋饮料', brand: '', keywords: ['青苹果味', '苹果醋'] },
  ];

  test('words before titles, beginnings before middles, each once', () => {
    expect(rankSuggestions('苹果', [...hits, ...hits])).toEqual([
      '苹果醋',
      '青苹果味',
      '苹果醋饮料',
      '青苹果蜡烛',
    ]);
  });

  test('ten at most', () => {
    const many = Array.from({ length: 30 }, (_, index) => ({
      title: `茶 ${index}`,
      brand: '',
      keywords: [],
    }));
    expect(rankSuggestions('茶', many)).toHaveLength(10);
  });
});
