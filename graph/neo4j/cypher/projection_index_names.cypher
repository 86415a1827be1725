// One full-text index for every name: two neighbouring characters through the analyzer's pairs,
// single ones through `characters`, where each stands alone, and pinyin in words.
CREATE FULLTEXT INDEX names IF NOT EXISTS
FOR (named:Person|Unit|Place|Contract|Programme|Zone)
ON EACH [named.name, named.title, named.characters, named.pinyin]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk', `fulltext.eventually_consistent`: false}}
