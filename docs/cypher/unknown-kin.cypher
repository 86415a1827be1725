// Of which officials is next to nothing on record: no named parent and no declaration?
// Parameters: $on, a day such as '2026-03-02'.
// Read: nobody of these can be called clear of anything: ask for a declaration first.
WITH duration.inDays(date('1970-01-01'), date($on)).days AS day
MATCH (official:Person)-[post:HOLDS_POST]->(unit:Unit)
WHERE post.start <= day AND day < post.end
  AND NOT EXISTS { (official)-[:PARENT]->(:Person) }
  AND official.declared IS NULL
RETURN official.id AS id, official.name AS name,
       collect(DISTINCT unit.name + ' ' + coalesce(post.title, '')) AS posts
ORDER BY id
