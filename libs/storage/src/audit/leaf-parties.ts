/**
 * SQL: the agencies that a row of `leaf` concerns, as an array: who says it, the parties of its task, and of what was refused the
 * sender and the receiver. Who belongs to one of them may see the leaf and its proof.
 */
export const LEAF_PARTIES = `array_remove(ARRAY[leaf.sender, leaf.asker, leaf.performer] || ARRAY(
    SELECT unnest(ARRAY[r.sender, r.receiver])::text FROM refused_disclosure r WHERE r.leaf_index = leaf.index), NULL)`;
