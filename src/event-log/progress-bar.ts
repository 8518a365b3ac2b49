/** Where progress is shown: a terminal gets a bar that is drawn over, anything else one plain line. */
export interface ProgressOutput {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
}

export interface ProgressBar {
  /** Says that so many more of the whole have been done. */
  readonly advance: (count: number) => void;
  /** Takes the bar away. */
  readonly end: () => void;
}

const WIDTH = 30;

/** Shows how far a piece of work has come; `total` null when nobody knows how long it is. */
export function progressBar(output: ProgressOutput, label: string, total: number | null): ProgressBar {
  if (output.isTTY !== true || total === null || total === 0) {
    output.write(`${label}\n`);
    return { advance: () => {}, end: () => {} };
  }
  let done = 0;
  let shownPercent = -1;
  return {
    advance(count) {
      done += count;
      const percent = Math.min(100, Math.floor((done / total) * 100));
      if (percent === shownPercent) return;
      shownPercent = percent;
      const filled = Math.round((percent / 100) * WIDTH);
      output.write(`\r${label} [${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}] ${percent} %`);
    },
    end: () => {
      output.write('\r\x1b[K');
    },
  };
}
