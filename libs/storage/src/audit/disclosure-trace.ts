import { DISCLOSURE_COLUMNS } from './disclosure-search.js';

const LINKS = 'leaf_index, place, event_id, item, task_id, sender, receiver, via, corrects';
const linksOf = (table: string): string =>
  LINKS.split(', ')
    .map((column) => `${table}.${column}`)
    .join(', ');

/**
 * The statement that follows item `$2` as event `$1` told it: back to whoever told it first, and from there to every copy
 * that was passed on and every correction; at most `$3` rows. A copy counts only if its sender was told what it names, a
 * correction only from who told the item on that task.
 */
export const TRACE = `
  WITH RECURSIVE source AS (
    SELECT ${linksOf('d')} FROM disclosure d WHERE d.event_id = $1 AND d.item = $2
    UNION
    SELECT ${linksOf('d')} FROM source s JOIN disclosure d ON d.item = s.item
       AND ((d.event_id = s.via AND d.receiver = s.sender)
         OR (d.event_id = s.corrects AND d.task_id = s.task_id AND d.sender = s.sender))
  ), copy AS (
    SELECT ${LINKS} FROM source
    UNION
    SELECT ${linksOf('d')} FROM copy c JOIN disclosure d ON d.item = c.item
       AND ((d.via = c.event_id AND d.sender = c.receiver)
         OR (d.corrects = c.event_id AND d.task_id = c.task_id AND d.sender = c.sender))
  )
  SELECT ${DISCLOSURE_COLUMNS}
    FROM (SELECT leaf_index, place FROM copy ORDER BY leaf_index, place LIMIT $3) c
    JOIN disclosure d ON d.leaf_index = c.leaf_index AND d.place = c.place
    LEFT JOIN task t ON t.task_id = d.task_id
   ORDER BY d.leaf_index, d.place`;
