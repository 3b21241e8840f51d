const STEP = 1.2;
export const SMALLEST = 0.2;
const LARGEST = 3;

export const zoomed = (scale: number, by: 1 | -1): number =>
  Math.min(LARGEST, Math.max(SMALLEST, by === 1 ? scale * STEP : scale / STEP));
