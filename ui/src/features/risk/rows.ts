/** Heights of rows: as near to what they are joined to as the order and the room allow. */

export interface Slot {
  /** Pixels from its upper edge to that of the next one, at least. */
  room: number;
  /** Where its upper edge would like to be; null where nothing pulls. */
  wish: number | null;
  weight: number;
}

interface Block {
  sum: number;
  weight: number;
  count: number;
}

/**
 * Upper edges that keep the order and the room and lie nearest to the wishes, in least squares: neighbours that want
 * the same place are merged into one block (pool adjacent violators).
 */
export function settle(slots: readonly Slot[]): number[] {
  const offsets: number[] = [];
  let offset = 0;
  for (const slot of slots) {
    offsets.push(offset);
    offset += slot.room;
  }
  const blocks: Block[] = [];
  let last = 0;
  slots.forEach((slot, index) => {
    // Without a wish it goes along with what stands above it.
    const wish = slot.wish === null ? last : slot.wish - (offsets[index] ?? 0);
    const weight = slot.wish === null ? 1e-3 : slot.weight;
    last = wish;
    let block: Block = { sum: wish * weight, weight, count: 1 };
    for (let above = blocks.at(-1); above && above.sum / above.weight > block.sum / block.weight; ) {
      blocks.pop();
      block = {
        sum: above.sum + block.sum,
        weight: above.weight + block.weight,
        count: above.count + block.count,
      };
      above = blocks.at(-1);
    }
    blocks.push(block);
  });
  // Rounded before the offsets are added: whole pixels, and the room is kept.
  const shifts = blocks.flatMap(({ sum, weight, count }) =>
    Array<number>(count).fill(Math.round(sum / weight)),
  );
  return shifts.map((shift, index) => shift + (offsets[index] ?? 0));
}
