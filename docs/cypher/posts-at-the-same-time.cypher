// Who holds several posts at the same time?
// Parameters: $on, a day such as '2026-03-02'; $least, how many posts.
// Read: one row a person; look for posts that no one may hold together, such as keeping the money and
// supervising those who spend it.
WITH duration.inDays(date('1970-01-01'), date($on)).days AS day
MATCH (person:Person)-[post:HOLDS_POST]->(unit:Unit)
WHERE post.start <= day AND day < post.end
WITH person, collect(DISTINCT unit.name + ' ' + coalesce(post.title, post.role, '')) AS posts
WHERE size(posts) >= $least
UNWIND posts AS post
WITH person, post
ORDER BY post
RETURN person.id AS id, person.name AS name, collect(post) AS posts
ORDER BY size(posts) DESC, id
